import { b64u, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { callBytes } from '#crypto/sign/call-proof.ts'
import type { Device } from '../model.ts'

const SIGNS = { name: 'ECDSA', hash: 'SHA-256' } as const

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
