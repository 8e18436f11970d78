import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import dataProtection from '../data/data-protection.json' with { type: 'json' }
import requirements from '../data/requirements.json' with { type: 'json' }
import sources from '../data/sources.json' with { type: 'json' }
import { type CodeFamilies, codesInData, faultsOfCodes, grownLock, readLock, renderTypes } from './vocabulary-codes.ts'

const living = (...codes: string[]): CodeFamilies => ({ methods: codes.map((code) => ({ code, retired: null })) })

test('no code that was ever shipped is missing from data', () => {
  assert.deepEqual(faultsOfCodes(readLock(), codesInData()), [])
})

test('the lock holds every group, method, term, country, definition and category', () => {
  const lock = readLock()
  assert.equal(lock['groups']?.length, 12)
  assert.equal(lock['methods']?.length, 79)
  const listed = Object.keys(lock).filter((family) => family.startsWith('list:'))
  assert.equal(listed.length, 34)
  assert.equal(listed.flatMap((family) => lock[family] ?? []).length, 527)
})

test('a code that vanishes from data is found, for every code there is', () => {
  const lock = readLock()
  const now = codesInData()
  for (const [family, codes] of Object.entries(now)) {
    for (const { code } of codes) {
      const without = { ...now, [family]: codes.filter((other) => other.code !== code) }
      const faults = faultsOfCodes(lock, without)
      assert.ok(
        faults.some((fault) => fault.startsWith(`${family} ${code} was shipped`)),
        `${family} ${code}`,
      )
    }
  }
})

test('a whole list that vanishes is found', () => {
  const { 'list:certainty_hedge': hedges, ...rest } = codesInData()
  assert.ok(hedges !== undefined)
  assert.equal(faultsOfCodes(readLock(), rest).length, hedges.length)
})

test('a retired code may stay when it names a day and a living successor', () => {
  const now: CodeFamilies = {
    methods: [
      { code: 'a.old', retired: { on: '2027-01-31', successor: 'a.new' } },
      { code: 'a.new', retired: null },
    ],
  }
  assert.deepEqual(faultsOfCodes({ methods: ['a.old', 'a.new'] }, now), [])
})

test('a retired code without a successor that lives, or without a day, is found', () => {
  const retiredTo = (on: string, successor: string): CodeFamilies => ({
    methods: [
      { code: 'a.old', retired: { on, successor } },
      { code: 'a.older', retired: { on: '2026-12-01', successor: 'a.new' } },
      { code: 'a.new', retired: null },
    ],
  })
  const lock = { methods: ['a.old', 'a.older', 'a.new'] }
  assert.deepEqual(faultsOfCodes(lock, retiredTo('2027-01-31', 'a.new')), [])
  assert.equal(faultsOfCodes(lock, retiredTo('2027-01-31', 'a.gone')).length, 1)
  assert.equal(faultsOfCodes(lock, retiredTo('2027-01-31', 'a.older')).length, 1)
  assert.equal(faultsOfCodes(lock, retiredTo('2027-01-31', 'a.old')).length, 1)
  assert.equal(faultsOfCodes(lock, retiredTo('soon', 'a.new')).length, 1)
})

test('a code that stands twice or is not locked is found', () => {
  assert.equal(faultsOfCodes({ methods: ['a.b'] }, living('a.b', 'a.b')).length, 1)
  assert.equal(faultsOfCodes({ methods: ['a.b'] }, living('a.b', 'a.c')).length, 1)
})

test('the lock only grows', () => {
  assert.deepEqual(grownLock({ methods: ['a.gone'], lost: ['x'] }, living('a.new')), { methods: ['a.gone', 'a.new'], lost: ['x'] })
})

test('the code types in the kernel are those of data', () => {
  const written = readFileSync(new URL('../src/kernel/vocabulary-codes.ts', import.meta.url), 'utf8')
  assert.equal(written, renderTypes(codesInData()))
})

test('requirements, checklist and sources have ids of their own and name documents that exist', () => {
  const documents = new Set(sources.documents.map(({ id }) => id))
  const ids = [...requirements.requirements, ...dataProtection.checklist, ...sources.documents, ...sources.published].map(({ id }) => id)
  assert.deepEqual([requirements.requirements.length, dataProtection.checklist.length, dataProtection.regimes.length], [145, 65, 8])
  assert.deepEqual([sources.documents.length, sources.published.length], [5, 44])
  assert.equal(new Set(ids).size, ids.length)
  for (const { id, source, priority } of requirements.requirements) {
    assert.ok(documents.has(source) && id.startsWith(`R-${source}-`), id)
    assert.ok(requirements.priorities.includes(priority), id)
  }
})

test('a legal statement on data protection says what it rests on', () => {
  const bases = new Set(['published_source', 'partly_published_source', 'general_knowledge_verify', 'own'])
  for (const { basis } of [...dataProtection.regimes, ...dataProtection.checklist]) assert.ok(bases.has(basis), basis)
  const own = dataProtection.checklist.filter(({ basis }) => basis === 'own')
  assert.equal(own.length, 12)
  assert.equal(dataProtection.checklist.length - own.length, 53)
})
