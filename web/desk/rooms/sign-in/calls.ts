import type { Device, DeviceLabel } from '../../model.ts'

/** How a sign-in ended. */
export type Entered = {
  /** `words`: the passkey is this member's and gives no secret, so the words are needed as well. */
  readonly state: 'open' | 'waiting' | 'words'
  readonly member: string
  readonly device: Device
  readonly hasKey: boolean
  readonly drafts: string | null
  /** The code that a colleague sees as well, and the day. */
  readonly waiting: { readonly code: string; readonly since: string } | null
  readonly lastOn: string | null
  readonly lastWith: string | null
}

/** What an authenticator is asked, and the text that it turns into a secret. */
export type PasskeyAsked = { readonly challenge: Uint8Array; readonly question: Uint8Array }

/** What an authenticator answered. */
export type PasskeyAnswer = {
  readonly credential: Uint8Array
  readonly clientData: Uint8Array
  readonly authenticator: Uint8Array
  readonly signature: Uint8Array
}

/** The calls of somebody who is not in yet. */
export type WayInCalls = {
  ways: { in: null; out: { outside: boolean } }
  /** Asks again whether a colleague said yes. */
  waitOn: { in: { drafts: Uint8Array | null }; out: Entered }
  askPasskey: { in: null; out: PasskeyAsked }
  /** `secret` is what the authenticator gave; the worker wipes it. Draft fields are opened by whoever they belong to. */
  openPasskey: {
    in: {
      challenge: Uint8Array
      answer: PasskeyAnswer
      secret: Uint8Array | null
      drafts: { readonly member: string; readonly sealed: Uint8Array } | null
      device: Device | null
    }
    out: Entered
  }
  /** The words, after a passkey that gives no secret. */
  openPasskeyWords: { in: { typed: string; drafts: Uint8Array | null }; out: Entered }
  goOutside: { in: { binding: Uint8Array; site: string }; out: { address: string } }
  backFromOutside: {
    in: { address: string; binding: Uint8Array; device: Device | null; label: DeviceLabel }
    out: { state: 'connected' } | ({ state: 'keyless'; device: Device } & Codes)
  }
}

export type Codes = {
  readonly member: string
  readonly team: string
  readonly cases: readonly { readonly case: string; readonly openedOn: string }[]
}

export type SignIns = {
  readonly devices: readonly {
    readonly device: string
    readonly member: string
    readonly label: DeviceLabel
    readonly state: 'waiting' | 'known'
    readonly askedOn: string
    readonly seenOn: string
  }[]
  readonly passkeys: readonly {
    readonly passkey: string
    readonly member: string
    readonly label: DeviceLabel
    readonly opens: boolean
    readonly addedOn: string
    readonly usedOn: string | null
    readonly haltedOn: string | null
  }[]
  readonly notices: readonly {
    readonly notice: string
    readonly member: string
    readonly kind: 'passkey_ran_back' | 'passkey_changed' | 'passkey_foreign' | 'device_refused'
    readonly notedOn: string
  }[]
  readonly outside: boolean | null
}

/** The calls of a member about how the team signs in. */
export type SignInCalls = {
  'sign-in.list': { in: null; out: SignIns }
  'sign-in.settle': { in: { device: string; isOurs: boolean }; out: null }
  'sign-in.forget': { in: { device: string }; out: null }
  'sign-in.noted': { in: { notice: string }; out: null }
  'sign-in.begin': { in: null; out: PasskeyAsked & { readonly handle: Uint8Array; readonly have: readonly Uint8Array[] } }
  /** `secret` is what the new authenticator gave, null where it gives none; the worker wipes it. */
  'sign-in.keep': {
    in: {
      challenge: Uint8Array
      credential: Uint8Array
      clientData: Uint8Array
      attestation: Uint8Array
      label: DeviceLabel
      secret: Uint8Array | null
    }
    out: null
  }
  'sign-in.drop': { in: { passkey: string }; out: null }
  'sign-in.connect': { in: { binding: Uint8Array; site: string }; out: { address: string } }
  'sign-in.disconnect': { in: null; out: null }
  'sign-in.withdraw': { in: { code: string }; out: null }
  /** Twelve new words for the same key, kept here until they were typed from paper. */
  'sign-in.newWords': { in: null; out: { words: readonly string[] } }
  /** Seals the key with them; every session of the member ends. */
  'sign-in.keepWords': { in: { typed: string }; out: null }
}
