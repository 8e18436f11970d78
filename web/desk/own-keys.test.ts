import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drafts, forget } from './desk-state.ts'
import { chooseKey, keyOf, keysAsTheyCame, lettersOn, switchLetters } from './own-keys.ts'
import { dropDraft, keepDraft, useDraft } from './parts/draft.ts'

const NOTE = { id: 'cases.note', key: 'N' }

test('a member chooses a key, takes one away, and gets all of them back as they came', () => {
  assert.equal(keyOf(NOTE), 'N')
  chooseKey('cases.note', 'B')
  assert.equal(keyOf(NOTE), 'B')
  chooseKey('cases.note', '')
  assert.equal(keyOf(NOTE), '')
  keysAsTheyCame()
  assert.equal(keyOf(NOTE), 'N')
})

test('own keys go where drafts go: away when the desk locks, and back with them', () => {
  switchLetters()
  chooseKey('cases.note', 'B')
  const kept = drafts.value
  forget()
  assert.deepEqual([lettersOn.value, keyOf(NOTE)], [true, 'N'])
  drafts.value = kept
  assert.deepEqual([lettersOn.value, keyOf(NOTE)], [false, 'B'])
  forget()
})

test('a draft is kept by the name of its field until it is dropped', () => {
  assert.equal(useDraft('note C-234567', 'as it stands').text, 'as it stands')
  keepDraft('note C-234567', 'half')
  assert.equal(useDraft('note C-234567', 'as it stands').text, 'half')
  keepDraft('note C-765432', 'other')
  dropDraft('note C-234567')
  assert.deepEqual(drafts.value, { 'note C-765432': 'other' })
  forget()
})
