import type { Device } from '../model.ts'
import { DeskFault } from './fault.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

/**
 * What binds a session to this browser: a key pair whose secret half no program can read, this one neither. A page that was
 * not loaded over a protected connection has no such keys, and gets no weaker ones. guards T-28, T-08
 */
export async function newDevice(): Promise<Device> {
  if (globalThis.isSecureContext === false) throw new DeskFault('unlock.insecure', 'typed')
  const { subtle } = globalThis.crypto
  const { privateKey, publicKey } = await subtle.generateKey(P256, false, ['sign', 'verify'])
  return { secret: privateKey, publicKey: new Uint8Array(await subtle.exportKey('raw', publicKey)) }
}
