import { b64u, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { callBytes } from '#crypto/sign/call-proof.ts'
import type { Device } from '../model.ts'
import { DeskFault } from './fault.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNS = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * What binds a session to this browser: a key pair whose secret half no program can read, this one neither. A page that was
 * not loaded over a protected connection has no such keys, and gets no weaker ones. guards T-28, T-08
 */
export async function newDevice(): Promise<Device> {
  const { subtle } = globalThis.crypto
  if (subtle === undefined) throw new DeskFault('unlock.insecure', 'typed')
  const { privateKey, publicKey } = await subtle.generateKey(P256, false, ['sign', 'verify'])
  return { secret: privateKey, publicKey: new Uint8Array(await subtle.exportKey('raw', publicKey)) }
}

/** Makes the headers of one call after the other: each is signed with a number that comes once. */
export function proverOf(device: Device, token: string): (call: Call) => Promise<Record<string, string>> {
  let number = 0
  return async ({ method, path, body }) => {
    number += 1
    const mine = number
    const bodyHash = sha256(utf8(body))
    const bytes = callBytes({ method, path, number: mine, bodyHash, token })
    const signature = new Uint8Array(await globalThis.crypto.subtle.sign(SIGNS, device.secret, bytes))
    return { 'asylia-session': token, 'asylia-proof': `${mine}.${b64u(bodyHash)}.${b64u(signature)}` }
  }
}

type Call = { readonly method: string; readonly path: string; readonly body: string }
