import { h, type JSX } from 'preact'
import { hrefOf } from '../../address.ts'
import { canUsePasskeys } from '../../passkey.ts'
import { mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { askers, isLoaded, ownPasskeys, PASSKEYS_WANTED, signIns } from './state.ts'

/** What has to be seen in every room: who waits for a yes, what went wrong, and that passkeys are missing. */
export function signInLines(): JSX.Element[] {
  const [notices, asking, own] = [signIns.value.notices.length, askers.value.length, ownPasskeys.value.length]
  const isShort = isLoaded.value && own < PASSKEYS_WANTED && canUsePasskeys()
  return [
    ...(notices === 0 ? [] : [line('sign-in', mark('stop', say('sign-in.line_notices', { count: notices })))]),
    ...(asking === 0 ? [] : [line('sign-in', mark('caution', say('sign-in.line_asks', { count: asking })))]),
    ...(isShort ? [line('start', mark('plain', say('sign-in.line_two', { count: own })))] : []),
  ]
}

function line(room: string, words: JSX.Element): JSX.Element {
  return h('a', { href: hrefOf(room) }, words)
}
