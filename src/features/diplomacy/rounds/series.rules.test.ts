import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { dialogues } from '#kernel/dialogues.ts'
import type { DialogueRound } from '../dialogue.contract.ts'
import { proposedPoints } from './proposal.rules.ts'
import { canAddDelegate, canKeepItem, canKeepRound, isOnSecurity, lacksPoint } from './round.rules.ts'
import { dayOfOrder, type InSeries, isUnconfirmed, notesOf } from './series.rules.ts'

type Coded = { readonly code: string; readonly number?: number; readonly paragraph?: string | number }
type Corridor = { readonly dialogues: readonly DialogueRound[] } & Readonly<
  Record<'paragraphs' | 'recommendations' | 'commitments' | 'citations', readonly Coded[]>
>
const corridor = JSON.parse(readFileSync(new URL('../../../../data/corridors/vn-th-eu/corridor.json', import.meta.url), 'utf8')) as Corridor
const ofTrack = corridor.dialogues.filter(({ track, status }) => track === 'hrd' && (status === 'held' || status === 'announced_only'))
const series: InSeries[] = ofTrack.map(({ code, round, status, happened: { from, until } }) => ({
  code,
  kind: 'round',
  ordinal: round,
  status: status === 'announced_only' ? 'announced' : 'held',
  happened: { from, until },
  on: dayOfOrder({ from, until }),
}))

test('the seventh round of 2017 in Hanoi stands in the public record with its legal basis and its source (R-HRD-01)', () => {
  const seventh = ofTrack.find(({ round }) => round === 7)
  assert.deepEqual([seventh?.happened.from, seventh?.place?.name?.en, seventh?.status], ['2017-12-01', 'Hanoi', 'held'])
  assert.ok((seventh?.legalBasis ?? '').includes('Partnership'))
  assert.ok((seventh?.citations.length ?? 0) > 0)
})

test('the launch of 2003, the seventh, the announced eighth and the ninth stand beside each other unnumbered by us; what is not told is noted (R-EEAS-06, R-HRD-13)', () => {
  assert.deepEqual(
    series.toSorted((a, b) => (a.on < b.on ? -1 : 1)).map(({ ordinal, on }) => [ordinal, on.slice(0, 4)]),
    [
      [null, '2003'],
      [7, '2017'],
      [8, '2018'],
      [9, '2020'],
    ],
  )
  const notes = notesOf(series, { today: '2026-11-22', everyDays: 365 })
  const eighth = series.find(({ ordinal }) => ordinal === 8)
  const seventh = series.find(({ ordinal }) => ordinal === 7)
  assert.deepEqual(
    notes.map(({ kind, from, until, round }) => [kind, from, until, round]),
    [
      ['missing', 1, 6, null],
      ['restarted', 7, null, seventh?.code],
      ['unconfirmed', null, null, eighth?.code],
      ['silent', null, null, null],
    ],
  )
})

const aDay = fc.integer({ min: 0, max: 9_000 }).map((n) => new Date(Date.UTC(2003, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const one: fc.Arbitrary<InSeries> = fc.record({
  code: fc.constantFrom('Y-ABCDEF', 'Y-BCDEFG', 'Y-CDEFGH'),
  kind: fc.constantFrom('round', 'call', 'ngo_meeting'),
  ordinal: fc.option(fc.integer({ min: 1, max: 30 })),
  status: fc.constantFrom('announced', 'held', 'cancelled'),
  happened: fc.tuple(aDay, aDay).map(([a, b]) => (a < b ? { from: a, until: b } : { from: b, until: a })),
  on: aDay,
})

test('an announcement is unconfirmed from the day after its last on and never becomes held by itself, and the rounds stay as they were (R-HRD-13)', () => {
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), aDay, (rounds, today) => {
      const before = JSON.stringify(rounds)
      const notes = notesOf(rounds, { today, everyDays: 365 })
      assert.equal(JSON.stringify(rounds), before)
      const waiting = rounds.filter(
        (round) => round.kind === 'round' && round.status === 'announced' && (round.happened.until ?? today) < today,
      )
      assert.equal(notes.filter(({ kind }) => kind === 'unconfirmed').length, waiting.length)
      const numbers = new Set(rounds.filter(({ kind }) => kind === 'round').flatMap(({ ordinal }) => (ordinal === null ? [] : [ordinal])))
      for (const { from, until } of notes.filter(({ kind }) => kind === 'missing'))
        for (let n = Number(from); n <= Number(until); n += 1) assert.ok(!numbers.has(n))
    }),
  )
  assert.equal(isUnconfirmed({ status: 'announced', happened: { from: null, until: null } }, '2099-01-01'), false)
})

