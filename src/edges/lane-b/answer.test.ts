import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, unhex } from '#crypto/bytes.ts'
import { FRAME_LENGTHS } from '#crypto/constants.ts'
import { deleteHash, deleteToken, selfSlotId } from '#crypto/mailbox/slots.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { type ItemFacts, openBody, openEnvelope } from '#crypto/open/open-item.ts'
import { aSelfRooted, aTeam, filesOf, INSTANCE } from '#crypto/roster/a-roster.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import { readSecret } from '#crypto/secret/secret.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { aLaneB, get, hiddenOf, post, walk, wordsOn } from './a-walk.ts'
import { ar } from './words/ar.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

const DESK = aTeam('desk', { serves: ['VN'] })
const FOCAL = aTeam('focal-de', { kind: 'state', of: ['DE'] })
const UNIT = aTeam('eu-unit', { kind: 'eu' })
const SEALING = aSelfRooted({}, [DESK, FOCAL, UNIT])
const LABELS = { en: en.label, vi: vi.label, th: th.label, fr: fr.label, ar: ar.label }
const TEXT = 'Họ đứng trước nhà "tôi" <hai người> & chờ\nตั้งแต่เมื่อวาน'
const ANSWERS = [
  { text: TEXT },
  { host: 'TH', origin: 'VN', rough: 'this_week' },
  { danger: 'maybe', urgent: 'yes' },
  { readers: ['desk', 'eu-unit'], neverCountries: ['DE'] },
  { uses: ['judicial'] },
  { contact: 'ask for the weaver' },
  {},
]
const TARGETS = ['where', 'danger', 'readers', 'uses', 'answer', 'check', 'words']

const factsOf = (frame: ReturnType<typeof readFrame>): ItemFacts => ({
  item: hex(frame.item),
  instance: INSTANCE,
  bucket: frame.bucket,
  urgent: frame.urgent,
  lane: frame.lane,
  team: 'desk',
})

async function toWords(path = '/vi/') {
  const laneB = aLaneB(SEALING)
  const pages = await walk(laneB.house, path, ANSWERS, TARGETS)
  return { ...laneB, path, pages, last: pages.at(-1) ?? '' }
}

test('nine pages lead from the first word to a sealed frame that the chosen teams open, and no other (T-02, T-06)', async () => {
  const { house, frames, path, last, pages } = await toWords()
  const words = wordsOn(last)
  assert.equal(words.length, 9)
  assert.equal(frames.length, 0)
  const sent = await post(house, path, { ...hiddenOf(last), to: 'done', w: [words[1] ?? '', words[4] ?? '', words[7] ?? ''] })
  assert.ok(sent.page.includes(vi.done))
  const [bytes] = frames
  assert.ok(bytes !== undefined && bytes.length === FRAME_LENGTHS[0])
  const frame = readFrame(bytes)
  for (const [team, opens] of [
    [DESK, true],
    [UNIT, true],
    [FOCAL, false],
  ] as const)
    assert.equal((await openEnvelope([openerOf(team.key)], frame.envelope)) !== null, opens, team.team.id)
  const payload = await openEnvelope([openerOf(DESK.key)], frame.envelope)
  assert.ok(payload !== null)
  const secret = readSecret(words.join(' '))
  assert.ok(secret.ok)
  const keys = mailboxKeys(await masterKey(secret.secret, INSTANCE))
  const opened = await openBody(payload, frame.body, factsOf(frame))
  assert.equal(opened.text, TEXT)
  assert.deepEqual(
    [opened.header.lane, opened.header.urgent, opened.header.danger, opened.header.lang, opened.header.contact],
    [2, true, 'maybe', 'vi', 'ask for the weaver'],
  )
  assert.deepEqual(opened.header.consent, { casework: true, private_diplomacy: false, judicial: true, public: false })
  assert.deepEqual(opened.header.never, [{ kind: 'country', id: 'DE' }])
  assert.deepEqual(opened.header.where, { host: 'TH', origin: ['VN'] })
  assert.deepEqual(frame.selfSlot, selfSlotId(keys, 0, 0))
  assert.deepEqual(frame.deleteHash, deleteHash(deleteToken(keys, unhex(opened.header.item))))
  assert.ok(pages.every((page) => page.includes(LABELS.vi)))
})

test('who ticks no use has agreed to casework alone, whatever else the form says', async () => {
  const { house, frames, path, last } = await toWords('/en/')
  for (const uses of [[], ['everything', 'casework']]) await post(house, path, { ...hiddenOf(last), uses, to: 'none' })
  for (const frame of frames.map(readFrame)) {
    const payload = await openEnvelope([openerOf(DESK.key)], frame.envelope)
    assert.ok(payload !== null)
    const { header } = await openBody(payload, frame.body, factsOf(frame))
    assert.deepEqual(header.consent, { casework: true, private_diplomacy: false, judicial: false, public: false })
  }
  assert.equal(frames.length, 2)
})

test('words that were not kept mean no mailbox; a wrong word shows them again and sends nothing (T-02)', async () => {
  const { house, frames, path, last } = await toWords('/en/')
  const again = await post(house, path, { ...hiddenOf(last), to: 'done', w: ['wrong', 'wrong', 'wrong'] })
  assert.ok(again.page.includes(en.wrongWord))
  assert.deepEqual(wordsOn(again.page), wordsOn(last))
  assert.equal(frames.length, 0)
  const sent = await post(house, path, { ...hiddenOf(last), to: 'none' })
  assert.ok(sent.page.includes(en.doneNone))
  const [bytes] = frames
  assert.ok(bytes !== undefined)
  const frame = readFrame(bytes)
  const payload = await openEnvelope([openerOf(DESK.key)], frame.envelope)
  assert.ok(payload !== null)
  const opened = await openBody(payload, frame.body, factsOf(frame))
  assert.equal(opened.header.conv, null)
})

