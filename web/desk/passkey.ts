import type { PasskeyAnswer, PasskeyAsked } from './rooms/sign-in/calls.ts'

/**
 * The ceremony of a passkey. It needs a document, so it runs in the page; what it gives goes to the worker at once and is
 * moved, not copied. The page never sees a key.
 */

/** `prf` is asked for by its own name: not every list of types knows it (WebAuthn Level 3 §10.1.4). */
type Extensions = AuthenticationExtensionsClientInputs & { readonly prf: { readonly eval: { readonly first: BufferSource } } }
type Results = { readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: ArrayBuffer | ArrayBufferView } } }

/** EdDSA, ECDSA on P-256, RSA: the server takes no other. */
const ALGORITHMS = [-8, -7, -257]
const TIMEOUT_MS = 110_000

/** Whether this browser can be asked at all. Passkeys are made for names: an address of numbers has none. */
export function canUsePasskeys(): boolean {
  return globalThis.isSecureContext && typeof PublicKeyCredential === 'function' && !isNumber(location.hostname)
}

export function isNumber(hostname: string): boolean {
  return /^[0-9.]+$/.test(hostname) || hostname.includes(':') || hostname.startsWith('[')
}

/** The person closed the question, let it run out, or the authenticator could not check who is there. */
export class PasskeyDeclined extends Error {
  override readonly name = 'PasskeyDeclined'
}

export type Made = {
  readonly credential: Uint8Array
  readonly clientData: Uint8Array
  readonly attestation: Uint8Array
  /** Null where the authenticator gives no secret. */
  readonly secret: Uint8Array | null
}

/** A new passkey on an authenticator that has none for this member. The account that it shows is the member's code, no name. */
export async function makePasskey(
  asked: PasskeyAsked & { handle: Uint8Array; have: readonly Uint8Array[] },
  member: string,
): Promise<Made> {
  const made = await declining(
    navigator.credentials.create({
      publicKey: {
        rp: { id: location.hostname, name: 'Asylia' },
        user: { id: bytes(asked.handle), name: member, displayName: member },
        challenge: bytes(asked.challenge),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        excludeCredentials: asked.have.map((id) => ({ type: 'public-key', id: bytes(id) })),
        attestation: 'none',
        timeout: TIMEOUT_MS,
        extensions: prf(asked.question),
      },
    }),
  )
  const response = made.response as AuthenticatorAttestationResponse
  const parts = {
    credential: new Uint8Array(made.rawId),
    clientData: new Uint8Array(response.clientDataJSON),
    attestation: new Uint8Array(response.attestationObject),
  }
  const said = (made.getClientExtensionResults() as Results).prf
  if (said?.enabled !== true) return { ...parts, secret: null }
  // Many authenticators give the secret only when they are asked a second time.
  const secret = secretOf(said) ?? (await askPasskey({ challenge: asked.challenge, question: asked.question }, parts.credential)).secret
  return { ...parts, secret }
}

/** Asks whatever passkey of ours is at hand, or exactly this one. */
export async function askPasskey(
  { challenge, question }: PasskeyAsked,
  only?: Uint8Array,
): Promise<{ readonly answer: PasskeyAnswer; readonly secret: Uint8Array | null }> {
  const given = await declining(
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(challenge),
        rpId: location.hostname,
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        allowCredentials: only === undefined ? [] : [{ type: 'public-key', id: bytes(only) }],
        extensions: prf(question),
      },
    }),
  )
  const response = given.response as AuthenticatorAssertionResponse
  return {
    answer: {
      credential: new Uint8Array(given.rawId),
      clientData: new Uint8Array(response.clientDataJSON),
      authenticator: new Uint8Array(response.authenticatorData),
      signature: new Uint8Array(response.signature),
    },
    secret: secretOf((given.getClientExtensionResults() as Results).prf),
  }
}

async function declining(asked: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const answered = await asked.catch(() => null)
  if (!(answered instanceof PublicKeyCredential)) throw new PasskeyDeclined('no answer')
  return answered
}

function prf(question: Uint8Array): Extensions {
  return { prf: { eval: { first: bytes(question) } } }
}

function secretOf(said: Results['prf']): Uint8Array | null {
  const first = said?.results?.first
  if (first === undefined) return null
  const found = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first)
  return found.length === 32 ? found : null
}

/** In memory of its own, as the browser's types ask. */
function bytes(of: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(of)
}
