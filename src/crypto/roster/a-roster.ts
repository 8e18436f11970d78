import { recipientOf } from '../age/identity.ts'
import { b64u, concat, hex, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { kdf, sha256 } from '../kdf.ts'
import { publicKeyOf, signedWith, signRoster, signTime } from '../sign/sign.ts'
import { checkRoster, type RosterFiles, type RosterMoment } from './check-roster.ts'
import type { Epoch, Pins, Roster, SignedEpoch, Team } from './roster.ts'

/** A seed that a test can name, so that what it makes is the same every time. */
export function seedOf(name: string): Uint8Array {
  return kdf(utf8('invented'), name)
}

export const INSTANCE = '00112233445566778899aabbccddeeff'
export const BUILT = new Date('2026-11-01T00:00:00Z')
export const NOW = new Date('2026-11-22T05:00:00Z')
export const TIME_SEED = seedOf('time')

/** One team of a fixture: what the list says of it, who signs for it, and its key. */
export type Made = { readonly team: Team; readonly anchors: readonly Uint8Array[]; readonly key: Uint8Array; readonly epoch: Epoch }

export function aTeam(id: string, over: Partial<Team> = {}, epochOver: Partial<Epoch> = {}): Made {
  const anchors = [1, 2, 3].map((n) => seedOf(`${id} anchor ${n}`))
  const key = seedOf(`${id} epoch ${epochOver.epoch ?? 3}`)
  const team: Team = {
    id,
    name: { en: `Team ${id}` },
    kind: 'ngo',
    of: [],
    serves: [],
    conflicts: [],
    anchors: anchors.map(publicKeyOf),
    ...over,
  }
  const epoch: Epoch = {
    v: 1,
    type: 'epoch',
    team: id,
    epoch: 3,
    recipient_sha256: hex(sha256(recipientOf(key))),
    reply_key: b64u(seedOf(`${id} reply`)),
    not_before: '2026-11-10',
    not_after: '2026-12-17',
    ...epochOver,
  }
  return { team, anchors, key, epoch }
}

export type Ceremony = {
  readonly pins: Pins
  readonly roster: Roster
  readonly teams: readonly Made[]
  readonly roots: readonly Uint8Array[]
}

export const THREE_TEAMS = [
  aTeam('desk', { name: { en: 'Independent desk', vi: 'Bàn tiếp nhận độc lập', th: 'สำนักงานอิสระ', ar: 'مكتب مستقل' }, serves: ['VN'] }),
  aTeam('focal-de', { name: { en: 'Focal point Germany' }, kind: 'state', of: ['DE'] }),
  aTeam('eu-unit', { name: { en: 'European unit' }, kind: 'eu' }),
]

/** Three roots of which two sign, three teams with three anchors of which two sign. */
export function aCeremony(over: Partial<Roster> = {}, teams: readonly Made[] = THREE_TEAMS): Ceremony {
  const seeds = ['north', 'south', 'west'].map((name) => seedOf(`root ${name}`))
  return aHouse({ mode: 'ceremonied', threshold: 2, seeds }, over, teams)
}

/** One root on the machine, one anchor a team. */
export function aSelfRooted(over: Partial<Roster> = {}, teams: readonly Made[] = THREE_TEAMS): Ceremony {
  return aHouse({ mode: 'self-rooted', threshold: 1, seeds: [seedOf('root self')] }, over, teams)
}

function aHouse(
  rooted: { mode: Roster['mode']; threshold: number; seeds: readonly Uint8Array[] },
  over: Partial<Roster>,
  teams: readonly Made[],
): Ceremony {
  const roots = rooted.seeds.map((seed, at) => ({ id: `root-${at + 1}`, name: `Root ${at + 1}`, key: publicKeyOf(seed) }))
  const { mode, threshold } = rooted
  const pins: Pins = { v: 1, kind: 'pins', instance: INSTANCE, mode, roots, threshold, min_version: 7 }
  const roster: Roster = {
    v: 1,
    kind: 'roster',
    instance: INSTANCE,
    mode,
    version: 9,
    issued: '2026-11-20',
    expires: '2026-12-25',
    threshold,
    roots,
    teams: teams.map(({ team }) => team),
    witnesses: [],
    time_key: publicKeyOf(TIME_SEED),
    min_client: 1,
    ...over,
  }
  return { pins, roster, teams, roots: rooted.seeds }
}

/** A statement signed as its house asks: by two anchors, or by one while self-rooted. */
export function signedEpoch(
  { pins }: Pick<Ceremony, 'pins'>,
  { epoch, anchors }: Made,
  signers = anchors.slice(0, pins.threshold),
): SignedEpoch {
  return signedWith(signers, 'epoch', epoch)
}

/** The five files as an honest house writes them; a test changes one. */
export function filesOf(house: Ceremony, over: Partial<RosterFiles> = {}): RosterFiles {
  return {
    pins: canonicalBytes(house.pins),
    roster: canonicalBytes(signRoster(house.roots.slice(0, house.pins.threshold), house.roster)),
    epochs: canonicalBytes({ statements: house.teams.map((made) => signedEpoch(house, made)) }),
    recipients: concat(...house.teams.map(({ key }) => recipientOf(key))),
    ...over,
  }
}

export function momentOf(over: Partial<RosterMoment> = {}): RosterMoment {
  return { now: NOW, buildTime: BUILT, ...over }
}

/** `ok`, or the code of the refusal. */
export function outcome(files: RosterFiles, moment: RosterMoment = momentOf()): string {
  const verdict = checkRoster(files, moment)
  return verdict.ok ? 'ok' : verdict.code
}

export function aHint(time: string, seed: Uint8Array = TIME_SEED): Uint8Array {
  return signTime(seed, new Date(time))
}