test('the same form sent twice carries the same item id (I-01)', async () => {
  const { house, frames, path, last } = await toWords('/en/')
  for (const _ of [1, 2]) await post(house, path, { ...hiddenOf(last), to: 'none' })
  const [one, two] = frames.map(readFrame)
  assert.deepEqual(one?.item, two?.item)
})

test('every page in every language carries the label, forbids scripts and storing, and takes no file (T-02, R-EP-31)', async () => {
  for (const language of LANGUAGES) {
    const { pages } = await toWords(`/${language}/`)
    const { house } = aLaneB(SEALING)
    for (const page of [...pages, (await get(house, `/${language}/`)).page]) {
      assert.ok(page.includes(LABELS[language]), language)
      assert.ok(!/<script|type="file"|multipart|<img|\son\w+=/.test(page))
    }
    const { headers } = await get(house, `/${language}/`)
    assert.match(
      headers['content-security-policy'] ?? '',
      /^default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'sha256-/,
    )
    assert.equal(headers['cache-control'], 'no-store')
  }
})

test('under another name than the onion one nothing is there, the form neither (T-02)', async () => {
  const onion = `${'a'.repeat(56)}.onion`
  const { house, frames } = aLaneB(SEALING, { onion })
  for (const host of ['asylia.example', 'localhost:8081', '']) {
    assert.equal((await get(house, '/en/', { host })).status, 404)
    assert.equal((await post(house, '/en/', { to: 'none', text: 'a word' }, { host })).status, 404)
  }
  assert.equal((await get(house, '/en/', { host: onion })).status, 200)
  assert.equal((await get(house, '/en/', { host: `${onion}:81` })).status, 200)
  assert.equal(frames.length, 0)
})

test('a form of another site, a multipart body and a broken one change nothing (T-30, U-01)', async () => {
  const { house, frames } = aLaneB(SEALING)
  assert.equal((await post(house, '/en/', { to: 'none' }, { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.equal((await post(house, '/en/', { to: 'none' }, { origin: 'https://evil.example', host: 'here.example' })).status, 403)
  assert.equal((await post(house, '/en/', { to: 'none' }, { 'content-type': 'multipart/form-data; boundary=x' })).status, 400)
  assert.equal((await post(house, '/en/', Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, 'x'])))).status, 400)
  assert.equal((await get(house, '/de/')).status, 404)
  assert.equal(frames.length, 0)
})

test('what the last form says is checked again: no readers, excluded readers, states alone, no words (T-06, T-27)', async () => {
  const { house, frames, path, last } = await toWords('/en/')
  const given = { ...hiddenOf(last), to: 'none' }
  const tries = [
    [{ readers: [] }, en.needOne],
    [{ readers: ['desk', 'nobody-here'] }, en.needOne],
    [{ readers: ['focal-de'], neverCountries: [] }, en.needIndependent],
    [{ readers: ['focal-de', 'desk'] }, en.clash],
    [{ neverTeams: ['desk'] }, en.clash],
    [{ text: '   ' }, en.empty],
    [{ text: 'x'.repeat(1_100_000) }, en.tooLong],
  ] as const
  for (const [change, says] of tries) assert.ok((await post(house, path, { ...given, ...change })).page.includes(says), says)
  assert.equal(frames.length, 0)
})

test('a team in conflict with somebody excluded is not written to either, as in lane A (T-27)', async () => {
  const sister = aTeam('sister', { conflicts: ['focal-de'] })
  const { house, frames } = aLaneB(aSelfRooted({}, [DESK, FOCAL, sister]))
  const given = { text: 'a word', readers: ['sister'], neverTeams: ['focal-de'], to: 'none' }
  assert.ok((await post(house, '/en/', given)).page.includes(en.clash))
  assert.equal(frames.length, 0)
  assert.ok((await post(house, '/en/', { ...given, neverTeams: [] })).page.includes(en.doneNone))
})

test('without a list of keys that holds, or without anybody to receive, no form is shown and nothing is sealed (I-12, T-35)', async () => {
  const broken = aLaneB(SEALING, { rosterFiles: () => Promise.resolve(filesOf(SEALING, { recipients: new Uint8Array(3 * 1216) })) })
  const empty = aLaneB(aSelfRooted({}, []))
  for (const [{ house, frames }, says] of [
    [broken, en.broken],
    [empty, en.noTeam],
  ] as const) {
    const page = (await get(house, '/en/')).page
    assert.ok(page.includes(says))
    assert.ok(!page.includes('<form'))
    assert.ok((await post(house, '/en/', { to: 'none', text: 'a word', readers: 'desk' })).page.includes(says))
    assert.equal(frames.length, 0)
  }
})

test('when the server is full the form comes back with everything that was typed', async () => {
  const { last, path } = await toWords('/en/')
  const full = aLaneB(SEALING, { outcome: 'full' })
  const page = (await post(full.house, path, { ...hiddenOf(last), to: 'none' })).page
  assert.ok(page.includes(en.full))
  assert.deepEqual(hiddenOf(page)['text'], [TEXT])
})
