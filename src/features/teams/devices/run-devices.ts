import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { SignIns } from '../sign-in.contract.ts'
import { mayRunTeam } from '../team.policy.ts'
import { forgetDevice, isConnected, listCaseCodes, listSignIns, settleDevice, settleNotice } from './devices.store.ts'

/** With what the caller's team signs in, who waits, and what somebody should look at. */
export function viewSignIns(desk: Desk, caller: Caller): Promise<SignIns> {
  return desk.base.read(caller.actor, async (db) => ({
    ...(await listSignIns(db, caller.room)),
    outside: desk.outside === undefined ? null : await isConnected(db, caller.code),
  }))
}

/** A colleague's yes or no to a browser in which somebody typed the right words. Nobody says yes to their own. guards T-28 */
export function decideDevice(desk: Desk, caller: Caller, { device, isOurs }: { device: string; isOurs: boolean }): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const action = isOurs ? 'device.approve' : 'device.refuse'
    const permit = await tx.grant({ action, subject: device, compartment: caller.room }, mayRunTeam(caller.actor, caller.room))
    await settleDevice(tx.db, permit, isOurs, dayOf(desk.base.clock.now())).catch(refuseForeign)
    return { done: true }
  })
}

/** One's own browser is unknown again; its sessions end. */
export function forgetOwnDevice(desk: Desk, caller: Caller, device: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'device.forget', subject: device, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await forgetDevice(tx.db, permit).catch(refuseForeign)
    return { done: true }
  })
}

/** A colleague has dealt with what the team was told of. */
export function settleOwnNotice(desk: Desk, caller: Caller, notice: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const permit = await tx.grant(
      { action: 'notice.settle', subject: notice, compartment: caller.room },
      mayRunTeam(caller.actor, caller.room),
    )
    await settleNotice(tx.db, permit).catch(refuseForeign)
    return { done: true }
  })
}

/** All that somebody sees who is signed in and has no key: which cases there are. */
export function viewCodes(desk: Desk, caller: Caller) {
  return desk.base.read(caller.actor, async (db) => ({ member: caller.code, team: caller.team, cases: await listCaseCodes(db) }))
}

/** What is not yours looks like what is not there. guards T-21 */
export function refuseForeign(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '42501') throw new Refusal('record.not_found')
  throw error
}
