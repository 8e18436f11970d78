import { hex, unutf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import {
  aCeremony,
  aHint,
  aSelfRooted,
  aTeam,
  BUILT,
  type Ceremony,
  filesOf,
  type Made,
  NOW,
  seedOf,
  signedEpoch,
} from '#crypto/roster/a-roster.ts'
import type { Roster } from '#crypto/roster/roster.ts'
import { publicKeyOf, signedWith, signRoster } from '#crypto/sign/sign.ts'
import type { VectorCase } from './vector-case.ts'

const desk = aTeam('desk', { name: { en: 'Independent desk', th: 'สำนักงานอิสระ' }, serves: ['VN'] })
const focal = aTeam('focal-de', { name: { en: 'Focal point Germany' }, kind: 'state', of: ['DE'] })
const TEAMS = [desk, focal]
const house = aCeremony({}, TEAMS)
const alone = aSelfRooted({}, TEAMS)
const text = (value: unknown) => unutf8(canonicalBytes(value))
const two = <T>(of: readonly T[]) => of.slice(0, 2)

type Over = { readonly [part: string]: unknown }

/** Files as text, recipients as the seeds of their identities (null: 1,216 zeros), times as ISO. */
function given(of: Ceremony, over: Over = {}): Over {
  const files = filesOf(of)
  return {
    pins: unutf8(files.pins),
    roster: unutf8(files.roster),
    epochs: unutf8(files.epochs),
    recipients_of: of.teams.map(({ key }) => hex(key)),
    now: NOW.toISOString(),
    built: BUILT.toISOString(),
    ...over,
  }
}

const changed = (over: Partial<Roster>, by = two(house.roots)) => ({ roster: text(signRoster(by, { ...house.roster, ...over })) })
const statements = TEAMS.map((made) => signedEpoch(house, made))
const withDesk = (made: Made, by = two(made.anchors)) => ({
  epochs: text({ statements: [signedWith(by, 'epoch', made.epoch), statements[1]] }),
})
const named = (name: Record<string, string>) => aSelfRooted({}, [aTeam('desk', { name })])
const [north, south] = house.roots as [Uint8Array, Uint8Array]
const other = aTeam('desk', desk.team, { epoch: 9 })
const ran = aTeam('desk', desk.team, { not_before: '2026-10-16', not_after: '2026-11-22' })
const plain = text(signRoster(two(house.roots), house.roster))

const EXPECTED = [
  { id: 'ceremonied, two of three roots, two anchors', of: house, receiving: 'yes', keys: [3, 3] },
  { id: 'self-rooted, one root, one anchor', of: alone, receiving: 'yes', keys: [3, 3] },
  { id: 'no team', of: aSelfRooted({}, []), receiving: 'nobody_yet', keys: [] },
  { id: 'only a state body', of: aSelfRooted({}, [focal]), receiving: 'nobody_now', keys: [3] },
  { id: 'a key that has run out', of: aCeremony({}, [ran, focal]), receiving: 'nobody_now', keys: [null, 3] },
  {
    id: 'the highest of two statements',
    of: aCeremony({}, [other, focal]),
    receiving: 'yes',
    keys: [9, 3],
    over: { epochs: text({ statements: [statements[0], signedEpoch(house, other), statements[1]] }) },
  },
] as const

const good: VectorCase[] = EXPECTED.map((one) => ({
  id: one.id,
  given: given(one.of, 'over' in one ? one.over : {}),
  expect: { clock: 'right', mode: one.of.pins.mode, version: 9, receiving: one.receiving, keys: one.keys },
}))

const clocks: VectorCase[] = [
  {
    id: 'clock of 2016, signed time',
    given: given(house, { now: '2016-01-01T00:00:00.000Z', hint: unutf8(aHint('2026-11-22T02:00Z')) }),
    expect: wrongClock(),
  },
  {
    id: 'clock of 2040, signed time',
    given: given(house, { now: '2040-01-01T00:00:00.000Z', hint: unutf8(aHint('2026-11-22T02:00Z')) }),
    expect: wrongClock(),
  },
  {
    id: 'clock a day before the issue',
    given: given(house, { now: '2026-11-19T00:00:00.000Z' }),
    expect: { ...wrongClock(), clock: 'right' },
  },
  refuse('clock of 2016, no time', house, 'roster.clock_unknown', { now: '2016-01-01T00:00:00.000Z' }),
  refuse('clock of 2016, time by another key', house, 'roster.clock_unknown', {
    now: '2016-01-01T00:00:00.000Z',
    hint: unutf8(aHint('2026-11-22T02:00Z', seedOf('liar'))),
  }),
  refuse('clock of 2016, time before the build', house, 'roster.clock_unknown', {
    now: '2016-01-01T00:00:00.000Z',
    hint: unutf8(aHint('2026-10-31T23:59Z')),
  }),
  refuse('clock of 2016, time at the end', house, 'roster.clock_unknown', {
    now: '2016-01-01T00:00:00.000Z',
    hint: unutf8(aHint('2026-12-25T00:00Z')),
  }),
  refuse('expired this second', house, 'roster.expired', { now: '2026-12-25T00:00:00.000Z' }),
  refuse('expired by less than 400 days, with a signed time', house, 'roster.expired', {
    now: '2028-01-29T00:00:00.000Z',
    hint: unutf8(aHint('2026-11-22T02:00Z')),
  }),
]

function wrongClock() {
  return { clock: 'wrong', mode: 'ceremonied', version: 9, receiving: 'yes', keys: [3, 3] }
}

function refuse(id: string, of: Ceremony, code: string, over: Over = {}): VectorCase {
  return { id, given: given(of, over), refuse: code }
}

const bad: VectorCase[] = [
  refuse('pins with another key', house, 'pins.malformed', { pins: text({ ...house.pins, note: 'x' }) }),
  refuse('pins with a space', house, 'pins.malformed', { pins: text(house.pins).replace(':', ': ') }),
  refuse('pins with a threshold of one', house, 'pins.malformed', { pins: text({ ...house.pins, threshold: 1 }) }),
  refuse('roster that ends in a space', house, 'roster.malformed', { roster: `${plain} ` }),
  refuse('roster with another key', house, 'roster.malformed', { roster: plain.replace('"min_client"', '"argon2":8,"min_client"') }),
  refuse('roster with a witness', house, 'roster.malformed', { roster: plain.replace('"witnesses":[]', '"witnesses":[1]') }),
  refuse('roster with a day that is none', house, 'roster.malformed', changed({ issued: '2026-11-31' })),
  refuse(
    'team with one anchor after the ceremony',
    house,
    'roster.malformed',
    changed({ teams: [{ ...desk.team, anchors: desk.team.anchors.slice(0, 1) }] }),
  ),
  refuse('another instance', house, 'roster.not_pinned', changed({ instance: 'ff'.repeat(16) })),
  refuse('roots in another order', house, 'roster.not_pinned', changed({ roots: house.roster.roots.toReversed() })),
  refuse('list of a self-rooted house under ceremonied pins', alone, 'roster.not_pinned', { pins: text(house.pins) }),
  refuse('one signature of two', house, 'roster.unsigned', changed({}, [north])),
  refuse('one root twice', house, 'roster.forged', changed({}, [north, north])),
  refuse('a root and a stranger', house, 'roster.forged', changed({}, [north, seedOf('stranger')])),
  refuse('signed as a statement', house, 'roster.forged', {
    roster: text({ roster: house.roster, signatures: signedWith([north, south], 'epoch', house.roster).signatures }),
  }),
  refuse('changed after signing', house, 'roster.forged', { roster: plain.replace('"version":9', '"version":8') }),
  refuse('version below the pinned one', house, 'roster.rolled_back', changed({ version: 6 })),
  refuse('36 days', house, 'roster.too_long', changed({ expires: '2026-12-26' })),
  refuse('no day', house, 'roster.too_long', changed({ expires: '2026-11-20' })),
  refuse('a Cyrillic letter', named({ en: 'Desk \u0410' }), 'roster.names'),
  refuse('Thai and Latin in one name', named({ en: 'Desk', th: 'โต๊ะ desk' }), 'roster.names'),
  refuse('a sign that is no letter', named({ en: 'Desk \u2605' }), 'roster.names'),
  refuse(
    'two names that look alike',
    aSelfRooted({}, [aTeam('a1', { name: { en: 'Modern' } }), aTeam('a2', { name: { en: 'Modem' } })]),
    'roster.names',
  ),
  refuse('one id twice', aSelfRooted({}, [aTeam('a1', { name: { en: 'One' } }), aTeam('a1', { name: { en: 'Two' } })]), 'roster.names'),
  refuse('for a newer client', house, 'roster.client_too_old', changed({ min_client: 2 })),
  refuse('epochs that are none', house, 'epochs.malformed', { epochs: '{}' }),
  refuse('former epochs that are none', house, 'epochs.malformed', { former: '[]' }),
  refuse('statement for a team outside the list', house, 'epochs.unknown_team', changed({ teams: [focal.team] })),
  refuse('one epoch twice', house, 'epochs.twice', { epochs: text({ statements: [...statements, statements[0]] }) }),
  refuse('one anchor of two', house, 'epochs.unsigned', withDesk(desk, desk.anchors.slice(0, 1))),
  refuse('an anchor of another team', house, 'epochs.forged', withDesk(desk, [...desk.anchors.slice(0, 1), ...focal.anchors.slice(0, 1)])),
  refuse('38 days', house, 'epochs.too_long', withDesk({ ...desk, epoch: { ...desk.epoch, not_after: '2026-12-18' } })),
  refuse('swapped recipient', house, 'recipients.differ', { recipients_of: [hex(other.key), hex(focal.key)] }),
  refuse('exchanged recipients', house, 'recipients.differ', { recipients_of: [hex(focal.key), hex(desk.key)] }),
  refuse('omitted recipient of a running key', house, 'recipients.differ', { recipients_of: [null, hex(focal.key)] }),
  refuse('recipients too short', house, 'recipients.malformed', { recipients_of: [hex(desk.key)] }),
]

/** `vectors/sealing/roster.json`. */
export const rosterCases: readonly VectorCase[] = [...good, ...clocks, ...bad]

type EpochFacts = { readonly mode?: string; readonly by?: readonly Uint8Array[]; readonly over?: object; readonly refuse?: string }

function epochCase(id: string, { mode = 'ceremonied', by = two(desk.anchors), over = {}, refuse: code }: EpochFacts): VectorCase {
  const statement = { ...desk.epoch, ...over }
  const team = { id: 'desk', anchors: desk.anchors.map(publicKeyOf) }
  const about = { mode, team, signed: signedWith(by, 'epoch', statement), recipient_seed: hex(desk.key) }
  if (code !== undefined) return { id, given: about, refuse: code }
  return { id, given: about, expect: { signed_text: `asylia/v1/epoch\u0000${text(statement)}` } }
}

const [first, second] = desk.anchors as [Uint8Array, Uint8Array]

/** `vectors/sealing/epoch.json`: one statement under the anchors of its team, and the bytes that are signed. */
export const epochCases: readonly VectorCase[] = [
  epochCase('two anchors', {}),
  epochCase('one anchor while self-rooted', { mode: 'self-rooted', by: [first] }),
  epochCase('one anchor after the ceremony', { by: [first], refuse: 'epochs.unsigned' }),
  epochCase('one anchor twice', { by: [first, first], refuse: 'epochs.forged' }),
  epochCase('a stranger beside two anchors', { by: [first, second, seedOf('stranger')], refuse: 'epochs.forged' }),
  epochCase('of another team', { over: { team: 'aid' }, refuse: 'epochs.unknown_team' }),
  epochCase('longer than 37 days', { over: { not_after: '2026-12-18' }, refuse: 'epochs.too_long' }),
  epochCase('ends before it begins', { over: { not_after: '2026-11-09' }, refuse: 'epochs.too_long' }),
]
