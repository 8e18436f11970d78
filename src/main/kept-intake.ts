import { join } from 'node:path'
import { argumentOf, type Config } from '#base/config.ts'
import { type Finding, wrong } from '#base/doctor/finding.ts'
import { OperatorError } from '#base/operator-error.ts'
import type { Look } from '#edges/cli/doctor.ts'
import { verify } from '#edges/cli/verify.ts'
import { type BatchFault, batchFaultsIn, countLostToday, listBatchFaults, replaySpool } from '#features/reports/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { say } from './command.ts'
import { inHouse } from './in-house.ts'

const USAGE = 'Say what to do: ./asylia intake replay [FOLDER]. Without a folder it is the spool of this installation.'

/** `./asylia intake replay [FOLDER]`: puts back what the sealed spool holds and the database lost. Answers the exit code. */
export async function replayIntake(config: Config, [what, ...args]: readonly string[]): Promise<number> {
  const [named] = args
  const folder = named === undefined || named.startsWith('--') ? undefined : named
  if (what !== 'replay') throw new OperatorError(USAGE)
  const { items, slots } = await inHouse(config, ({ base, installation }, opened) =>
    replaySpool({ base, actor: installation.actor, folder: folder ?? join(opened.folder, 'spool') }).catch(orUnreadable),
  )
  say(`Reports put back: ${items.stored}; there already: ${items.there}; taken away by their owners and left so: ${items.gone}.`)
  say(`Places of messages put back: ${slots.stored}; there already: ${slots.there}; taken away and left so: ${slots.gone}.`)
  const waiting = items.busy + slots.busy
  if (waiting > 0) say(`${waiting} wait for the nightly work on their day. Run this again in some minutes.`)
  say('Files that were sent beside a report are not in the spool; they lie in the blobs and their backup.')
  return waiting === 0 ? 0 : 1
}

function orUnreadable(error: unknown): never {
  if (error instanceof Error && ('syscall' in error || error.message.startsWith('A file of the spool')))
    throw new OperatorError('The spool cannot be read, or a file of it is cut off. What was put back so far stays.', { cause: error })
  throw error
}

/** `./asylia verify`: the ledger, and unless another ledger was named, whether every sealed report that a root or the spool knows is still there. */
export async function verifyAll(config: Config, args: readonly string[], tell: (line: string) => void = say): Promise<number> {
  const ledger = await verify(config, args, tell)
  if (argumentOf(args, '--bundle') !== undefined || argumentOf(args, '--export') !== undefined) return ledger
  const { faults, lost } = await inHouse(config, async ({ base, installation: { actor } }, { folder }) => ({
    faults: await base.transact(actor, listBatchFaults),
    lost: await countLostToday({ base, actor, folder: join(folder, 'spool') }).catch(orUnreadable),
  }))
  for (const fault of faults) tell(`FAULT ${sentenceOf(fault)}`)
  if (lost > 0) tell(`FAULT ${lost} of today are missing: the spool holds them and the database does not.`)
  const isWhole = faults.length === 0 && lost === 0
  tell(
    isWhole
      ? 'Sealed reports of past days, and of today as far as the spool has them: all there.'
      : 'Sealed reports are missing or changed. ./asylia intake replay puts back those of the last 72 hours.',
  )
  return ledger === 0 && isWhole ? 0 : 1
}

/** For `doctor`. */
export const batchLook: Look = async (adminUrl) => (await batchFaultsIn(adminUrl)).map(findingOf)

function findingOf(fault: BatchFault): Finding {
  return wrong(
    `Sealed reports: ${sentenceOf(fault)}`,
    fault.fault === 'changed'
      ? 'Keep this database and its backups as they are, and find out who wrote to it.'
      : 'Stop what writes to the disk, look at it, then ./asylia intake replay puts back those of the last 72 hours.',
  )
}

function sentenceOf({ first, past, fault, items }: BatchFault): string {
  const last = dayBefore(past)
  const days = first === last ? first : `${first} to ${last}`
  if (fault === 'changed') return `of ${days} all are there, and their root is another.`
  return fault === 'lost' ? `${items} of ${days} are missing.` : `${items} of ${days} were missing when the night last looked.`
}

/** A part ends before the day that it names last. */
function dayBefore(day: string): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000))
}
