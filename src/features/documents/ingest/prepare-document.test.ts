import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { prepareDocument } from './prepare-document.ts'

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('a text of a million paragraphs is refused whole and in words, and this process goes on', async () => {
  await assert.rejects(prepareDocument(utf8('A.\n\n'.repeat(1_000_000))), refuses('document.too_many_paragraphs'))
  const most = await prepareDocument(utf8('A.\n\n'.repeat(10)))
  assert.equal(most.paragraphs.length, 10)
})

test('what was left unread is said by number, and the rest is proposed (a partial result)', async () => {
  const text =
    'The report of the society is about what was done to a weaver in the town.\n\nЭто абзац на языке, который никто здесь не читает, и он остаётся целым.\n\nMs Mira Okonedo was arrested in Bangkok.\n'
  const prepared = await prepareDocument(utf8(text), 'report.txt')
  assert.deepEqual(prepared.notes.find(({ code }) => code === 'paragraphs_unread')?.count, 1)
  assert.equal(prepared.paragraphs.length, 3)
  assert.ok(prepared.proposals.some(({ proposed }) => proposed.value === 'mira okonedo'))
  assert.equal(prepared.sha256, createHash('sha256').update(text).digest('hex'))
})
