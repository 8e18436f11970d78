import { canonicalJson, type JsonValue } from '#kernel/jcs.ts'
import { equalBytes, unutf8, utf8 } from './bytes.ts'
import { refusing, SealingRefusal } from './refusals.ts'

const DEPTH = 6
/** The largest body bucket; nothing sealed or signed holds longer JSON. */
const LENGTH = 1_048_576
/** Far above 128 teams or 50 files, far below what makes a phone stall. */
const VALUES = 65_536

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
/** What a byte outside a string does to the depth. */
const STEPS = new Map([
  [0x5b, 1],
  [0x7b, 1],
  [0x5d, -1],
  [0x7d, -1],
])

/**
 * The canonical bytes of a value (RFC 8785, and NFC strings, whole numbers, depth up to 6).
 * Refuses `json.not_canonical` what no reader would take.
 */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return utf8(refusing('json.not_canonical', () => canonicalJson(checked(value, 0))))
}

/**
 * Reads canonical JSON: what is written again must be the same bytes. With `check`, what it answers undefined to is refused too.
 * Every refusal is `json.not_canonical`; size, depth and count are looked at before anything is parsed.
 */
// guards I-03
export function readCanonical<T = unknown>(bytes: Uint8Array, check?: (value: unknown) => T | undefined): T {
  refuseOutsized(bytes)
  const value = refusing('json.not_canonical', (): unknown => JSON.parse(unutf8(bytes)))
  if (!equalBytes(canonicalBytes(value), bytes)) throw new SealingRefusal('json.not_canonical')
  const found = check === undefined ? (value as T) : check(value)
  if (found === undefined) throw new SealingRefusal('json.not_canonical')
  return found
}

/** One pass over the bytes: a bracket inside a string does not count, one in an odd place is found by the parser. */
function refuseOutsized(bytes: Uint8Array): void {
  if (bytes.length > LENGTH) throw new SealingRefusal('json.not_canonical')
  let depth = 0
  let values = 0
  for (let at = 0; at < bytes.length; at = next(bytes, at)) {
    depth += STEPS.get(bytes[at] ?? 0) ?? 0
    values += bytes[at] === COMMA ? 1 : 0
    if (depth > DEPTH || values > VALUES) throw new SealingRefusal('json.not_canonical')
  }
}

/** Strings are stepped over whole. */
function next(bytes: Uint8Array, at: number): number {
  return (bytes[at] === QUOTE ? endOfString(bytes, at) : at) + 1
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function checked(value: unknown, depth: number): JsonValue {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string' && value.normalize('NFC') === value) return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value !== 'object' || depth >= DEPTH) throw new TypeError('This has no canonical form.')
  if (Array.isArray(value)) return value.map((member) => checked(member, depth + 1))
  const members = Object.entries(value).map(([name, member]) => [nameOf(name), checked(member, depth + 1)] as const)
  return Object.fromEntries(members)
}

/** A name that means the prototype would mean it again in the next reader that copies the object. */
function nameOf(name: string): string {
  if (name === '__proto__' || name.normalize('NFC') !== name) throw new TypeError('This name has no canonical form.')
  return name
}
