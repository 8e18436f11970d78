import { computed, signal } from '@preact/signals'
import { call } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import type { SignIns } from './calls.ts'

const NOTHING: SignIns = { devices: [], passkeys: [], notices: [], outside: null }
export const signIns = signal<SignIns>(NOTHING)
/** Before the first look nothing is said to be missing. */
export const isLoaded = signal(false)
/** A code that was just made, until somebody used it or it was taken back. */
export const invitation = signal<string | null>(null)

const mine = <One extends { readonly member: string }>(all: readonly One[]): One[] =>
  all.filter(({ member }) => member === team.value?.member)

export const ownPasskeys = computed(() => mine(signIns.value.passkeys).filter(({ haltedOn }) => haltedOn === null))
export const ownDevices = computed(() => mine(signIns.value.devices).filter(({ state }) => state === 'known'))
/** Colleagues in front of a browser that nobody knows. */
export const askers = computed(() =>
  signIns.value.devices.filter(({ state, member }) => state === 'waiting' && member !== team.value?.member),
)

/** Two, so that a lost one leaves the other. */
export const PASSKEYS_WANTED = 2

export async function load(): Promise<void> {
  signIns.value = await call('sign-in.list', null)
  isLoaded.value = true
}

export function forgetSignIns(): void {
  signIns.value = NOTHING
  isLoaded.value = false
  invitation.value = null
}
