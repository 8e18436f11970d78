import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { b64u, hex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { isCustodiansRequest, isSameHeir, type RequestStatement, recoverableAt } from '#crypto/team/custodian.ts'
import { canRecover } from '#crypto/team/recovery.ts'
import { demand, no, Refusal } from '#kernel/refusal.ts'
import type { Desk } from '../desk.ts'
import { newInvitation } from '../members/invitation.ts'
import { mayFound } from '../team.policy.ts'
import { findTeam } from '../teams.store.ts'
import type { Ask } from './recovery.contract.ts'
import { findFacts, inviteHeir, keepRequest, listOpenRequests, listRequests, type OpenRequestRow, useRecovery } from './recovery.store.ts'
import { demandShare } from './set-up-recovery.ts'

/**
 * Keeps what a custodian asks, who has no session: the signature of a custodian of the key in force is the whole proof.
 * Every member sees it, the ledger has a line, and 72 hours begin when the second has asked for the same newcomer. guards T-09
 */
export function askRecovery(desk: Pick<Desk, 'base' | 'by'>, ask: Ask): Promise<{ asked: number; readyAt: string | null }> {
  demandShare(ask.share)
  const now = desk.base.clock.now()
  return desk.base.transact(desk.by.actor, async (tx) => {
    const facts = await findFacts(tx.db, ask.statement.team)
    // A team without custodians, no team, a forged word: all are answered alike.
    if (facts === undefined || !isCustodiansRequest(facts.statement, { statement: ask.statement, signature: ask.signature }))
      throw new Refusal('statement.refused')
    const permit = await tx.grant(
      {
        action: 'recovery.ask',
        subject: `${ask.statement.team} ${facts.version} ${ask.statement.member}`,
        compartment: facts.compartment_id,
      },
      mayFound(desk.by.actor, desk.by.register),
    )
    await keepRequest(tx.db, permit, facts.compartment_id, { ...ask, at: now })
    const asked = (await listRequests(tx.db, facts.compartment_id, facts.version)).filter(({ statement }) =>
      isSameHeir(statement, ask.statement),
    )
    return { asked: asked.length, readyAt: recoverableAt(asked.map(({ asked_at }) => asked_at))?.toISOString() ?? null }
  })
}

/**
 * Lets in whom two custodians named, once 72 hours have passed since the second asked: from then on their client is given
 * the two shares. Answers how many. Nothing else makes a member of somebody who waits but a member. guards T-09, T-38
 */
export async function settleRecoveries(
  desk: Pick<Desk, 'base' | 'by'> & { readonly roster: Pick<Desk['roster'], 'publish'> },
): Promise<number> {
  const now = desk.base.clock.now()
  const settled = await desk.base.transact(desk.by.actor, async (tx) => {
    const ready = readyHeirs(await listOpenRequests(tx.db), now)
    for (const { compartment_id: room, version, member, team, code } of ready) {
      const permit = await tx.grant(
        { action: 'recovery.use', subject: `${team} ${version} ${code}`, compartment: room },
        mayFound(desk.by.actor, desk.by.register),
      )
      await useRecovery(tx.db, permit, { room, version, member, at: now })
    }
    return ready.length
  })
  if (settled > 0) await desk.roster.publish()
  return settled
}

/** For each key the newcomer whom two of its custodians named, with the very keys that they named, and whose time has come. */
function readyHeirs(rows: readonly OpenRequestRow[], now: Date) {
  const rooms = [...new Set(rows.map((row) => row.compartment_id))]
  return rooms.flatMap((room) => {
    const asked = rows.filter((row) => row.compartment_id === room && isHeirThere(row) && isSigned(row))
    const first = asked.find((row) => {
      const same = asked.filter((other) => isSameHeir(other.request, row.request))
      const requests = same.map(({ request, version, asked_at }) => ({
        custodian: request.custodian,
        team: row.team,
        version,
        at: asked_at,
      }))
      return canRecover(row.statement, requests, now).ok
    })
    if (first?.member_id == null) return []
    const { compartment_id, version, team, member_id: member, request } = first
    return [{ compartment_id, version, team, member, code: request.member }]
  })
}

function isSigned({ statement, request, signature }: OpenRequestRow): boolean {
  return isCustodiansRequest(statement, { statement: request, signature: b64u(signature) })
}

/** Whoever joined under this code has the keys that the custodians compared. */
function isHeirThere({ request, recipient, sign_key }: OpenRequestRow): boolean {
  return recipient !== null && sign_key !== null && isOf(request, recipient, sign_key)
}

function isOf(request: RequestStatement, recipient: Uint8Array, signKey: Uint8Array): boolean {
  return request.recipient_sha256 === hex(sha256(recipient)) && request.sign_key === b64u(signKey)
}

/**
 * A code for somebody who will wait at a team whose members are gone, until two custodians have asked and 72 hours have
 * passed. By itself it opens nothing. Refuses `recovery.none` for a team without custodians. guards T-38
 */
export function inviteHeirTo(base: Base, by: Installation, slug: string): Promise<{ code: string; expires: Date }> {
  return base.transact(by.actor, async (tx) => {
    const team = await findTeam(tx.db, slug)
    if (team === undefined) throw new Refusal('record.not_found')
    const invitation = newInvitation(base.clock.now())
    const permit = await tx.grant({ action: 'team.invite_heir', subject: slug, compartment: team.room }, mayFound(by.actor, by.register))
    if (!(await inviteHeir(tx.db, permit, team.id, invitation))) demand(no('recovery.none'))
    return { code: invitation.code, expires: invitation.expires }
  })
}
