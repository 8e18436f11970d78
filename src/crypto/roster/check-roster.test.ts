import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recipientOf } from '../age/identity.ts'
import { concat, unutf8, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { publicKeyOf, signedWith, signRoster } from '../sign/sign.ts'
import { aCeremony, aHint, aSelfRooted, aTeam, filesOf, INSTANCE, momentOf, outcome, seedOf, signedEpoch, THREE_TEAMS } from './a-roster.ts'
import { checkRoster } from './check-roster.ts'

const house = aCeremony()
const [desk, focal, eu] = THREE_TEAMS as [(typeof THREE_TEAMS)[0], (typeof THREE_TEAMS)[0], (typeof THREE_TEAMS)[0]]
const statements = house.teams.map((made) => signedEpoch(house, made))
const rosterSignedBy = (...seeds: Uint8Array[]) => canonicalBytes(signRoster(seeds, house.roster))

test('a list of keys after a full ceremony is accepted with the very keys that its anchors signed (T-35)', () => {
  const verdict = checkRoster(filesOf(house), momentOf())
  assert.ok(verdict.ok)
  assert.deepEqual([verdict.mode, verdict.instance, verdict.version, verdict.clock], ['ceremonied', INSTANCE, 9, 'right'])
  assert.equal(verdict.receiving, 'yes')
  assert.deepEqual(
    verdict.teams.map(({ id, epoch, notAfter }) => [id, epoch, notAfter]),
    THREE_TEAMS.map(({ team }) => [team.id, 3, '2026-12-17']),
  )
  for (const [at, made] of THREE_TEAMS.entries()) assert.deepEqual(verdict.teams[at]?.recipient, Uint8Array.from(recipientOf(made.key)))
  assert.deepEqual(verdict.teams[0]?.replyKey, Uint8Array.from(seedOf('desk reply')))
})

test('one signature of two, two of the same root, and one by a stranger are refused; any two of three are enough (T-35, I-12)', () => {
  const [north, south, west] = house.roots as [Uint8Array, Uint8Array, Uint8Array]
  const stranger = seedOf('stranger')
  for (const pair of [
    [north, south],
    [south, west],
    [west, north],
    [north, south, west],
  ])
    assert.equal(outcome(filesOf(house, { roster: rosterSignedBy(...pair) })), 'ok')
  assert.equal(outcome(filesOf(house, { roster: rosterSignedBy(north) })), 'roster.unsigned')
  assert.equal(outcome(filesOf(house, { roster: rosterSignedBy(north, north) })), 'roster.forged')
  assert.equal(outcome(filesOf(house, { roster: rosterSignedBy(north, stranger) })), 'roster.forged')
  assert.equal(outcome(filesOf(house, { roster: rosterSignedBy(north, south, stranger) })), 'roster.forged')
})

test('a root that signed something else signed nothing here (T-35)', () => {
  const other = signRoster(house.roots.slice(0, 2), { ...house.roster, version: 10 })
  assert.equal(outcome(filesOf(house, { roster: canonicalBytes({ roster: house.roster, signatures: other.signatures }) })), 'roster.forged')
  const asEpoch = signedWith(house.roots.slice(0, 2), 'epoch', house.roster)
  assert.equal(
    outcome(filesOf(house, { roster: canonicalBytes({ roster: house.roster, signatures: asEpoch.signatures }) })),
    'roster.forged',
  )
})

test('a server that swaps, omits, adds or exchanges a key is refused (T-35, I-12, I-13)', () => {
  const thief = aTeam('desk', {}, { epoch: 9 })
  const keys = [desk, focal, eu].map(({ key }) => recipientOf(key)) as [Uint8Array, Uint8Array, Uint8Array]
  const swapped = concat(recipientOf(thief.key), keys[1], keys[2])
  assert.equal(outcome(filesOf(house, { recipients: swapped })), 'recipients.differ')
  assert.equal(outcome(filesOf(house, { recipients: concat(keys[1], keys[0], keys[2]) })), 'recipients.differ')
  assert.equal(outcome(filesOf(house, { recipients: concat(new Uint8Array(1216), keys[1], keys[2]) })), 'recipients.differ')
  for (const recipients of [concat(keys[0], keys[1]), concat(...keys, keys[0]), new Uint8Array(0)])
    assert.equal(outcome(filesOf(house, { recipients })), 'recipients.malformed')
  // With a statement of its own making the thief has no anchor to sign it.
  const own = signedWith([seedOf('thief'), seedOf('other thief')], 'epoch', thief.epoch)
  const epochs = canonicalBytes({ statements: [own, ...statements.slice(1)] })
  assert.equal(outcome(filesOf(house, { epochs, recipients: swapped })), 'epochs.forged')
  const without = canonicalBytes(signRoster(house.roots.slice(0, 2), { ...house.roster, teams: house.roster.teams.slice(1) }))
  assert.equal(outcome(filesOf(house, { roster: without })), 'epochs.unknown_team')
})

test('the list of another house, of other roots or of a lower threshold is refused (T-35, T-36)', () => {
  for (const over of [{ instance: 'ff'.repeat(16) }, { roots: house.roster.roots.toReversed() }]) {
    const roster = canonicalBytes(signRoster(house.roots.slice(0, 2), { ...house.roster, ...over }))
    assert.equal(outcome(filesOf(house, { roster })), 'roster.not_pinned')
  }
  assert.equal(outcome(filesOf(aSelfRooted(), { pins: filesOf(house).pins })), 'roster.not_pinned')
  const weak = { ...house.roster, threshold: 1 }
  assert.equal(outcome(filesOf(house, { roster: canonicalBytes(signRoster(house.roots.slice(0, 1), weak)) })), 'roster.malformed')
})

test('a version below the pinned one is refused (T-35)', () => {
  assert.equal(outcome(filesOf(aCeremony({ version: 7 }))), 'ok')
  assert.equal(outcome(filesOf(aCeremony({ version: 6 }))), 'roster.rolled_back')
})

test('a list that stands longer than 35 days is refused though the roots signed it (T-35)', () => {
  assert.equal(outcome(filesOf(aCeremony({ expires: '2026-12-26' }))), 'roster.too_long')
  assert.equal(outcome(filesOf(aCeremony({ expires: '2026-11-20' }))), 'roster.too_long')
})

test('a statement counts with two anchors of its own team, and with nothing less (T-35, I-12)', () => {
  const [a, b] = desk.anchors as [Uint8Array, Uint8Array]
  const [theirs] = focal.anchors as [Uint8Array]
  const withFirst = (signers: Uint8Array[], epoch = desk.epoch) =>
    canonicalBytes({ statements: [signedWith(signers, 'epoch', epoch), ...statements.slice(1)] })
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a, b]) })), 'ok')
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a]) })), 'epochs.unsigned')
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a, a]) })), 'epochs.forged')
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a, theirs]) })), 'epochs.forged')
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a, b], { ...desk.epoch, team: 'nobody' }) })), 'epochs.unknown_team')
  assert.equal(outcome(filesOf(house, { epochs: withFirst([a, b], { ...desk.epoch, not_after: '2026-12-18' }) })), 'epochs.too_long')
  assert.equal(outcome(filesOf(house, { epochs: canonicalBytes({ statements: [...statements, statements[0]] }) })), 'epochs.twice')
  const alone = aSelfRooted()
  assert.equal(
    outcome(filesOf(alone, { epochs: canonicalBytes({ statements: alone.teams.map((made) => signedEpoch(alone, made)) }) })),
    'ok',
  )
})

