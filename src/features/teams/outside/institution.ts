import * as client from 'openid-client'
import { Refusal } from '#kernel/refusal.ts'
import type { OutsideSettings } from '../desk.ts'

export type Question = { readonly state: string; readonly nonce: string; readonly verifier: string }

/** What an institution says of somebody: that they are themselves, under an identifier that it alone understands. */
export type Subject = { readonly issuer: string; readonly subject: string }

const isLoopback = (issuer: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname)

/**
 * The institution as it describes itself (OpenID Connect Discovery), asked anew at each sign-in: its keys change. TLS is
 * demanded of every host but this machine. Refuses `outside.away`.
 */
async function describe({ issuer, clientId, clientSecret }: OutsideSettings): Promise<client.Configuration> {
  try {
    return await client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
      { timeout: 10, ...(isLoopback(issuer) ? { execute: [client.allowInsecureRequests] } : {}) },
    )
  } catch {
    throw new Refusal('outside.away')
  }
}

/** Where to send somebody: the code flow with PKCE, state and nonce, and no more of them than that they are themselves. */
export async function addressOf(settings: OutsideSettings, back: string): Promise<Question & { readonly address: string }> {
  const described = await describe(settings)
  const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
  const address = client.buildAuthorizationUrl(described, {
    redirect_uri: back,
    scope: 'openid',
    response_type: 'code',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { state, nonce, verifier, address: address.href }
}

/** Who came back; refuses `outside.refused` whatever does not fit the question: state, nonce, verifier, issuer, key or time. */
export async function readAnswer(settings: OutsideSettings, answered: URL, { state, nonce, verifier }: Question): Promise<Subject> {
  const described = await describe(settings)
  try {
    const tokens = await client.authorizationCodeGrant(described, answered, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new Error('no id token')
    return { issuer: claims.iss, subject: claims.sub }
  } catch {
    // The library's own words may hold what the institution sent.
    throw new Refusal('outside.refused')
  }
}
