import type { Language } from '#kernel/languages.ts'
import { equalBytes, unb64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { RECIPIENT_LENGTH, ROSTER_MAX } from '../constants.ts'
import { canonicalOr } from './canonical-or.ts'
import { type EpochProblem, formerEpochs, newestEpochs, recipientFor } from './check-epochs.ts'
import { type ClockVerdict, judgeClock } from './clock.ts'
import { nameProblem } from './names.ts'
import { readPins } from './pins.ts'
import {
  CLIENT,
  type Epoch,
  isEpochsFile,
  isSignedRoster,
  isSpan,
  type Mode,
  type Pins,
  type Roster,
  type SignedRoster,
  type Team,
} from './roster.ts'
import { signedBy } from './signatures.ts'
import { signedBytes } from './signed-bytes.ts'
import { readTimeHint } from './time-hint.ts'

/** The bytes of the files beside the client, as they came. */
export type RosterFiles = {
  readonly pins: Uint8Array
  readonly roster: Uint8Array
  readonly epochs: Uint8Array
  readonly former?: Uint8Array
  readonly recipients: Uint8Array
}

export type RosterMoment = {
  /** The clock of the device; it goes nowhere. */
  readonly now: Date
  readonly buildTime: Date
  /** The answer of `/api/time` as it came; it counts only when the roster's time key signed it. */
  readonly hint?: Uint8Array
}

export type FormerEpoch = { readonly epoch: number; readonly replyKey: Uint8Array }

export type RosterTeam = Pick<Team, 'id' | 'name' | 'kind' | 'of' | 'serves' | 'conflicts' | 'anchors'> & {
  /** One line about who they are; absent when they say nothing. */
  readonly about?: Readonly<Record<string, string>>
  /** In which languages a person there reads. */
  readonly languages: readonly Language[]
  /** 0 when the team never had a key. */
  readonly epoch: number
  readonly notAfter: string | null
  /** Null: cannot receive now. */
  readonly recipient: Uint8Array | null
  readonly replyKey: Uint8Array | null
  readonly former?: FormerEpoch
}

export type RosterProblem =
  | 'pins.malformed'
  | 'roster.malformed'
  | 'roster.not_pinned'
  | 'roster.rolled_back'
  | 'roster.unsigned'
  | 'roster.forged'
  | 'roster.too_long'
  | 'roster.names'
  | 'roster.client_too_old'
  | 'roster.expired'
  | 'roster.clock_unknown'
  | 'epochs.malformed'
  | EpochProblem
  | 'recipients.malformed'
  | 'recipients.differ'

export type CheckedRoster = {
  readonly ok: true
  /** `wrong`: say "Your phone's date looks wrong" and go on. */
  readonly clock: 'right' | 'wrong'
  /** The time by which it was judged. */
  readonly moment: Date
  readonly mode: Mode
  readonly instance: string
  readonly version: number
  readonly expires: string
  /** `nobody_yet`: no team. `nobody_now`: no running key, or none outside states. Neither is an alarm; both seal nothing. */
  readonly receiving: 'yes' | 'nobody_yet' | 'nobody_now'
  readonly teams: readonly RosterTeam[]
}

export type RosterVerdict = CheckedRoster | { readonly ok: false; readonly code: RosterProblem; readonly outside: true }

// guards T-35, T-36: keys come from here alone, and nothing in these files changes a size, a cost or a rule.

/**
 * The only source of public keys: what the files say, after every rule of SEALING §3, or the first rule that they break.
 * Never throws. A refusal means: seal nothing, show where else help is (`outside`).
 */
export function checkRoster(files: RosterFiles, at: RosterMoment): RosterVerdict {
  const pins = readPins(files.pins)
  if (pins === undefined) return refused('pins.malformed')
  const signed = canonicalOr(files.roster, isSignedRoster)
  if (signed === undefined) return refused('roster.malformed')
  const problem = rosterProblem(pins, signed)
  if (problem !== undefined) return refused(problem)
  const clock = clockOf(signed.roster, at)
  if (!clock.ok) return refused(clock.code)
  return checkKeys(signed.roster, files, clock)
}

/** What holds at any time: form, pins, signatures, names. */
export function rosterProblem(pins: Pins, { roster, signatures }: SignedRoster): RosterProblem | undefined {
  if (!isPinned(pins, roster)) return 'roster.not_pinned'
  const verdict = signedBy(
    pins.roots.map(({ key }) => key),
    pins.threshold,
    signatures,
    signedBytes('roster', roster),
  )
  if (verdict !== 'enough') return verdict === 'forged' ? 'roster.forged' : 'roster.unsigned'
  if (roster.version < pins.min_version) return 'roster.rolled_back'
  return contentProblem(roster)
}

/** What the roots should not have signed. */
export function contentProblem(roster: Roster): RosterProblem | undefined {
  if (!isSpan(roster.issued, roster.expires, ROSTER_MAX)) return 'roster.too_long'
  if (new Set(roster.teams.map(({ id }) => id)).size !== roster.teams.length || nameProblem(roster.teams) !== undefined)
    return 'roster.names'
  return roster.min_client > CLIENT ? 'roster.client_too_old' : undefined
}

function isPinned(pins: Pins, roster: Roster): boolean {
  const isSameHouse = roster.instance === pins.instance && roster.mode === pins.mode && roster.threshold === pins.threshold
  return isSameHouse && equalBytes(canonicalBytes(roster.roots), canonicalBytes(pins.roots))
}

function clockOf(roster: Roster, { now, buildTime, hint }: RosterMoment): ClockVerdict {
  const signedTime = hint === undefined ? undefined : readTimeHint(hint, roster.time_key)
  return judgeClock(roster, { now: now.getTime(), buildTime: buildTime.getTime(), hint: signedTime })
}

function checkKeys(roster: Roster, files: RosterFiles, { clock, moment }: ClockVerdict & { ok: true }): RosterVerdict {
  const current = canonicalOr(files.epochs, isEpochsFile)
  const before = files.former === undefined ? { statements: [] } : canonicalOr(files.former, isEpochsFile)
  if (current === undefined || before === undefined) return refused('epochs.malformed')
  const newest = newestEpochs(roster, current.statements)
  if (typeof newest === 'string') return refused(newest)
  if (files.recipients.length !== roster.teams.length * RECIPIENT_LENGTH) return refused('recipients.malformed')
  const former = formerEpochs(roster, before.statements)
  const teams: RosterTeam[] = []
  for (const [index, team] of roster.teams.entries()) {
    const bytes = files.recipients.slice(index * RECIPIENT_LENGTH, (index + 1) * RECIPIENT_LENGTH)
    const recipient = recipientFor(bytes, newest.get(team.id), moment)
    if (recipient === 'differs') return refused('recipients.differ')
    teams.push(entryOf(team, recipient, newest.get(team.id), former.get(team.id)))
  }
  const { mode, instance, version, expires } = roster
  return { ok: true, clock, moment: new Date(moment), mode, instance, version, expires, receiving: receivingOf(teams), teams }
}

function entryOf(team: Team, recipient: Uint8Array | null, epoch: Epoch | undefined, former: Epoch | undefined): RosterTeam {
  const { languages = [], ...rest } = team
  const known =
    former !== undefined && former.epoch < (epoch?.epoch ?? 0) ? { epoch: former.epoch, replyKey: unb64u(former.reply_key) } : undefined
  return {
    ...rest,
    languages,
    epoch: epoch?.epoch ?? 0,
    notAfter: epoch?.not_after ?? null,
    recipient,
    replyKey: epoch === undefined ? null : unb64u(epoch.reply_key),
    ...(known === undefined ? {} : { former: known }),
  }
}

/** At least one running key, and one of those outside states: nobody is left alone with a state. */
function receivingOf(teams: readonly RosterTeam[]): CheckedRoster['receiving'] {
  if (teams.length === 0) return 'nobody_yet'
  return teams.some(({ recipient, kind }) => recipient !== null && kind !== 'state') ? 'yes' : 'nobody_now'
}

function refused(code: RosterProblem): RosterVerdict {
  return { ok: false, code, outside: true }
}
