import { identityText, newSeed, recipientOf } from '../age/identity.ts'
import { concat, equalBytes, hex, onlyZeros, readU32, u32, utf8 } from '../bytes.ts'
import { canonicalBytes, readCanonical } from '../canonical.ts'
import { BODY_BUCKETS } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { neverHash } from '../mailbox/exclusions.ts'
import { consent, never } from '../mailbox/shapes.ts'
import { SealingRefusal } from '../refusals.ts'
import { country } from '../roster/roster.ts'
import { distinct, exactly, list, object, type Shaped, text } from '../roster/shape.ts'
import { type EnvelopePayload, writePayload } from '../seal/envelope.ts'
import { fileEntry } from '../seal/item-header.ts'
import { sealTo } from '../seal/seal-age.ts'
import { isMembership } from './membership.ts'
import { isTransfer } from './transfer.ts'

/** What can go to another team, by name; nothing goes that the two signatures do not name. */
export const TRANSFER_FIELDS = ['text', 'when', 'where', 'danger', 'contact', 'consent', 'files'] as const
export type TransferField = (typeof TRANSFER_FIELDS)[number]
/** Beside the fields: the receiver seals it anew and the report here is shredded. */
export const FORGETS = 'forget_here'

const anyText = text(/^[^]*$/)
const content = object(
  {},
  {
    text: object({ lang: text(/^[A-Za-z-]{1,20}$/), text: anyText }),
    when: object({}, { said: anyText, from: anyText, to: anyText }),
    where: object({}, { host: country, origin: distinct(country, 0, 250) }),
    danger: exactly('yes', 'maybe', 'no', 'unsaid'),
    contact: anyText,
    consent,
    files: list(fileEntry, 0, 256),
  },
)
const parcel = object({
  v: exactly(1),
  type: exactly('parcel'),
  transfer: isTransfer,
  /** Who let the two signers into the giving team, up to an anchor of the list of keys; codes and keys, no names. */
  vouching: list(isMembership, 0, 256),
  /** The item whose files these are: their segments name it. */
  files_of: text(/^[0-9a-f]{32}$/),
  never,
  content,
})

/** What a team gives to another: the signed transfer, the whole list of exclusions, and the chosen fields. */
export type Parcel = Shaped<typeof parcel>
export type ParcelContent = Shaped<typeof content>

const MAGIC = utf8('ASYP')
const HEAD = 8

/** The plaintext of a parcel, filled with zeros to its bucket. Refuses `body.too_large` and `parcel.malformed`. */
export function writeParcel(given: Parcel): Uint8Array {
  if (!parcel(given) || !isAsSigned(given)) throw new SealingRefusal('parcel.malformed')
  const core = canonicalBytes(given)
  const bucket = BODY_BUCKETS.find((most) => HEAD + core.length <= most)
  if (bucket === undefined) throw new SealingRefusal('body.too_large')
  const plain = new Uint8Array(bucket)
  plain.set(concat(MAGIC, u32(core.length), core))
  return plain
}

/** Reads it again; refuses `parcel.malformed` anything else, and content that the two signatures do not name. */
export function readParcel(plain: Uint8Array): Parcel {
  if (plain.length < HEAD || !equalBytes(plain.subarray(0, 4), MAGIC)) throw new SealingRefusal('parcel.malformed')
  const end = HEAD + readU32(plain, 4)
  if (end > plain.length || !onlyZeros(plain, end)) throw new SealingRefusal('parcel.malformed')
  const read = readCanonical(plain.subarray(HEAD, end))
  if (!parcel(read) || !isAsSigned(read)) throw new SealingRefusal('parcel.malformed')
  return read
}

/** Default is nothing: a field that is not named in the signed statement is not in here, and the exclusions are the signed ones. */
function isAsSigned({ transfer: { statement }, never: said, content: given }: Parcel): boolean {
  return neverHash(said) === statement.never_sha256 && Object.keys(given).every((field) => statement.fields.includes(field))
}

export type SealedParcel = { readonly body: Uint8Array; readonly payload: EnvelopePayload }

/** Seals the plaintext of a parcel under a fresh identity; what opens it is the payload, which is wrapped apart. */
export async function sealParcel(plain: Uint8Array, item: string, neverSha256: string): Promise<SealedParcel> {
  const seed = newSeed()
  const body = await sealTo([recipientOf(seed)], plain)
  return { body, payload: { v: 1, item, identity: identityText(seed), body: hex(sha256(body)), never_sha256: neverSha256 } }
}

/** The wrap of a parcel for the key of another team; always of one length. */
export function wrapParcel(payload: EnvelopePayload, recipient: Uint8Array): Promise<Uint8Array> {
  return sealTo([recipient], writePayload(payload))
}
