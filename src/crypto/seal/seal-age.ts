import { Encrypter } from 'age-encryption'
import { NONCE, TAG } from '../age/header.ts'
import { recipientText } from '../age/identity.ts'
import { SealingRefusal } from '../refusals.ts'

/**
 * Seals to hybrid recipients, raw as in `recipients.bin`, in the order given; the result is an ordinary age file.
 * Refuses `recipient.malformed` what is no key, before anything is sealed to anybody.
 */
export async function sealTo(recipients: readonly Uint8Array[], plain: Uint8Array): Promise<Uint8Array> {
  return encrypterFor(recipients).encrypt(plain)
}

/** As `sealTo`, of what lies in several parts, in the pieces in which age writes it: a large file is never put together. */
export async function sealPiecesTo(recipients: readonly Uint8Array[], parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const plain = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
  const reader = (await encrypterFor(recipients).encrypt(plain)).getReader()
  const pieces: Uint8Array[] = []
  for (let read = await reader.read(); !read.done; read = await reader.read()) pieces.push(read.value)
  return pieces
}

/** A file key and the header that gives it to one recipient, for who seals what follows by other means (`sealPayload`). */
export async function headTo(recipient: Uint8Array): Promise<{ readonly head: Uint8Array; readonly fileKey: Uint8Array }> {
  const encrypter = encrypterFor([recipient])
  let fileKey: Uint8Array | undefined
  // It is given the key and adds no line to the header.
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key)
      return []
    },
  })
  const empty = await encrypter.encrypt(new Uint8Array(0))
  if (fileKey === undefined) throw new Error('age sealed without a key')
  return { head: empty.subarray(0, empty.length - NONCE - TAG), fileKey }
}

function encrypterFor(recipients: readonly Uint8Array[]): Encrypter {
  if (recipients.length === 0) throw new SealingRefusal('recipient.malformed')
  const encrypter = new Encrypter()
  for (const raw of recipients) encrypter.addRecipient(recipientText(raw))
  return encrypter
}

export { sealedLength } from '../age/header.ts'
