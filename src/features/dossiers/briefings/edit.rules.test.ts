import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writePlainText } from '#formats/print/plain-text.ts'
import { no, yes } from '#kernel/refusal.ts'
import { ROUND, theCorridor } from './a-briefing.ts'
import type { Briefing } from './briefing.contract.ts'
import { composePublic } from './compose-public.rules.ts'
import { canEdit, editSentence } from './edit.rules.ts'
import { canFinish, type Today } from './final.rules.ts'
import { paperOf } from './paper.rules.ts'

const corridor = await theCorridor()
const briefing = composePublic(corridor, ROUND) ?? assert.fail()
const sentences = (of: Briefing) => of.sections.flatMap((section) => section.sentences)
const [first] = sentences(briefing)
const id = first?.id ?? assert.fail()
const one = (of: Briefing, named = id) => sentences(of).find((sentence) => sentence.id === named) ?? assert.fail()
const today = (over: Partial<Today> = {}): Today => ({ isLive: () => true, agreed: () => yes, hidden: [], ...over })
const printed = (of: Briefing) => writePlainText(paperOf(of, { version: null, copy: null }))

test('a sentence put in other words says so, keeps its sources, and its hedge is no weaker for it (UX-P-02, R-NGO-09)', () => {
  for (const { id: named, hedge, standing, sources, case: of } of sentences(briefing)) {
    const after = one(editSentence(briefing, { id: named, text: ' Put in other words. ', sourced: true }), named)
    assert.deepEqual(
      [after.text, after.edited, after.hedge, after.standing, after.sources, after.case],
      ['Put in other words.', true, hedge, standing, sources, of],
    )
  }
  const edited = editSentence(briefing, { id, text: 'Put in other words.', sourced: true })
  assert.match(printed(edited), /Edited by hand.*Put in other words\./)
  assert.deepEqual(canFinish(edited, today()), yes)
  assert.deepEqual(
    sentences(edited)
      .filter((sentence) => sentence.edited === true)
      .map((sentence) => sentence.id),
    [id],
    'one sentence and no other',
  )
})

test('words that the sources do not carry any more have none, and leave no draft (UX-P-02)', () => {
  const edited = editSentence(briefing, { id, text: 'They will free him next week.', sourced: false })
  assert.match(printed(edited), /Edited by hand\. No source yet: They will free him next week\./)
  assert.deepEqual(canFinish(edited, today()), no('briefing.unsourced', id))
})

test('a name or a withdrawn consent in an edited sentence is found again before it leaves (T-21, UX-P-01)', () => {
  const named = editSentence(briefing, { id, text: 'Ask for Nguyen Thi Canari by name.', sourced: true })
  const verdict = canFinish(named, today({ hidden: ['Nguyễn Thị Canari'] }))
  assert.ok(!verdict.ok && verdict.code === 'briefing.names_somebody')
  const ofCase = { ...briefing, sources: briefing.sources.map((source) => ({ ...source, case: 'C-7Q4MXK' })) }
  const moved = {
    ...ofCase,
    sections: ofCase.sections.map((section) => ({
      ...section,
      sentences: section.sentences.map((sentence) => ({ ...sentence, case: 'C-7Q4MXK' })),
    })),
  }
  const edited = editSentence(moved, { id, text: 'Nothing of the person is said.', sourced: true })
  assert.deepEqual(canFinish(edited, today({ agreed: (code) => no('consent.withdrawn', code) })), no('consent.withdrawn', 'C-7Q4MXK'))
  const bare = editSentence(moved, { id, text: 'Nothing of the person is said.', sourced: false })
  assert.equal(one(bare).case, 'C-7Q4MXK', 'it stays of its case, so its people are asked')
})

test('no edit reaches a sentence that is not there, two lines, or nothing', () => {
  const ids = new Set(sentences(briefing).map((sentence) => sentence.id))
  fc.assert(
    fc.property(fc.string(), fc.string(), (named, text) => {
      const words = text.trim()
      const fits = ids.has(named) && words.length >= 2 && words.length <= 600 && !/\p{Cc}/u.test(words)
      assert.equal(canEdit(briefing, { id: named, text }).ok, fits)
    }),
  )
  assert.equal(canEdit(briefing, { id, text: 'One.\nTwo.' }).ok, false)
  assert.equal(canEdit(briefing, { id, text: ' ' }).ok, false)
  assert.equal(canEdit(briefing, { id, text: 'One.' }).ok, true)
})
