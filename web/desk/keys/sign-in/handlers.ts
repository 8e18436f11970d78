import type { Static } from 'typebox'
import { b64u, unb64u, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { newPassphrase, type Passphrase } from '#crypto/team/passphrase.ts'
import { sealMemberKey } from '#crypto/team/wraps.ts'
import { PASSKEY_QUESTION, sealMemberKeyToPasskey } from '#crypto/team/wraps-passkey.ts'
import type { OutsideBegin, PasskeyBegin, SignIns } from '#features/teams/sign-in.contract.ts'
import type { SignInCalls } from '../../rooms/sign-in/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import { DeskFault } from '../fault.ts'
import { confirmWords } from '../join.ts'
import type { Vault } from '../vault.ts'

/** What a member can do about how they and their team sign in. */
export function signInHandlers(opened: () => Vault, tell: Tell): Handlers<SignInCalls> {
  let fresh: Passphrase | null = null
  const post = async (path: string, body: object): Promise<null> => {
    await opened().door.ask(path, body)
    return null
  }
  return {
    'sign-in.list': () => opened().door.ask<SignIns>('sign-ins'),
    'sign-in.settle': (given) => post('devices/settle', given),
    'sign-in.forget': (given) => post('devices/forget', given),
    'sign-in.noted': (given) => post('notices/settle', given),
    'sign-in.begin': async () => {
      const { challenge, handle, have } = await opened().door.ask<Static<typeof PasskeyBegin>>('passkeys/begin', {})
      return { challenge: unb64u(challenge), handle: unb64u(handle), have: have.map(unb64u), question: utf8(PASSKEY_QUESTION) }
    },
    'sign-in.keep': async ({ secret, label, ...made }) => {
      const wrap = await wrapFor(opened(), made.credential, secret)
      return post('passkeys/keep', { ...inText(made), member: opened().member, label, wrap })
    },
    'sign-in.drop': (given) => post('passkeys/drop', given),
    'sign-in.connect': ({ binding, site }) =>
      opened().door.ask<Static<typeof OutsideBegin>>('outside/connect', { binding: b64u(sha256(binding)), site }),
    'sign-in.disconnect': () => post('outside/disconnect', {}),
    'sign-in.withdraw': (given) => post('invitations/withdraw', given),
    'sign-in.newWords': async () => {
      fresh = newPassphrase()
      return { words: fresh.words }
    },
    'sign-in.keepWords': async ({ typed }) => {
      if (fresh === null) throw new DeskFault('locked', 'gone')
      confirmWords({ words: fresh }, typed)
      const { instance, member, keys } = opened()
      const told = (done: number) => tell({ event: 'progress', of: 'sign-in.keepWords', done: Math.round(done * 100), all: 100 })
      const sealed = await sealMemberKey(keys.seed, { instance, member }, fresh, told)
      fresh = null
      return post('members/sealed-key', { sealedKey: b64u(sealed) })
    },
  }
}

/** The member's key sealed to what the passkey gave; nothing where it gave nothing, and nothing weaker in its place. guards T-08 */
async function wrapFor({ instance, member, keys }: Vault, credential: Uint8Array, secret: Uint8Array | null): Promise<string | null> {
  if (secret === null) return null
  const wrap = await sealMemberKeyToPasskey(keys.seed, { instance, member, credential }, secret)
  secret.fill(0)
  return b64u(wrap)
}

/** Bytes as they go over the wire. */
export function inText<Name extends string>(parts: Readonly<Record<Name, Uint8Array>>): Record<Name, string> {
  const entries = Object.entries<Uint8Array>(parts).map(([name, bytes]) => [name, b64u(bytes)])
  return Object.fromEntries(entries) as Record<Name, string>
}
