import { excludedTeams, type TeamFacts } from '#crypto/mailbox/exclusions.ts'
import type { Known } from '#crypto/mailbox/known.ts'
import { memoryOf } from '#crypto/mailbox/known.ts'
import type { MailboxDoor } from '#crypto/mailbox/open-mailbox.ts'
import type { Reading } from '#crypto/mailbox/read-messages.ts'
import type { ReplyKey } from '#crypto/mailbox/reply.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { type CheckedRoster, checkRoster, type RosterVerdict } from '#crypto/roster/check-roster.ts'
import type { MailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import { systemClock } from '#kernel/clock.ts'
import { BUILT } from '../built.ts'
import { exchange } from '../requests.ts'
import { WorkRefusal } from '../work.ts'
import type { MailFiles } from './ask.ts'

/** An open mailbox. It lives in the worker alone and ends with it: the page never holds a key. guards T-16 */
export type Held = {
  readonly keys: MailboxKeys
  readonly mk: Uint8Array
  readonly door: MailboxDoor
  roster: CheckedRoster | null
  known: Known
}

/** A worker that is ended takes its requests along, so nothing has to abort them. */
const NEVER_ENDS = new AbortController().signal

/** An answer of another length counts as damaged: it is dropped and asked for once more. Refuses `line.lost` when none came. */
async function exchanged(request: Uint8Array): Promise<Uint8Array> {
  try {
    return (await exchange(request, NEVER_ENDS)) ?? new Uint8Array(0)
  } catch {
    throw new WorkRefusal('line.lost')
  }
}

export function doorOf(keys: MailboxKeys): MailboxDoor {
  const openers = [openerOf(keys.identitySeed)]
  return {
    keys,
    open: (sealed) => openWith(openers, sealed, { min: 1, max: 1 }),
    exchange: exchanged,
  }
}

export function judgeLists({ hint, former, ...files }: MailFiles): RosterVerdict {
  const all = former === null ? files : { ...files, former }
  return checkRoster(all, { now: systemClock.now(), buildTime: BUILT, ...(hint === null ? {} : { hint }) })
}

/** Reply keys of the two epochs at hand, from checked statements alone. */
export function replyKeysOf(roster: CheckedRoster | null): ReplyKey[] {
  return (roster?.teams ?? []).flatMap(({ id, epoch, replyKey, former }) => [
    ...(replyKey === null ? [] : [{ team: id, epoch, key: replyKey }]),
    ...(former === undefined ? [] : [{ team: id, epoch: former.epoch, key: former.replyKey }]),
  ])
}

export const teamsOf = (roster: CheckedRoster | null): readonly TeamFacts[] => roster?.teams ?? []

export function readingOf({ keys, known, roster }: Held): Reading {
  const { self } = memoryOf(known)
  return { keys, known, replyKeys: replyKeysOf(roster), excluded: excludedTeams(self?.never ?? [], teamsOf(roster)) }
}
