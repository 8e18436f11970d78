import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import type { Opener } from '#crypto/open/open-age.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { openParcelBody, openParcelWrap } from '#crypto/team/open-parcel.ts'
import { sealParcel, wrapParcel } from '#crypto/team/parcel.ts'
import type { KeptText } from '#features/alerts/alert.contract.ts'
import { openRing } from '../cases/ring.ts'
import { DeskFault } from '../fault.ts'
import { rewrapPages } from '../rewrap.ts'
import { currentEpoch, type Vault } from '../vault.ts'

/** Alerts have no exclusions of a reporter inside: whom they may not reach is asked before. */
const NO_LIST = '0'.repeat(64)

/** Where the own side of an alert is sealed to: the key of the case, or that of the team; `epoch` 0 is a case. */
export type Home = {
  readonly recipient: Uint8Array
  readonly epoch: number
  readonly openers: readonly Opener[]
  readonly denied: readonly string[]
}

export async function homeOf(vault: Vault, code: string | null): Promise<Home> {
  const team = vault.epochs.map(({ opener }) => opener)
  if (code === null) {
    const { recipient, epoch } = currentEpoch(vault)
    return { recipient, epoch, openers: team, denied: [] }
  }
  const ring = await openRing(vault, code)
  const newest = ring.seeds.at(-1)
  if (newest === undefined) throw new DeskFault('case.keys_missing', 'sealed')
  return { recipient: recipientOf(newest), epoch: 0, openers: [...ring.openers, ...team], denied: ring.denied }
}

/** A sealed text as every door of alerts takes it. */
export async function sealText(plain: Uint8Array, to: { readonly recipient: Uint8Array; readonly epoch: number }) {
  const text = crypto.randomUUID()
  const { body, payload } = await sealParcel(plain, text.replaceAll('-', ''), NO_LIST)
  return { text, epoch: to.epoch, body: b64u(body), wrap: b64u(await wrapParcel(payload, to.recipient)) }
}

/** Opens one; refuses `wrap.not_this` what is for none of these keys, or is another text than was asked for. */
export async function openText({ text, wrap }: KeptText, body: Uint8Array, openers: readonly Opener[]): Promise<Uint8Array> {
  const payload = await openParcelWrap(openers, unb64u(wrap))
  if (payload === null || payload.item !== text.replaceAll('-', '')) throw new SealingRefusal('wrap.not_this')
  return openParcelBody(payload, body)
}

/** What is sealed to an older team key is wrapped for the newest, so that the one before can be destroyed. */
export const rewrapAlerts = (vault: Vault): Promise<void> =>
  rewrapPages<KeptText>(vault, 'alerts/wraps', ({ text }, anew) => vault.door.ask('alerts/rewrap', { text, ...anew }))
