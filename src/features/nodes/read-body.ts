import type { TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'
import { concat } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import type { Sealed } from './body.contract.ts'

/** What a body says, if it has this form; undefined for everything else that a peer can write. */
export function readBody<Context extends Record<string, TSchema>, Schema extends TSchema, Said>(
  reader: Validator<Context, Schema, Said>,
  body: Uint8Array,
): Said | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return reader.Check(said) ? said : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The lengths of a sealed copy are all the same; those of the key to it depend on how many read it. */
export const SEALED = 18_043
const WRAP = { least: 200, most: 4_096 } as const

/** A body that carries something sealed to people: what a server reads as canonical JSON, a zero, and the bytes as they are. */
export const sealedBody = (said: object, { body, wrap }: Sealed): Uint8Array => concat(canonicalBytes(said), Uint8Array.of(0), body, wrap)

/** Reads it back; undefined for everything else that a peer can write. */
export function readSealed<Context extends Record<string, TSchema>, Schema extends TSchema, Said>(
  reader: Validator<Context, Schema, Said>,
  bytes: Uint8Array,
): (Said & Sealed) | undefined {
  const zero = bytes.indexOf(0)
  const said = zero === -1 ? undefined : readBody(reader, bytes.subarray(0, zero))
  const wrap = bytes.subarray(zero + 1 + SEALED)
  if (said === undefined || wrap.length < WRAP.least || wrap.length > WRAP.most) return undefined
  return { ...said, body: bytes.subarray(zero + 1, zero + 1 + SEALED), wrap }
}
