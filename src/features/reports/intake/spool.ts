import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor } from '#base/actor.ts'
import { syncFolder } from '#base/private-file.ts'
import type { Base } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import type { FiledItem } from './intake.store.ts'
import { spooledItems, spooledSlots } from './night.store.ts'

const HOUR = 3_600_000
const KEPT_HOURS = 72
/** Whoever filed in the last moment of an hour is through by then. */
const SETTLED = 120_000
const ITEMS = /^items-([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2})$/
const SLOTS = /^slots-([0-9]{4}-[0-9]{2}-[0-9]{2})$/

export type SpoolOptions = { readonly base: Base; readonly actor: Actor; readonly folder: string }

/**
 * Copies what came in during hours that are over to a second store, sealed as it came, and removes what is older than 72
 * hours. Items stand by hour and slots by day, each in the order of their random ids, so that the copy joins nothing that the
 * night will part. What bounds a loss is this, never an archive of the journal (SEALING 16). Answers the hours it wrote.
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
      await writeRecords(join(folder, `slots-${day}`), spooledSlots(tx, day), (row) => [row.slot_id, row.delete_hash, row.blob])
    })
    written += 1
  }
  await removeOld(folder, now)
  return written
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
    if (isOld) await rm(join(folder, name), { force: true })
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
