import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { canProtect } from './can-protect.ts'

/** Puts something else in the place of what the platform has, while a test runs. */
async function without<T>(from: object, name: string, value: unknown, run: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(from, name)
  Object.defineProperty(from, name, { value, configurable: true, writable: true })
  try {
    return await run()
  } finally {
    if (before === undefined) Reflect.deleteProperty(from, name)
    else Object.defineProperty(from, name, before)
  }
}

const constant = <Bytes extends Uint8Array>(bytes: Bytes): Bytes => bytes.fill(7)
const thrown = (): never => {
  throw new Error('no entropy')
}

test('a browser that has all that sealing needs may seal, as often as it is asked', async () => {
  assert.deepEqual([await canProtect(), await canProtect()], [true, true])
})

test('a browser without streams, or without bytes that differ, is told before anything is typed (T-36)', async () => {
  for (const name of ['TransformStream', 'ReadableStream'])
    assert.equal(await without(globalThis, name, undefined, canProtect), false, name)
  for (const source of [constant, (bytes: Uint8Array) => bytes, thrown, undefined])
    assert.equal(await without(globalThis.crypto, 'getRandomValues', source, canProtect), false)
  assert.equal(await canProtect(), true)
})

test('an engine that multiplies wrongly is noticed (T-36)', async () => {
  const { imul } = Math
  assert.equal(await without(Math, 'imul', (a: number, b: number) => imul(a, b) + 1, canProtect), false)
})

test('the known answer of Argon2id is the one that another implementation gives', () => {
  const options = { message: 'asylia/v1/check', nonce: 'asylia/v1/salt', parallelism: 1, tagLength: 32, memory: 8, passes: 1 }
  assert.equal(argon2Sync('argon2id', options).toString('hex'), '990d2c2a2e50b39d7b1e522e0b16d5b4db869093f2e0136218702cf76efd4228')
})
