import { argon2idAsync } from '@noble/hashes/argon2.js'
import { sealedLength } from '../age/header.ts'
import { newSeed, recipientOf } from '../age/identity.ts'
import { equalBytes, hex, onlyZeros, randomBytes, unutf8, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'
import { sealTo } from './seal-age.ts'

const HASH_OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
/** Argon2id of "asylia/v1/check" under "asylia/v1/salt" with the least memory there is; a test has the platform compute it too. */
const LITTLE = { m: 8, t: 1, p: 1, dkLen: 32 } as const
const ARGON_OF_CHECK = '990d2c2a2e50b39d7b1e522e0b16d5b4db869093f2e0136218702cf76efd4228'
const START = 'age-encryption.org/v1\n'
const SAMPLE = 64

/**
 * Whether this browser can do what sealing needs: bytes that differ each time, streams, and our own code giving what it must
 * (SEALING 15). Sealing is tried once to a key that nobody has. Never rejects.
 */
export async function canProtect(): Promise<boolean> {
  try {
    return isRandom() && hex(sha256(utf8('abc'))) === HASH_OF_ABC && (await stretches()) && (await seals())
  } catch {
    // Whatever it lacks, it lacks it before anything was typed.
    return false
  }
}

function isRandom(): boolean {
  const [one, other] = [randomBytes(32), randomBytes(32)]
  return !equalBytes(one, other) && !onlyZeros(one) && !onlyZeros(other)
}

async function stretches(): Promise<boolean> {
  return hex(await argon2idAsync(utf8('asylia/v1/check'), utf8('asylia/v1/salt'), LITTLE)) === ARGON_OF_CHECK
}

async function seals(): Promise<boolean> {
  const sealed = await sealTo([recipientOf(newSeed())], new Uint8Array(SAMPLE))
  return sealed.length === sealedLength(SAMPLE, 1) && unutf8(sealed.subarray(0, START.length)) === START
}
