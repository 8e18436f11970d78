import { Encrypter } from 'age-encryption'
import { recipientText } from '../age/identity.ts'
import { SealingRefusal } from '../refusals.ts'

/**
 * Seals to hybrid recipients, raw as in `recipients.bin`, in the order given; the result is an ordinary age file.
 * Refuses `recipient.malformed` what is no key, before anything is sealed to anybody.
 */
export async function sealTo(recipients: readonly Uint8Array[], plain: Uint8Array): Promise<Uint8Array> {
  if (recipients.length === 0) throw new SealingRefusal('recipient.malformed')
  const encrypter = new Encrypter()
  for (const raw of recipients) encrypter.addRecipient(recipientText(raw))
  return encrypter.encrypt(plain)
}

export { sealedLength } from '../age/header.ts'