test('the highest statement of a team counts, whatever the order', () => {
  const newer = aTeam('desk', desk.team, { epoch: 4 })
  for (const order of [1, -1]) {
    const epochs = canonicalBytes({ statements: [signedEpoch(house, newer), ...statements].toSorted(() => order) })
    assert.equal(outcome(filesOf(house, { epochs })), 'recipients.differ')
    const recipients = concat(recipientOf(newer.key), recipientOf(focal.key), recipientOf(eu.key))
    assert.equal(outcome(filesOf(house, { epochs, recipients })), 'ok')
  }
})

test('a team whose key has run out stands as one that cannot receive now, and its key is not handed out (T-35, I-12)', () => {
  const old = aTeam('desk', desk.team, { not_before: '2026-10-16', not_after: '2026-11-22' })
  for (const bytes of [recipientOf(old.key), new Uint8Array(1216)]) {
    const ran = aCeremony({}, [old, focal, eu])
    const verdict = checkRoster(filesOf(ran, { recipients: concat(bytes, recipientOf(focal.key), recipientOf(eu.key)) }), momentOf())
    assert.ok(verdict.ok)
    assert.deepEqual(
      verdict.teams.map(({ recipient }) => recipient === null),
      [true, false, false],
    )
    assert.equal(verdict.teams[0]?.epoch, 3)
  }
  const dayBefore = momentOf({ now: new Date('2026-11-21T23:59:59Z') })
  const verdict = checkRoster(filesOf(aCeremony({}, [old, focal, eu])), dayBefore)
  assert.ok(verdict.ok && verdict.teams[0]?.recipient !== null)
})

