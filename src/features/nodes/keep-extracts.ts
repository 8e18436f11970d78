import { randomUUID } from 'node:crypto'
import type { Tx } from '#base/transact.ts'
import { type Caller, canShare } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Extract } from './body.contract.ts'
import { queue } from './collect-messages.ts'
import { type FieldRow, findBar, findByCode, findNodeOffice, keepField, listConflicts } from './extract.store.ts'
import { writing } from './item.rules.ts'
import { findItem, keepItem } from './message.store.ts'
import type { Conflicts, Settle, ShareExtract } from './node.contract.ts'
import { findByName, type KnownNode, lockNode } from './node.store.ts'
import type { NodeHouse } from './node-house.ts'

const TLP = 'TLP:AMBER'

/** What both sides wrote into one field without knowing of one another, of the caller's own team alone. */
export async function viewConflicts(house: NodeHouse, caller: Caller): Promise<Conflicts> {
  return { conflicts: await house.base.read(house.by.actor, (db) => listConflicts(db, caller.teamId)) }
}

/**
 * Shares coded fields of an incident with an office of another node: no name, no text, and nothing that the bars of the office do
 * not let through. Whoever corrects it later does so on either side. guards T-27
 */
export async function shareExtract(house: NodeHouse, caller: Caller, { office: slug, fields }: ShareExtract): Promise<{ extract: string }> {
  demand(canShare(caller))
  const office = await house.base.transact(caller.actor, async (tx) => {
    const found = await findNodeOffice(tx.db, slug)
    if (found === undefined) throw new Refusal('record.not_found')
    const bar = await findBar(tx.db, caller.room, found.id, dayOf(tx.clock.now()))
    if (bar !== null) demand(no('alert.barred', slug))
    await tx.grant({ action: 'node.extract', subject: slug, compartment: caller.room }, canShare(caller))
    return found
  })
  const extract = { extract: randomUUID(), code: newPublicCode('X'), teamId: caller.teamId, office: office.office }
  await house.base.transact(house.by.actor, async (tx) => {
    const node = await lockNode(tx.db, office.node)
    if (node === undefined || node.link.state === 'revoked') throw new Refusal('node.revoked')
    const rows: FieldRow[] = fields.map(({ field, value }) => ({
      ...extract,
      field,
      theirs: null,
      ours: writing({ ours: null, theirs: null }, value),
    }))
    for (const row of rows) await keepField(tx.db, node, row, tx.clock.now())
    await keepItem(tx.db, node, { id: extract.extract, kind: 'extract', tlp: TLP, version: 1, outward: true })
    await queue(tx, node, { about: extract.extract, kind: 'extract', tlp: TLP, version: 1, value: bodyOf(rows, caller.team) })
  })
  return { extract: extract.code }
}

/** The other side knows its own office by its own name. */
function bodyOf(rows: readonly FieldRow[], from: string): Extract {
  const [first] = rows
  if (first === undefined) throw new Refusal('request.malformed')
  const fields = rows.flatMap(({ field, ours }) => (ours === null ? [] : [{ field, ...ours }]))
  return { extract: first.extract, code: first.code, office: first.office, from, fields }
}

/** What holds in a field from now on: a change like any other, made in knowledge of everything that is here. */
export async function settleField(
  house: NodeHouse,
  caller: Caller,
  { node: name, extract: code, field, value }: Settle,
): Promise<{ done: true }> {
  demand(canShare(caller))
  await house.base.transact(caller.actor, (tx) =>
    tx.grant({ action: 'node.settle', subject: code, compartment: caller.room }, canShare(caller)),
  )
  await house.base.transact(house.by.actor, async (tx) => {
    const node = await findByName(tx.db, name)
    if (node === undefined) throw new Refusal('record.not_found')
    const row = await writtenField(tx, node, await findByCode(tx.db, node, caller.teamId, code), { field, value })
    await keepField(tx.db, node, row, tx.clock.now())
    await queue(tx, node, {
      about: row.extract,
      kind: 'extract',
      tlp: TLP,
      version: row.ours?.count ?? 1,
      value: bodyOf([row], caller.team),
    })
  })
  return { done: true }
}

async function writtenField(tx: Tx, node: KnownNode, rows: readonly FieldRow[], next: Pick<Settle, 'field' | 'value'>): Promise<FieldRow> {
  const [known] = rows
  if (known === undefined) throw new Refusal('record.not_found')
  const item = await findItem(tx.db, node, known.extract)
  if (item !== undefined && item.tomb !== null) throw new Refusal('node.item_gone')
  const before = rows.find((one) => one.field === next.field)
  const both = { ours: before?.ours ?? null, theirs: before?.theirs ?? null }
  return { ...known, field: next.field, theirs: both.theirs, ours: writing(both, next.value) }
}
