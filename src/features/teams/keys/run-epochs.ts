import { readStanzas } from '#crypto/age/header.ts'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { EPOCH_GRACE } from '#crypto/constants.ts'
import { sha256 } from '#crypto/kdf.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { epochProblem } from '#crypto/roster/check-epochs.ts'
import { isEpoch, type Mode } from '#crypto/roster/roster.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { mayRunTeam } from '../team.policy.ts'
import type { Epoch } from '../teams.contract.ts'
import { anchorsOf } from './anchors.ts'
import { addEpoch, burnBefore, destroyWrap, listEpochs, lockEpochs, replaceWrap } from './keys.store.ts'
import { countStatement } from './statements.store.ts'

const DAY_MS = 86_400_000
const LISTED = 3

/** The current and the former epoch with their wraps, and before them one that still waits for another anchor. */
export function viewEpochs(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({
    epochs: (await listEpochs(db, caller.room, LISTED)).map((row) => ({
      statement: row.statement,
      signatures: row.signatures,
      recipient: b64u(row.recipient),
      wrap: row.age_file === null ? null : b64u(row.age_file),
      wrapRevision: row.revision ?? 0,
      burnsOn: row.burns_on,
    })),
  }))
}

/**
 * Publishes the next key of the caller's team: the statement must be signed by enough anchors of the team, name the next
 * number and begin now. An administrator's call has no such signature. After a ceremony one signature is taken as well, and
 * the key counts when another anchor has added theirs. The key before then keeps its wrap for seven days.
 * guards T-38
 */
export async function publishEpoch(
  desk: Desk,
  caller: Caller,
  epoch: Epoch,
): Promise<{ epoch: number; rosterVersion: number; counts: boolean }> {
  const now = desk.base.clock.now()
  demandKeyFile(unb64u(epoch.wrap))
  const counts = await desk.base.transact(caller.actor, async (tx) => {
    await lockEpochs(tx.db, caller.room)
    const newest = (await listEpochs(tx.db, caller.room, 1))[0]?.epoch ?? 0
    if (epoch.statement.epoch !== newest + 1) demand(no('epoch.not_next'))
    const { mode, anchors } = await anchorsOf(desk, caller, tx.db)
    const isSigned = demandStatement(mode, { id: caller.team, anchors }, epoch, now)
    const permit = await tx.grant(
      {
        action: 'epoch.publish',
        subject: `${caller.team} ${epoch.statement.epoch}`,
        compartment: caller.room,
        objectHash: epoch.statement.recipient_sha256,
      },
      mayRunTeam(caller.actor, caller.room),
    )
    await addEpoch(tx.db, permit, caller.room, { ...epoch, by: caller.actor.id })
    if (!isSigned) return false
    const number = epoch.statement.epoch
    await countStatement(tx.db, permit, caller.room, { kind: 'epoch', number })
    await burnBefore(tx.db, permit, caller.room, { epoch: number, burnsOn: dayOf(new Date(now.getTime() + EPOCH_GRACE)) })
    return true
  })
  return { epoch: epoch.statement.epoch, rosterVersion: await desk.roster.publish(), counts }
}

/** Refuses what no anchor signed; whether enough of them did. */
function demandStatement(
  mode: Mode,
  team: { id: string; anchors: readonly string[] },
  { statement, signatures, recipient }: Epoch,
  now: Date,
): boolean {
  const begins = Date.parse(statement.not_before)
  const fits =
    isEpoch(statement) &&
    statement.recipient_sha256 === hex(sha256(unb64u(recipient))) &&
    Math.abs(begins - Date.parse(dayOf(now))) <= DAY_MS
  const problem = epochProblem(mode, team, { statement, signatures })
  if (!fits || (problem !== undefined && problem !== 'epochs.unsigned')) throw new Refusal('statement.refused')
  return problem === undefined
}

/** The same key for other readers of the team. A stale revision is refused, never overwritten. */
export function rewrapEpoch(
  desk: Desk,
  caller: Caller,
  input: { epoch: number; revision: number; wrap: string; recovery?: number },
): Promise<{ revision: number }> {
  const file = unb64u(input.wrap)
  demandKeyFile(file)
  return desk.base.transact(caller.actor, async (tx) => {
    const known = (await listEpochs(tx.db, caller.room, LISTED)).find((one) => one.epoch === input.epoch && one.age_file !== null)
    if (known === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'epoch.rewrap', subject: `${caller.team} ${input.epoch}`, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    const revision = await replaceWrap(tx.db, permit, caller.room, {
      epoch: input.epoch,
      revision: input.revision,
      file,
      recovery: input.recovery,
    })
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}

/** Destroys a replaced key before its day. The one in use is refused. */
export function destroyEpoch(desk: Desk, caller: Caller, epoch: number): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const epochs = await listEpochs(tx.db, caller.room, LISTED)
    const current = epochs.find(({ counts }) => counts)?.epoch ?? 0
    // One that waits for another anchor may be the key of tomorrow.
    if (epoch >= current && epochs.some((one) => one.epoch === epoch)) demand(no('epoch.in_use'))
    if (!epochs.some((one) => one.epoch === epoch)) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'epoch.destroy', subject: `${caller.team} ${epoch}`, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await destroyWrap(tx.db, permit, caller.room, epoch)
    return { done: true }
  })
}

const MOST_READERS = 80

/** Only hybrid stanzas enter, as in everything that is sealed. guards T-11 */
function demandKeyFile(file: Uint8Array): void {
  try {
    readStanzas(file, { min: 1, max: MOST_READERS })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('key.malformed')
    throw error
  }
}
