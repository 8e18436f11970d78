import { newSeed, readIdentity, recipientOf } from '../age/identity.ts'
import { concat, hex, onlyZeros, randomBelow, readU32, u32 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { ENV_PLAIN, ENV_STANZAS } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { hex16, hex32 } from '../roster/roster.ts'
import { exactly, object, type Shaped, text } from '../roster/shape.ts'
import { sealTo } from './seal-age.ts'

const payloadShape = object({
  v: exactly(1),
  item: hex16,
  identity: text(/^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/),
  body: hex32,
  never_sha256: hex32,
})

/** What opens one body: the identity of the item, and what the body has to be (SEALING 14). */
export type EnvelopePayload = Shaped<typeof payloadShape>

/**
 * Seals a payload to one to six teams. Fresh throw-away recipients make them six and the order is drawn, so that neither
 * number nor place tells anything. Refuses `envelope.team_count` and a team that stands twice.
 */
// guards T-04, T-06
export async function sealEnvelope(payload: EnvelopePayload, teams: readonly Uint8Array[]): Promise<Uint8Array> {
  const distinct = new Set(teams.map(hex)).size
  if (teams.length < 1 || teams.length > ENV_STANZAS || distinct !== teams.length) throw new SealingRefusal('envelope.team_count')
  const others = Array.from({ length: ENV_STANZAS - teams.length }, () => recipientOf(newSeed()))
  return sealTo(shuffled([...teams, ...others]), writePayload(payload))
}

/** The 512 bytes inside an envelope. */
export function writePayload(payload: EnvelopePayload): Uint8Array {
  const core = canonicalBytes(payload)
  const plain = new Uint8Array(ENV_PLAIN)
  plain.set(concat(u32(core.length), core))
  return plain
}

/** Reads the 512 bytes inside an envelope; refuses `envelope.malformed` anything but length, payload and zeros. */
export function readPayload(plain: Uint8Array): EnvelopePayload {
  if (plain.length !== ENV_PLAIN) throw new SealingRefusal('envelope.malformed')
  const end = 4 + readU32(plain, 0)
  if (end > plain.length || !onlyZeros(plain, end)) throw new SealingRefusal('envelope.malformed')
  const payload = readCanonical(plain.subarray(4, end))
  if (!payloadShape(payload)) throw new SealingRefusal('envelope.malformed')
  readIdentity(payload.identity)
  return payload
}

/** Fisher-Yates; `randomBelow` draws again what would make one order likelier than another. */
export function shuffled<T>(all: readonly T[]): T[] {
  const rest = [...all]
  const drawn: T[] = []
  while (rest.length > 0) drawn.push(...rest.splice(randomBelow(rest.length), 1))
  return drawn
}
