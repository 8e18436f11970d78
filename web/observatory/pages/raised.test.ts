import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DialogueRound } from '#features/diplomacy/dialogue.contract.ts'
import { dropDangling } from '#features/observatory/release.rules.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { anInventedSite, textOf } from '../a-built-site.ts'
import { inventedRelease } from '../invented-release.ts'
import { Reader } from '../reader.ts'

const invented = inventedRelease()
const [round] = invented.dialogues
const [named, other] = invented.cases
const [asked] = invented.citations
// From a document that nothing else on the page of the case quotes.
const answered = invented.citations.findLast(({ document }) => document !== asked?.document)
assert.ok(round && named && other && asked && answered)
const REPLY = { summary: { en: 'Avaria said that he was in good health.' }, citation: answered.code }
const raised: NonNullable<DialogueRound['raised']> = [
  { case: named.code, summary: { en: 'The weaver, whose release was asked for' }, citation: asked.code, reply: REPLY },
  { case: null, summary: { en: 'Three others, whom the source does not name' }, citation: asked.code, reply: null },
]
const site = await anInventedSite((release) => ({
  ...release,
  dialogues: release.dialogues.map((one) => (one.code === round.code ? { ...one, raised } : one)),
}))

test('cases raised in public stand one by one with their round, their source and the reply, or with the word that none is told of (R-EEAS-07)', () => {
  for (const language of LANGUAGES) {
    const reader = new Reader(language)
    const words = (key: 'case.raised' | 'case.raised.none' | 'dialogues.reply.none') => reader.words(key)
    const dialogues = textOf(site.page(`${language}/dialogues/`))
    const of = textOf(site.page(`${language}/cases/${named.code}/`))
    assert.ok(dialogues.includes('Avaria said that he was in good health.') && of.includes('Avaria said that he was in good health.'))
    assert.ok(of.includes(words('case.raised')) && !of.includes(words('dialogues.reply.none')))
    assert.ok(dialogues.includes('Three others') && dialogues.includes(words('dialogues.reply.none')))
    assert.ok(!of.includes('Three others'))
    const without = textOf(site.page(`${language}/cases/${other.code}/`))
    assert.ok(without.includes(words('case.raised.none')), language)
  }
})

test('the list of sources of a case names every document that the page quotes, also what it was raised with and found against (R-NGO-54)', () => {
  for (const { code } of invented.cases) {
    const page = site.page(`en/cases/${code}/`)
    const [body = '', list = ''] = page.split('id="sources"')
    const quoted = new Set([...body.matchAll(/\/sources\/(D-[2-9A-Z]{4})\//g)].map(([, document]) => document ?? ''))
    assert.ok(quoted.size > 0)
    for (const document of quoted) assert.ok(list.includes(`/sources/${document}/`), `${code} ${document}`)
  }
})

test('a reply whose source is withdrawn is none, and a case that is withdrawn is named in no round (R-EEAS-07)', () => {
  const release = { ...invented, dialogues: [{ ...round, raised }] }
  const gone = dropDangling({ ...release, citations: release.citations.filter(({ code }) => code !== answered.code) })
  assert.deepEqual(
    gone.dialogues.flatMap((one) => one.raised.map(({ reply }) => reply)),
    [null, null],
  )
  const unnamed = dropDangling({ ...release, cases: release.cases.filter(({ code }) => code !== named.code) })
  assert.deepEqual(
    unnamed.dialogues.flatMap((one) => one.raised.map((what) => what.case)),
    [null],
  )
})