const BODY = {
  kind: 'round',
  ordinal: 7,
  status: 'held',
  stage: 'record',
  happened: { from: '2017-12-01', until: '2017-12-01', precision: 'exact' },
  country: 'VN',
  level: 'director',
  heldBy: 'eeas',
  announcedSource: null,
  heldSource: 'own_record',
  raised: 'yes',
  absence: null,
  addressee: null,
  reference: null,
  answeredOn: null,
  answerSource: null,
  before: null,
  next: null,
  themes: [] as string[],
} as const

test('held needs a source, not raised a reason, and a day that can be (R-HRD-13, R-CSP-07)', () => {
  assert.deepEqual(canKeepRound(BODY), { ok: true })
  assert.equal(codeOf(canKeepRound({ ...BODY, heldSource: null })), 'round.source_needed')
  assert.equal(codeOf(canKeepRound({ ...BODY, raised: 'no' })), 'round.absence_needed')
  assert.equal(codeOf(canKeepRound({ ...BODY, absence: 'no_time' })), 'round.absence_unfit')
  assert.equal(codeOf(canKeepRound({ ...BODY, happened: { ...BODY.happened, until: '2017-11-01' } })), 'entry.date_unfit')
})

test('a contact that was held has a level, or says that nobody tells; an answer comes after its question from whoever was asked (R-CSP-02)', () => {
  assert.equal(codeOf(canKeepRound({ ...BODY, level: null })), 'round.level_needed')
  for (const level of dialogues.levels) assert.deepEqual(canKeepRound({ ...BODY, level }), { ok: true })
  for (const kind of ['ngo_meeting', 'statement']) assert.deepEqual(canKeepRound({ ...BODY, level: null, kind }), { ok: true })
  assert.deepEqual(canKeepRound({ ...BODY, level: null, status: 'announced', heldSource: null, raised: 'not_stated' }), { ok: true })
  const question = { ...BODY, kind: 'question', addressee: 'commission', reference: 'E-001234/2017', answeredOn: '2018-02-01' }
  assert.deepEqual(canKeepRound(question), { ok: true })
  assert.equal(codeOf(canKeepRound({ ...question, addressee: null })), 'round.answer_unfit')
  assert.equal(codeOf(canKeepRound({ ...question, answeredOn: '2017-11-30' })), 'round.answer_unfit')
  assert.equal(codeOf(canKeepRound({ ...question, answeredOn: null, answerSource: 'own_record' })), 'round.answer_unfit')
})

test('a dialogue on security that was held has a point on repression across borders, or not raised with its reason; what has neither is noted (R-CSP-07)', () => {
  const on = { kind: 'round', trackKind: 'dsd', themes: [] as string[] }
  const kinds = dialogues.roundKinds.filter((kind) => isOnSecurity({ ...on, kind }))
  assert.deepEqual([kinds.length, kinds.includes('ngo_meeting')], [dialogues.roundKinds.length - 1, false])
  assert.equal(isOnSecurity({ ...on, trackKind: 'trade_committee' }), false)
  for (const theme of ['cyber', 'counter_terrorism']) assert.ok(isOnSecurity({ ...on, trackKind: 'trade_committee', themes: [theme] }))
  const said = fc.record({
    status: fc.constantFrom('announced' as const, 'held' as const, 'cancelled' as const),
    raised: fc.constantFrom('yes' as const, 'no' as const, 'not_stated' as const),
    absence: fc.constantFrom(null, ...dialogues.absences),
    points: fc.nat(2),
  })
  fc.assert(
    fc.property(said, ({ points, ...one }) => {
      const hasPoint = one.raised === 'yes' && points > 0
      const hasReason = one.raised === 'no' && one.absence !== null
      assert.equal(lacksPoint({ ...on, ...one }, points), one.status === 'held' && !hasPoint && !hasReason)
      assert.equal(lacksPoint({ ...on, ...one, trackKind: 'hrd' }, points), false)
    }),
  )
  const old = {
    code: 'Y-ABCDEF',
    kind: 'round',
    ordinal: null,
    status: 'held',
    happened: { from: null, until: null },
    on: '2020-01-01',
  } as const
  const notes = notesOf(
    [
      { ...old, lacksPoint: true },
      { ...old, code: 'Y-BCDEFG' },
    ],
    { today: '2020-02-01', everyDays: null },
  )
  assert.deepEqual(
    notes.map(({ kind, round, since }) => [kind, round, since]),
    [['no_point', 'Y-ABCDEF', '2020-01-01']],
  )
})