test('no team, no running key and none outside states are told apart from an alarm (I-12)', () => {
  const receiving = (teams: typeof THREE_TEAMS) => {
    const verdict = checkRoster(filesOf(aSelfRooted({}, teams)), momentOf())
    return verdict.ok ? verdict.receiving : verdict.code
  }
  const old = aTeam('old', {}, { not_before: '2026-10-01', not_after: '2026-11-01' })
  assert.equal(receiving([]), 'nobody_yet')
  assert.equal(receiving([old]), 'nobody_now')
  assert.equal(receiving([focal, old]), 'nobody_now')
  assert.equal(receiving([focal, eu, old]), 'yes')
  const keyless = aSelfRooted({}, [desk])
  const files = filesOf(keyless, { epochs: canonicalBytes({ statements: [] }), recipients: new Uint8Array(1216) })
  const verdict = checkRoster(files, momentOf())
  assert.ok(verdict.ok && verdict.receiving === 'nobody_now' && verdict.teams[0]?.epoch === 0)
})

test('the epoch before serves the mailbox alone, and one that nobody of today signed is left out', () => {
  const before = aTeam('desk', desk.team, { epoch: 2, not_before: '2026-10-11', not_after: '2026-11-17' })
  const gone = { ...aTeam('focal-de', focal.team, { epoch: 2 }), anchors: [seedOf('gone'), seedOf('gone too')] }
  const later = aTeam('eu-unit', eu.team, { epoch: 5 })
  const former = canonicalBytes({ statements: [before, gone, later].map((made) => signedEpoch(house, made)) })
  const verdict = checkRoster(filesOf(house, { former }), momentOf())
  assert.ok(verdict.ok)
  assert.deepEqual(
    verdict.teams.map((team) => team.former?.epoch),
    [2, undefined, undefined],
  )
  assert.equal(outcome(filesOf(house, { former: utf8('{}') })), 'epochs.malformed')
})

