import { newSeed, recipientOf } from '../age/identity.ts'
import { concat, onlyZeros, readU32, u32 } from '../bytes.ts'
import { BLOB_LENGTH, BLOB_PLAIN } from '../constants.ts'
import { SealingRefusal } from '../refusals.ts'
import { sealTo } from '../seal/seal-age.ts'

/** Opens an age file to the mailbox identity; null when it does not fit. A refusal counts as null here: a dummy is no age file. */
export type OpenBlob = (sealed: Uint8Array) => Promise<Uint8Array | null>

const LENGTH = 4
/** What a blob can carry beside its length. */
export const BLOB_ROOM = BLOB_PLAIN - LENGTH

/** Seals `u32 len || content || zeros` to the mailbox: 9,851 bytes whatever it says (T-04). Refuses `blob.too_large`. */
export async function sealBlob(recipient: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  if (content.length > BLOB_ROOM) throw new SealingRefusal('blob.too_large')
  const plain = concat(u32(content.length), content, new Uint8Array(BLOB_ROOM - content.length))
  return sealTo([recipient], plain)
}

/** A self blob for a report without a mailbox: a real age file to a key that nobody keeps. */
export function dummySelfBlob(): Promise<Uint8Array> {
  return sealBlob(recipientOf(newSeed()), new Uint8Array(0))
}

/** The content of a fetched blob, or null when it is not ours to open or not what a blob is: a dummy, an expired or a foreign one. */
export async function openBlob(open: OpenBlob, sealed: Uint8Array): Promise<Uint8Array | null> {
  if (sealed.length !== BLOB_LENGTH) return null
  const plain = await open(sealed).catch((error: unknown) => {
    if (error instanceof SealingRefusal) return null
    throw error
  })
  if (plain === null || plain.length !== BLOB_PLAIN) return null
  const length = readU32(plain, 0)
  return length <= BLOB_ROOM && onlyZeros(plain, LENGTH + length) ? plain.slice(LENGTH, LENGTH + length) : null
}
