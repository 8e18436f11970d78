import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '#base/actor.ts'
import { syncFolder } from '#base/private-file.ts'
import type { Base } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import type { FiledItem } from './intake.store.ts'
import { listGone, type SpooledSlot, spooledItems, spooledSlots } from './night.store.ts'

const HOUR = 3_600_000
const KEPT_HOURS = 72
/** Whoever filed in the last moment of an hour is through by then. */
const SETTLED = 120_000
const ITEMS = /^items-([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2})$/
const SLOTS = /^slots-([0-9]{4}-[0-9]{2}-[0-9]{2})$/
const GONE = 'gone'

export type SpoolOptions = { readonly base: Base; readonly actor: Actor; readonly folder: string }

/**
 * Copies what came in during hours that are over to a second store, sealed as it came, and removes what is older than 72
 * hours. Items stand by hour and slots by day, each in the order of their random ids, so that the copy joins nothing that the
 * night will part. Beside them stands what was taken away lately, so that a copy never brings it back. What bounds a loss is this, never an archive of the journal (SEALING 16). Answers the hours it wrote.
 */
export async function copyToSpool({ base, actor, folder }: SpoolOptions): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const now = base.clock.now().getTime() - SETTLED
  const there = new Set(await readdir(folder))
  let written = 0
  for (let back = KEPT_HOURS; back >= 1; back -= 1) {
    const hour = new Date(now - back * HOUR).toISOString().slice(0, 13)
    if (there.has(`items-${hour}`)) continue
    await base.transact(actor, async (tx) => {
      await writeRecords(join(folder, `items-${hour}`), spooledItems(tx, `${hour}:00:00Z`), (row) => [
        row.item_id,
        row.delete_hash,
        Buffer.from([row.bucket, row.lane, row.urgent ? 1 : 0]),
        row.envelope ?? Buffer.alloc(0),
        row.body,
      ])
      const day = hour.slice(0, 10)
      const kept = keptSlots(join(folder, `slots-${day}`), new Set((await listGone(tx)).map(nameOf)))
      const slots = withKept(kept, spooledSlots(tx, day))
      await writeRecords(join(folder, `slots-${day}`), slots, (row) => [row.slot_id, row.delete_hash, row.blob])
    })
    written += 1
  }
  if (written > 0) await base.transact(actor, async (tx) => writeRecords(join(folder, GONE), each(await listGone(tx)), (id) => [id]))
  await removeOld(folder, now)
  return written
}

const nameOf = (id: Buffer): string => id.toString('hex')

/**
 * The slots of a day are written again every hour. What the last copy held stays in it unless somebody took it away: a slot
 * that the database lost meanwhile is what the copy is for. Both come in the order of ids.
 */
async function* withKept(
  kept: AsyncGenerator<SpooledSlot, void>,
  rows: AsyncGenerator<SpooledSlot, void>,
): AsyncGenerator<SpooledSlot, void> {
  let old = await kept.next()
  for await (const row of rows) {
    for (; old.done !== true && old.value.slot_id.compare(row.slot_id) <= 0; old = await kept.next())
      if (!old.value.slot_id.equals(row.slot_id)) yield old.value
    yield row
  }
  if (old.done !== true) yield old.value
  yield* kept
}

async function* keptSlots(file: string, gone: ReadonlySet<string>): AsyncGenerator<SpooledSlot, void> {
  const handle = await open(file, 'r').catch(unlessAbsent)
  if (handle === undefined) return
  try {
    for (;;) {
      const [slot_id, delete_hash, blob] = [await readPart(handle), await readPart(handle), await readPart(handle)]
      if (slot_id === undefined || delete_hash === undefined || blob === undefined) return
      if (!gone.has(nameOf(slot_id))) yield { slot_id, delete_hash, blob }
    }
  } finally {
    await handle.close()
  }
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** The next part of a file that was written whole; undefined at its end. */
async function readPart(handle: FileHandle): Promise<Buffer | undefined> {
  const length = Buffer.alloc(4)
  if ((await handle.read(length)).bytesRead < length.length) return undefined
  const part = Buffer.alloc(length.readUInt32BE())
  return (await handle.read(part)).bytesRead < part.length ? undefined : part
}

async function* each<Row>(rows: readonly Row[]): AsyncGenerator<Row, void> {
  yield* rows
}

/** Each part of a record with its length before it; written whole under its name or not at all. */
async function writeRecords<Row>(file: string, rows: AsyncGenerator<Row, void>, partsOf: (row: Row) => readonly Buffer[]): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    for await (const row of rows) await writeParts(handle, partsOf(row))
    await handle.sync()
    await handle.close()
    await rename(draft, file)
  } catch (error) {
    // The first error is the one to tell.
    await handle.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(join(file, '..'))
}

async function writeParts(handle: FileHandle, parts: readonly Buffer[]): Promise<void> {
  for (const part of parts) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    await handle.write(length)
    await handle.write(part)
  }
}

async function removeOld(folder: string, now: number): Promise<void> {
  const oldest = new Date(now - KEPT_HOURS * HOUR)
  for (const name of await readdir(folder)) {
    const hour = ITEMS.exec(name)?.[1]
    const day = SLOTS.exec(name)?.[1]
    const isOld = hour !== undefined ? hour < oldest.toISOString().slice(0, 13) : day === undefined || day < dayOf(oldest)
    if (isOld && name !== GONE) await rm(join(folder, name), { force: true })
  }
}

/** The items of a spooled hour, as they were filed but without slots, for bringing them back after a loss. */
export async function readSpooledItems(file: string): Promise<readonly FiledItem[]> {
  const parts = await readParts(file)
  const items: FiledItem[] = []
  for (let at = 0; at < parts.length; at += 5) {
    const [item, deleteHash, facts, envelope, body] = parts.slice(at, at + 5)
    const [bucket, lane, urgent] = facts ?? []
    if (item === undefined || deleteHash === undefined || lane === undefined || envelope === undefined || body === undefined)
      throw new Error('A file of the spool is cut off.')
    items.push({
      item,
      deleteHash,
      bucket: bucket as FiledItem['bucket'],
      lane,
      urgent: urgent === 1,
      envelope: envelope.length === 0 ? null : envelope,
      body,
      self: null,
    })
  }
  return items
}

/** The slots of a spooled day, messages and memories alike. */
export async function readSpooledSlots(file: string): Promise<readonly SpooledSlot[]> {
  const parts = await readParts(file)
  return Array.from({ length: Math.ceil(parts.length / 3) }, (_, at) => {
    const [slot_id, delete_hash, blob] = parts.slice(at * 3, at * 3 + 3)
    if (slot_id === undefined || delete_hash === undefined || blob === undefined) throw new Error('A file of the spool is cut off.')
    return { slot_id, delete_hash, blob }
  })
}

export type SpoolFiles = { readonly hours: readonly string[]; readonly days: readonly string[]; readonly gone: readonly Buffer[] }

/** What a spool holds: hours such as `2026-11-18T10`, days, and the ids that must not come back. */
export async function readSpoolFolder(folder: string): Promise<SpoolFiles> {
  const names = (await readdir(folder)).toSorted()
  const all = (pattern: RegExp) => names.flatMap((name) => pattern.exec(name)?.[1] ?? [])
  return { hours: all(ITEMS), days: all(SLOTS), gone: names.includes(GONE) ? await readParts(join(folder, GONE)) : [] }
}

async function readParts(file: string): Promise<readonly Buffer[]> {
  const bytes = await readFile(file)
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (at + 4 + length > bytes.length) throw new Error('A file of the spool is cut off.')
    parts.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return parts
}
