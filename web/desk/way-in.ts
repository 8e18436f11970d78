import { signal } from '@preact/signals'
import { call, draftsOf, enter, working as run, show } from './actions.ts'
import { drafts, fault, screen } from './desk-state.ts'
import type { Device, DeviceLabel } from './model.ts'
import { askPasskey, PasskeyDeclined } from './passkey.ts'
import type { Codes, Entered } from './rooms/sign-in/calls.ts'
import { say } from './words.ts'

/** How somebody gets to the open desk, whichever way they take. */

/** The handle of this browser's key, for as long as the tab lives. What a lock ends stands in the worker. */
let device: Device | null = null

export const waitingFor = signal<{ readonly code: string; readonly since: string; readonly member: string } | null>(null)
export const passkeyOf = signal<string | null>(null)
export const codes = signal<Codes | null>(null)
/** The sign-in before this one: its day, and with what. */
export const lastTime = signal<{ readonly on: string; readonly with: string } | null>(null)
export const ways = signal<{ readonly outside: boolean }>({ outside: false })

/** Laptop or phone, as far as the browser shows it: a suggestion that the person can change. */
export function likelyLabel(): DeviceLabel {
  return matchMedia('(pointer: coarse)').matches ? 'phone' : 'laptop'
}

export const heldDevice = (): Device | null => device

export function holdDevice(made: Device): void {
  device = made
}

/** The code and the words. */
export async function unlockWithWords(member: string, typed: string): Promise<void> {
  const given = { member, typed, drafts: draftsOf(member), device, label: likelyLabel() }
  await arrive(await run(say('unlock.working'), () => call('unlock', given)))
}

/** Whatever passkey is at hand; where it gives no secret, the words are asked for as well. */
export async function enterWithPasskey(): Promise<void> {
  const entered = await run(say('sign-in.asking'), async () => {
    const asked = await call('askPasskey', null)
    const { answer, secret } = await askPasskey(asked).catch(sayDeclined)
    return call('openPasskey', { challenge: asked.challenge, answer, secret, device, drafts: anyDrafts() })
  })
  await arrive(entered)
}

export async function enterWithPasskeyWords(typed: string): Promise<void> {
  const kept = passkeyOf.value === null ? null : draftsOf(passkeyOf.value)
  await arrive(await run(say('unlock.working'), () => call('openPasskeyWords', { typed, drafts: kept })))
}

/** Asks whether a colleague said yes meanwhile. */
export async function askAgain(): Promise<void> {
  const kept = waitingFor.value === null ? null : draftsOf(waitingFor.value.member)
  try {
    await arrive(await call('waitOn', { drafts: kept }))
  } catch (error) {
    show(error)
  }
}

/** Where a sign-in leads: to the open desk, to waiting, or to the words. */
async function arrive(entered: Entered | null): Promise<void> {
  if (entered === null) return
  device = entered.device
  waitingFor.value = entered.waiting === null ? null : { ...entered.waiting, member: entered.member }
  passkeyOf.value = entered.state === 'words' ? entered.member : null
  if (entered.state === 'waiting') screen.value = 'waiting'
  if (entered.state === 'words') screen.value = 'passkey-words'
  if (entered.state !== 'open') return
  codes.value = null
  lastMember.value = entered.member
  lastTime.value = entered.lastOn === null || entered.lastWith === null ? null : { on: entered.lastOn, with: entered.lastWith }
  drafts.value = entered.drafts === null ? {} : (JSON.parse(entered.drafts) as Record<string, string>)
  await run(say('unlock.opening'), enter)
  if (!entered.hasKey) fault.value = { code: 'unlock.no_key', kind: 'typed' }
}

/** Nobody knows whose passkey will answer, so the drafts of this tab go along; the worker opens them for their member alone. */
function anyDrafts(): { readonly member: string; readonly sealed: Uint8Array } | null {
  const member = lastMember.value
  const sealed = member === null ? null : draftsOf(member)
  return member === null || sealed === null ? null : { member, sealed }
}
/** Who worked in this tab last: a code, for the drafts that were sealed when the desk locked. */
export const lastMember = signal<string | null>(null)

export function sayDeclined(error: unknown): never {
  if (error instanceof PasskeyDeclined) throw new DeclinedByPerson()
  throw error
}

/** Shown as words, not as a fault of ours. */
class DeclinedByPerson extends Error {
  override readonly name = 'passkey.declined'
}

const PLACE = 'asylia-outside'

/** Goes to the institution. The tab keeps one random number until it comes back, so that nobody else's answer counts here. guards A-06 */
export async function goOutside(connects: boolean): Promise<void> {
  const binding = crypto.getRandomValues(new Uint8Array(32))
  const given = { binding, site: location.origin }
  const there = await run(say('sign-in.leaving'), () => (connects ? call('sign-in.connect', given) : call('goOutside', given)))
  if (there === null) return
  sessionStorage.setItem(PLACE, Array.from(binding, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  location.assign(there.address)
}

/** Takes up what the institution sent back; the address is clean before anything is asked. */
export async function comeBack(): Promise<void> {
  const kept = sessionStorage.getItem(PLACE)
  sessionStorage.removeItem(PLACE)
  const address = location.href.split('#')[0] ?? ''
  if (!location.search.includes('state=')) return
  history.replaceState(null, '', location.pathname)
  if (kept === null || !/^[0-9a-f]{64}$/.test(kept)) return
  const binding = Uint8Array.from({ length: 32 }, (_, at) => Number.parseInt(kept.slice(2 * at, 2 * at + 2), 16))
  const back = await run(say('sign-in.asking'), () => call('backFromOutside', { address, binding, device, label: likelyLabel() }))
  if (back === null) return
  if (back.state === 'connected') screen.value = 'unlock'
  else {
    device = back.device
    codes.value = back
    screen.value = 'codes'
  }
}