test('for a planned cyber or counter-terrorism dialogue points are proposed, each on a record with its words in the sources; none twice, none of another state (R-EEAS-03)', () => {
  const records = new Map(
    [...corridor.paragraphs, ...corridor.recommendations].map((one) => [one.code, { number: one.number, said: JSON.stringify(one) }]),
  )
  const promised = (record: string) =>
    corridor.commitments.filter(({ paragraph }) => paragraph === record).map((one) => JSON.stringify(one))
  const quotes = new Set(corridor.citations.map(({ code }) => code))
  const planned = { status: 'announced' as const, kind: 'round', trackKind: 'political_consultations', partner: 'VN' }
  for (const theme of dialogues.themes) {
    const found = proposedPoints({ ...planned, themes: [theme] }, [])
    assert.ok(found.length > 1 && found.some(({ paragraph }) => paragraph !== null), theme)
    for (const { record, paragraph, source, code } of found) {
      assert.ok(quotes.has(source), code)
      assert.equal(records.get(record)?.number ?? null, paragraph, code)
      assert.ok(
        [records.get(record)?.said ?? '', ...promised(record)].some((words) => words.includes(source)),
        `${record} says ${source}`,
      )
    }
    const [first] = found
    assert.ok(first)
    assert.ok(
      !proposedPoints({ ...planned, themes: [theme] }, [first]).some(({ code }) => code === first.code),
      'what stands is not proposed',
    )
    const elsewhere = proposedPoints({ ...planned, partner: 'TH', themes: [theme] }, [])
    assert.ok(elsewhere.length > 0 && elsewhere.every(({ record }) => !record.startsWith('CP-')))
    assert.deepEqual(proposedPoints({ ...planned, status: 'held', themes: [theme] }, []), [])
  }
  assert.deepEqual(proposedPoints({ ...planned, themes: [] }, []), [])
  const security = proposedPoints({ ...planned, trackKind: 'dsd', themes: [] }, []).map(({ code }) => code)
  assert.ok(security.includes('terror_safeguard') && security.includes('cyber_equipment'))
})

test('officials are named with a source; organisations are not, and those inside a country are a number (R-HRD-02, R-HRD-12)', () => {
  const someone = { name: null, office: null, source: null }
  assert.deepEqual(canAddDelegate({ ...someone, side: 'eu', name: 'An Official', source: 'own_record' }), { ok: true })
  assert.equal(codeOf(canAddDelegate({ ...someone, side: 'eu', name: 'An Official' })), 'round.source_needed')
  assert.equal(codeOf(canAddDelegate({ ...someone, side: 'organisations', name: 'Somebody' })), 'delegate.protected')
  assert.equal(codeOf(canAddDelegate({ ...someone, side: 'organisations_inside', office: 'A centre' })), 'delegate.protected')
  assert.equal(
    codeOf(
      canKeepItem({
        kind: 'demand',
        topic: null,
        concerns: 'partner',
        repression: false,
        provision: null,
        method: null,
        deliverable: null,
        said: 'Stop',
        source: null,
      }),
    ),
    'item.method_needed',
  )
})

const codeOf = (verdict: { readonly ok: boolean; readonly code?: string }): string => verdict.code ?? 'yes'
