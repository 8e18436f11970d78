import { join } from 'node:path'
import { OperatorError } from '#base/operator-error.ts'
import { newPassword, readPrivate, writePrivate } from '#base/private-file.ts'

/** What challenges are made with, and the answers for codes that nobody has; made once, and kept among the secrets. */
export async function loadDeskSecret(secrets: string): Promise<Uint8Array> {
  const file = join(secrets, 'desk.key')
  const there = (await readPrivate(file))?.trim()
  if (there !== undefined && !/^[\w-]{43}$/.test(there)) throw new OperatorError(`${file} is damaged. Remove it: a new one is made.`)
  const text = there ?? newPassword()
  if (there === undefined) await writePrivate(file, `${text}\n`)
  return Buffer.from(text, 'base64url')
}