test('unknown and missing keys, other spellings and other values are refused in every file (T-36)', () => {
  const files = filesOf(house)
  const changed = (name: 'pins' | 'roster' | 'epochs', from: string | RegExp, to: string) => {
    const text = unutf8(files[name])
    const other = text.replace(from, to)
    assert.notEqual(other, text)
    return outcome(filesOf(house, { [name]: utf8(other) }))
  }
  assert.equal(changed('pins', '"kind"', '"kimd"'), 'pins.malformed')
  assert.equal(changed('pins', '{', '{"a":1,'), 'pins.malformed')
  assert.equal(changed('pins', '"min_version":7', '"min_version": 7'), 'pins.malformed')
  assert.equal(changed('pins', '"threshold":2', '"threshold":1'), 'pins.malformed')
  assert.equal(changed('roster', '"min_client":1', '"argon2":{"m":8},"min_client":1'), 'roster.malformed')
  assert.equal(changed('roster', '"witnesses":[]', `"witnesses":[{"key":"${publicKeyOf(seedOf('w'))}","name":"w"}]`), 'roster.malformed')
  assert.equal(changed('roster', '"kind":"eu"', '"kind":"EU"'), 'roster.malformed')
  assert.equal(changed('roster', /"anchors":\["[^"]+",/, '"anchors":["A",'), 'roster.malformed')
  assert.equal(changed('roster', '"issued":"2026-11-20"', '"issued":"2026-11-31"'), 'roster.malformed')
  assert.equal(changed('roster', /\}$/, '} '), 'roster.malformed')
  assert.equal(changed('epochs', '"epoch":3', '"epoch":3.0'), 'epochs.malformed')
  assert.equal(changed('epochs', '"epoch":3', '"epoch":0'), 'epochs.malformed')
  for (const bytes of [new Uint8Array(0), utf8('null'), utf8('[]'), new Uint8Array(1_100_000), Uint8Array.of(0xff)])
    assert.equal(outcome(filesOf(house, { roster: bytes })), 'roster.malformed')
})

test('each bit of the signed list counts (T-35)', () => {
  const files = filesOf(house)
  for (let at = 3; at < files.roster.length; at += 97) {
    const roster = Uint8Array.from(files.roster)
    roster[at] = (roster[at] ?? 0) ^ 1
    assert.notEqual(outcome(filesOf(house, { roster })), 'ok', `byte ${at}`)
  }
})

test('team names that mix scripts, hide signs or look like another are refused though the roots signed them (I-05)', () => {
  const named = (...teams: [string, Record<string, string>][]) =>
    outcome(
      filesOf(
        aSelfRooted(
          {},
          teams.map(([id, name]) => aTeam(id, { name })),
        ),
      ),
    )
  assert.equal(named(['a1', { en: 'Amnesty', th: 'สำนักงาน', ar: 'منظمة', vi: 'Tổ chức Quốc tế', fr: "L'étoile" }]), 'ok')
  assert.equal(named(['a1', { en: 'Аmnesty' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Аррас' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Desk\u200b' }]), 'roster.malformed')
  assert.equal(named(['a1', { en: 'Desk\u2605' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Ｄｅｓｋ' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Desk', th: 'โต๊ะ desk' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'First desk' }], ['a2', { en: 'Fırst-desk' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Modern' }], ['a2', { en: 'Modem' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'Desk' }], ['a2', { en: 'Other', fr: 'desk' }]), 'roster.names')
  assert.equal(named(['desk-1', { en: 'One' }], ['desk-l', { en: 'Two' }]), 'roster.names')
  assert.equal(named(['a1', { en: 'One' }], ['a1', { en: 'Two' }]), 'roster.names')
})

test('a client that is too old for the list says so and seals nothing', () => {
  assert.equal(outcome(filesOf(aCeremony({ min_client: 2 }))), 'roster.client_too_old')
})

test('a date that is wildly wrong is replaced by the signed time, and the person is told (I-11)', () => {
  const at = (now: string, hint?: Uint8Array) => {
    const verdict = checkRoster(filesOf(house), momentOf(hint === undefined ? { now: new Date(now) } : { now: new Date(now), hint }))
    return verdict.ok ? `${verdict.clock} ${verdict.moment.toISOString().slice(0, 16)}` : verdict.code
  }
  const good = aHint('2026-11-22T02:00Z')
  for (const year of ['2016', '2040']) {
    assert.equal(at(`${year}-01-01T00:00:00Z`, good), 'wrong 2026-11-22T02:00')
    assert.equal(at(`${year}-01-01T00:00:00Z`), 'roster.clock_unknown')
    assert.equal(at(`${year}-01-01T00:00:00Z`, aHint('2026-11-22T02:00Z', seedOf('liar'))), 'roster.clock_unknown')
    assert.equal(at(`${year}-01-01T00:00:00Z`, aHint('2026-10-31T00:00Z')), 'roster.clock_unknown')
    assert.equal(at(`${year}-01-01T00:00:00Z`, aHint('2026-11-18T23:59Z')), 'roster.clock_unknown')
    assert.equal(at(`${year}-01-01T00:00:00Z`, aHint('2026-12-25T00:00Z')), 'roster.clock_unknown')
    assert.equal(at(`${year}-01-01T00:00:00Z`, utf8('{}')), 'roster.clock_unknown')
  }
  assert.equal(at('2026-11-22T08:00:00Z', good), 'right 2026-11-22T08:00')
  assert.equal(at('2026-11-19T00:00:00Z', good), 'right 2026-11-19T00:00')
  assert.equal(at('2026-11-18T23:59:59Z', good), 'wrong 2026-11-22T02:00')
})

test('a list held back past its end is refused whatever time the server signs (T-35, I-11)', () => {
  const at = (now: string) => outcome(filesOf(house), momentOf({ now: new Date(now), hint: aHint('2026-11-22T02:00Z') }))
  assert.equal(at('2026-12-24T23:59:59Z'), 'ok')
  for (const now of ['2026-12-25T00:00:00Z', '2027-06-01T00:00:00Z', '2028-01-29T00:00:00Z']) assert.equal(at(now), 'roster.expired')
  assert.equal(at('2028-01-29T00:00:01Z'), 'ok')
})
