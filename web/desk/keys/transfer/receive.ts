import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, randomBytes, unb64u } from '#crypto/bytes.ts'
import { guardWrap } from '#crypto/mailbox/exclusions.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { checkedParcel, openParcelBody, openParcelWrap } from '#crypto/team/open-parcel.ts'
import { type Parcel, sealParcel, wrapParcel } from '#crypto/team/parcel.ts'
import { sealKey } from '#crypto/team/wraps.ts'
import type { Accept, Incoming, IncomingAnswer } from '#features/reports/transfer/transfer.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { Arrival } from '../../rooms/transfer/calls.ts'
import { caseKeyOf } from '../cases/ring.ts'
import { DeskFault } from '../fault.ts'
import { rewrapEach } from '../rewrap.ts'
import { currentEpoch, readersOf, recipientsOf, recoveryMark, refresh, type Vault } from '../vault.ts'
import { blockedOf, contentView } from './parcel-view.ts'

async function told(vault: Vault): Promise<readonly Incoming[]> {
  return (await vault.door.ask<Static<typeof IncomingAnswer>>('incoming')).incoming
}

/** Everything that other teams sent, opened here; what does not hold shows nothing but its code. */
export async function arrivals(vault: Vault): Promise<readonly Arrival[]> {
  return Promise.all((await told(vault)).map((one) => arrivalView(vault, one)))
}

async function arrivalView(vault: Vault, one: Incoming): Promise<Arrival> {
  const name = vault.list.ok ? vault.list.teams.find(({ id }) => id === one.from)?.name : undefined
  const { incoming, from, sentOn, until, urgent, forgets } = one
  const facts = { incoming, from, fromName: name ?? {}, sentOn, until, urgent, forgets }
  try {
    const { parcel } = await open(vault, one)
    const { statement } = parcel.transfer
    return { ...facts, problem: null, reason: statement.reason as Arrival['reason'], content: contentView(parcel.content, parcel.never) }
  } catch (error) {
    if (error instanceof SealingRefusal) return { ...facts, problem: error.code, reason: null, content: null }
    throw error
  }
}

/** Opens a parcel and holds it against the signed list: who gave it, for whom, and who may never read it. */
async function open(vault: Vault, one: Incoming): Promise<{ parcel: Parcel; plain: Uint8Array }> {
  const payload = await openParcelWrap(
    vault.epochs.map(({ opener }) => opener),
    unb64u(one.wrap),
  )
  if (payload === null) throw new SealingRefusal('wrap.not_this')
  const { bytes } = await vault.door.bytes('incoming/body', { incoming: one.incoming })
  const plain = await openParcelBody(payload, bytes)
  const giver = vault.list.ok ? vault.list.teams.find(({ id }) => id === one.from) : undefined
  if (giver === undefined) throw new SealingRefusal('parcel.unsigned')
  const parcel = checkedParcel(plain, payload, {
    team: vault.team,
    from: giver,
    blocked: (read) => blockedOf(vault, read),
  })
  return { parcel, plain }
}

/**
 * Accepts: everything is sealed anew under an identity that the giving team does not have, and under the key of a new case.
 * Every team that is barred here or there is named to the server. guards T-27
 */
export async function accept(vault: Vault, incoming: string): Promise<{ case: string; report: string }> {
  await refresh(vault)
  const one = (await told(vault)).find((row) => row.incoming === incoming)
  if (one === undefined) throw new DeskFault('record.not_found', 'refused')
  const { parcel, plain } = await open(vault, one)
  const blocked = new Set([...blockedOf(vault, parcel), ...one.barred])
  guardWrap([vault.team], blocked)
  const [code, report, item, seed] = [newPublicCode('C'), newPublicCode('R'), hex(randomBytes(16)), newSeed()]
  const neverSha256 = parcel.transfer.statement.never_sha256
  const { body, payload } = await sealParcel(plain, item, neverSha256)
  const key = {
    wrap: b64u(await sealKey(caseKeyOf(vault, code), seed, recipientsOf(vault))),
    readers: readersOf(vault).map(({ member }) => member),
    ...recoveryMark(vault),
  }
  const given: Accept = {
    incoming,
    item,
    report,
    case: code,
    key,
    wrap: b64u(await wrapParcel(payload, recipientOf(seed))),
    body: b64u(body),
    neverSha256,
    blocked: [...blocked].toSorted(),
  }
  await vault.door.ask('incoming/accept', given)
  return { case: code, report }
}

export async function giveBack(vault: Vault, incoming: string): Promise<void> {
  await vault.door.ask('incoming/return', { incoming })
}

/** What waits is wrapped for the newest team key, so that the one before can be destroyed. */
export async function rewrapArrivals(vault: Vault): Promise<void> {
  const { epoch } = currentEpoch(vault)
  const old = (await told(vault)).filter((one) => one.epoch < epoch)
  await rewrapEach(vault, old, ({ incoming }, anew) => vault.door.ask('incoming/wrap', { incoming, ...anew }))
}
