import type { Static } from 'typebox'
import { b64u, unb64u, unutf8, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { memberKeysOf } from '#crypto/team/member.ts'
import { type Passphrase, readPassphrase } from '#crypto/team/passphrase.ts'
import { openMemberKey } from '#crypto/team/wraps.ts'
import { openMemberKeyWithPasskey, PASSKEY_QUESTION } from '#crypto/team/wraps-passkey.ts'
import type { Progress } from '#crypto/team/wraps-passphrase.ts'
import type {
  CodesAnswer,
  OpenPasskeyAnswer,
  OutsideAnswer,
  OutsideBegin,
  PasskeyQuestion,
  WaysAnswer,
} from '#features/teams/sign-in.contract.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Calls } from '../../calls.ts'
import type { Device } from '../../model.ts'
import type { Entered, WayInCalls } from '../../rooms/sign-in/calls.ts'
import type { Handlers } from '../answers.ts'
import { newDevice } from '../device.ts'
import type { Door } from '../door.ts'
import { DeskFault } from '../fault.ts'
import { loadKeyList } from '../key-list.ts'
import { type SignedIn, signIn, unlock, type Vault } from '../vault.ts'
import { inText } from './handlers.ts'

const ONE = { min: 1, max: 1 }

export type WayInParts = {
  readonly door: Door
  readonly clock: Clock
  readonly progress: Progress
  /** Takes the opened desk over. */
  readonly enter: (vault: Vault) => void
}

type PasskeyOpened = Static<typeof OpenPasskeyAnswer>
type Waits = { readonly again: () => Promise<SignedIn>; readonly member: string; readonly device: Device }

/** Every way into the desk: words, passkeys, the sign-in of an institution, and waiting for a colleague. */
export function wayIn(parts: WayInParts): Handlers<WayInCalls> & Pick<Handlers, 'unlock'> {
  const { door } = parts
  let waits: Waits | null = null
  let passkey: { readonly opened: PasskeyOpened; readonly device: Device } | null = null

  const arrive = async (signed: SignedIn, who: { member: string; device: Device; drafts: Uint8Array | null }): Promise<Entered> => {
    const { member, device, drafts } = who
    const nothing = { member, device, hasKey: false, drafts: null, waiting: null, lastOn: null, lastWith: null }
    if (signed.state === 'waiting') {
      waits = { again: signed.again, member, device }
      return { ...nothing, state: 'waiting', waiting: { code: signed.code, since: signed.since } }
    }
    waits = null
    passkey = null
    parts.enter(signed.vault)
    return {
      ...nothing,
      state: 'open',
      hasKey: signed.vault.epochs.length > 0,
      drafts: drafts === null ? null : await openDrafts(signed.vault, drafts),
      lastOn: signed.lastOn,
      lastWith: signed.lastWith,
    }
  }

  return {
    ways: () => door.ask<Static<typeof WaysAnswer>>('ways'),
    unlock: async (given) => {
      const words = wordsOf(given.typed)
      const device = given.device ?? (await newDevice())
      const signed = await unlock(door, parts.clock, { member: given.member, words, device, label: given.label ?? 'other' }, parts.progress)
      return arrive(signed, { member: given.member, device, drafts: given.drafts })
    },
    waitOn: async ({ drafts }) => {
      if (waits === null) throw new DeskFault('locked', 'gone')
      const { again, member, device } = waits
      return arrive(await again(), { member, device, drafts })
    },
    askPasskey: async () => {
      const { challenge } = await door.ask<Static<typeof PasskeyQuestion>>('passkeys/ask', {})
      return { challenge: unb64u(challenge), question: utf8(PASSKEY_QUESTION) }
    },
    openPasskey: async (given) => {
      const opened = await door.ask<PasskeyOpened>('passkeys/open', inText({ challenge: given.challenge, ...given.answer }))
      const device = given.device ?? (await newDevice())
      passkey = { opened, device }
      if (opened.wrap === null || given.secret === null) return needsWords(opened, device)
      const seed = await openWrap(door, opened, { credential: given.answer.credential, secret: given.secret })
      const drafts = given.drafts?.member === opened.member ? given.drafts.sealed : null
      return arrive(await enterWith(parts, passkey, seed), { member: opened.member, device, drafts })
    },
    openPasskeyWords: async ({ typed, drafts }) => {
      if (passkey === null) throw new DeskFault('locked', 'gone')
      const { opened, device } = passkey
      const { instance, member } = opened
      const seed = await openMemberKey(unb64u(opened.sealedKey), { instance, member }, wordsOf(typed), parts.progress)
      if (seed === null) throw new DeskFault('unlock.refused', 'typed')
      return arrive(await enterWith(parts, passkey, seed), { member, device, drafts })
    },
    goOutside: ({ binding, site }) => door.ask<Static<typeof OutsideBegin>>('outside/begin', { binding: b64u(sha256(binding)), site }),
    backFromOutside: (given) => fromOutside(door, given),
  }
}

/** Twelve words that hold together; nothing is sent while one of them is wrong. */
export function wordsOf(typed: string): Passphrase {
  const read = readPassphrase(typed)
  if (!read.ok) throw new DeskFault(`unlock.${read.problem}`, 'typed', { at: read.at ?? 0, count: read.count ?? 0 })
  return read.passphrase
}

function needsWords({ member }: PasskeyOpened, device: Device): Entered {
  return { state: 'words', member, device, hasKey: false, drafts: null, waiting: null, lastOn: null, lastWith: null }
}

/** The member seed; a passkey that gives another secret than it gave is told of and used no more. guards A-09 */
async function openWrap(door: Door, opened: PasskeyOpened, given: { credential: Uint8Array; secret: Uint8Array }): Promise<Uint8Array> {
  const { instance, member, passkey, challenge } = opened
  const of = { instance, member, credential: given.credential }
  const seed = await openMemberKeyWithPasskey(unb64u(opened.wrap ?? ''), of, given.secret)
  given.secret.fill(0)
  if (seed !== null) return seed
  await door.ask('passkeys/changed', { member, passkey, challenge })
  throw new DeskFault('passkey.changed', 'typed')
}

async function enterWith(
  { door, clock }: WayInParts,
  { opened, device }: { readonly opened: PasskeyOpened; readonly device: Device },
  seed: Uint8Array,
): Promise<SignedIn> {
  const { member, challenge, label, passkey } = opened
  const list = await loadKeyList(door, clock.now())
  const instance = list.ok ? list.instance : opened.instance
  return signIn(door, clock, { member, keys: memberKeysOf(seed), instance, challenge, list, device, label, passkey })
}

/** A session without a key: codes, and nothing that is sealed. */
async function fromOutside(door: Door, given: Calls['backFromOutside']['in']): Promise<Calls['backFromOutside']['out']> {
  const device = given.device ?? (await newDevice())
  const answer = await door.ask<Static<typeof OutsideAnswer>>('outside/finish', {
    address: given.address,
    binding: b64u(given.binding),
    device: b64u(device.publicKey),
    label: given.label,
  })
  if (answer.state === 'connected') return { state: 'connected' }
  door.use(answer.token, device)
  return { state: 'keyless', device, ...(await door.ask<Static<typeof CodesAnswer>>('codes')) }
}

/** What was typed before the desk locked; null when it is not this member's. */
async function openDrafts(vault: Vault, sealed: Uint8Array): Promise<string | null> {
  const plain = await openWith([openerOf(vault.keys.seed)], sealed, ONE)
  return plain === null ? null : unutf8(plain)
}
