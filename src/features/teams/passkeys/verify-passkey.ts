import type { KeepPasskey, OpenPasskey } from '../sign-in.contract.ts'

/** Loaded when the first passkey is read: its parsers take half a second that no start of the server should wait for. */
const reader = () => import('@simplewebauthn/server')

/** EdDSA, ECDSA on P-256, RSA with SHA-256: what authenticators have. */
const ALGORITHMS = [-8, -7, -257]

export type MadePasskey = {
  readonly credential: Uint8Array
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly rpId: string
}

/** The names that passkeys are made for: those of our own addresses, and no name that a request brings. */
function namesOf(sites: readonly string[]): string[] {
  return [...new Set(sites.map((site) => new URL(site).hostname))]
}

/**
 * The passkey that an authenticator made for one of our addresses, for this challenge and after it asked who is there
 * (WebAuthn Level 3 §7.1); undefined when anything of that does not hold.
 */
export async function readRegistration(sites: readonly string[], given: KeepPasskey): Promise<MadePasskey | undefined> {
  try {
    const { verifyRegistrationResponse } = await reader()
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: given.credential,
        rawId: given.credential,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: given.clientData, attestationObject: given.attestation },
      },
      expectedChallenge: given.challenge,
      expectedOrigin: [...sites],
      expectedRPID: namesOf(sites),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified || registrationInfo.rpID === undefined) return undefined
    const { credential, rpID } = registrationInfo
    return { credential: Buffer.from(credential.id, 'base64url'), publicKey: credential.publicKey, counter: credential.counter, rpId: rpID }
  } catch {
    // The library throws for whatever does not fit; which part of it is nothing that a sender should learn.
    return undefined
  }
}

/**
 * The counter of an authenticator that answered this challenge with this passkey, on the address it was made for and after it
 * asked who is there (§7.2); undefined when anything of that does not hold. Whether the counter grew is the caller's to judge.
 */
export async function readAssertion(
  sites: readonly string[],
  given: OpenPasskey,
  known: { readonly public_key: Uint8Array; readonly rp_id: string },
): Promise<number | undefined> {
  try {
    const { verifyAuthenticationResponse } = await reader()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: given.credential,
        rawId: given.credential,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: given.clientData, authenticatorData: given.authenticator, signature: given.signature },
      },
      expectedChallenge: given.challenge,
      expectedOrigin: [...sites],
      expectedRPID: known.rp_id,
      requireUserVerification: true,
      // Zero lets every counter through: one that ran back is told of, and not only refused.
      credential: { id: given.credential, publicKey: new Uint8Array(known.public_key), counter: 0 },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}
