import { RawAnswer } from '#base/door.ts'
import type { Tx } from '#base/transact.ts'
import { BODY_LENGTHS } from '#crypto/constants.ts'
import type { Caller } from '#features/teams/index.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { AnswerAlert, Attach, KeptText, Received, Turn } from './alert.contract.ts'
import { mayAnswerFor } from './alert.policy.ts'
import { canTurn, type DeliveryState } from './alert.rules.ts'
import type { AlertDesk } from './alert-desk.ts'
import { attachFile } from './attach.store.ts'
import { findCopy, findCopyWrap, findReceived, replyAlert, type SayOutcome, turnAlert } from './delivery.store.ts'

/** What came to this office, without opening it. */
export function viewOne(desk: AlertDesk, caller: Caller, delivery: string): Promise<{ row: Received; copy: KeptText | null }> {
  return desk.base.read(caller.actor, async (db) => {
    const row = await findReceived(db, caller.room, delivery)
    if (row === undefined) throw new Refusal('record.not_found')
    return { row, copy: await findCopyWrap(db, caller.room, delivery) }
  })
}

async function demandReceived(tx: Tx, caller: Caller, delivery: string): Promise<Received> {
  const found = await findReceived(tx.db, caller.room, delivery)
  demand(mayAnswerFor(caller.actor, caller.room, found))
  return found ?? Promise.reject(new Refusal('record.not_found'))
}

/** Hands out the sealed copy. The first time, the sender sees that it was opened, and never by whom. */
export function openCopy(desk: AlertDesk, caller: Caller, delivery: string): Promise<RawAnswer> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await demandReceived(tx, caller, delivery)
    const body = await findCopy(tx.db, caller.room, delivery)
    if (body === undefined) throw new Refusal('alert.not_so')
    const permit = await tx.grant(
      { action: 'alert.open', subject: delivery, compartment: caller.room },
      mayAnswerFor(caller.actor, caller.room, found),
    )
    if (found.state === 'delivered') await turnAlert(tx.db, permit, { becomes: 'opened', as: null, reason: null, at: tx.clock.now() })
    return new RawAnswer(body)
  })
}

/** A sealed file for a reply that follows. It has one of four lengths. */
export function attach(desk: AlertDesk, caller: Caller, given: Attach): Promise<{ done: true }> {
  const { length } = Buffer.from(given.body, 'base64url')
  if (!BODY_LENGTHS.some((known) => known === length)) throw new Refusal('key.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await demandReceived(tx, caller, given.delivery)
    demand(canTurn(found.state as DeliveryState, 'answered'))
    const permit = await tx.grant(
      { action: 'alert.attach', subject: given.delivery, compartment: caller.room },
      mayAnswerFor(caller.actor, caller.room, found),
    )
    const outcome = await attachFile(tx.db, permit, given, tx.clock.now())
    if (outcome !== 'kept') demandSaid(outcome)
    return { done: true }
  })
}

const ACTIONS = { acknowledged: 'alert.acknowledge', acting: 'alert.act', refused: 'alert.refuse' } as const

/** The office has it, acts, or does not take it on and says why. It speaks as one of the caller's roles; nobody's name goes out. */
export function turn(desk: AlertDesk, caller: Caller, given: Turn): Promise<{ done: true }> {
  const { delivery, becomes, as, reason } = given
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await demandReceived(tx, caller, delivery)
    demand(canTurn(found.state as DeliveryState, becomes))
    if (becomes === 'acknowledged' && !caller.roles.some((role) => role === as)) demand(no('role.needed'))
    if ((becomes === 'refused') !== (reason !== null)) demand(no('alert.reason_needed'))
    const action = ACTIONS[becomes]
    const permit = await tx.grant({ action, subject: delivery, compartment: caller.room }, mayAnswerFor(caller.actor, caller.room, found))
    demandSaid(await replyAlert(tx.db, permit, { becomes, as, reason, at: tx.clock.now() }, given))
    return { done: true }
  })
}

function demandSaid(outcome: SayOutcome): void {
  if (outcome === 'too_many') throw new Refusal('alert.too_many')
  if (outcome === 'key_changed') throw new Refusal('transfer.key_changed')
  if (outcome === 'stale') throw new Refusal('alert.not_so')
}

/** A sealed answer to the team that sent it. */
export function answer(desk: AlertDesk, caller: Caller, given: AnswerAlert): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await demandReceived(tx, caller, given.delivery)
    demand(canTurn(found.state as DeliveryState, 'answered'))
    const permit = await tx.grant(
      { action: 'alert.answer', subject: given.delivery, compartment: caller.room },
      mayAnswerFor(caller.actor, caller.room, found),
    )
    demandSaid(await replyAlert(tx.db, permit, { becomes: 'answered', as: null, reason: null, at: tx.clock.now() }, given))
    return { done: true }
  })
}
