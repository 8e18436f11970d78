import { join } from 'node:path'
import type { Actor } from '#base/actor.ts'
import type { Base, Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import { listGone, spooledItems } from './night.store.ts'
import { readSpooledItems, readSpoolFolder } from './spool.ts'

export type SpoolLook = { readonly base: Base; readonly actor: Actor; readonly folder: string }

const nameOf = (id: Uint8Array): string => Buffer.from(id).toString('hex')

/**
 * How many items of today the spool holds that the database neither has nor knows to have been taken away. No root covers a day
 * before its first night, so this is what shows a loss until then, from the next full hour to midnight. Zero where there is no spool yet;
 * throws on a spool that is cut off.
 */
export async function countLostToday({ base, actor, folder }: SpoolLook): Promise<number> {
  const { hours, gone } = await readSpoolFolder(folder).catch(unlessAbsent)
  const today = dayOf(base.clock.now())
  const away = new Set(gone.map(nameOf))
  let lost = 0
  for (const hour of hours.filter((one) => one.startsWith(today))) {
    const spooled = (await readSpooledItems(join(folder, `items-${hour}`))).map(({ item }) => nameOf(item))
    const held = await base.transact(actor, (tx) => heldOf(tx, hour))
    lost += spooled.filter((id) => !held.has(id) && !away.has(id)).length
  }
  return lost
}

/** What the database has of an hour, and all that somebody took away lately. */
async function heldOf(tx: Tx, hour: string): Promise<ReadonlySet<string>> {
  const held = new Set((await listGone(tx)).map(nameOf))
  for await (const { item_id } of spooledItems(tx, `${hour}:00:00Z`)) held.add(nameOf(item_id))
  return held
}

function unlessAbsent(error: NodeJS.ErrnoException): Awaited<ReturnType<typeof readSpoolFolder>> {
  if (error.code !== 'ENOENT') throw error
  return { hours: [], days: [], gone: [] }
}
