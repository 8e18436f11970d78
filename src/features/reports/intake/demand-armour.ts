import { readStanzas } from '#crypto/age/header.ts'
import { ENV_STANZAS } from '#crypto/constants.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { Refusal } from '#kernel/refusal.ts'

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----\n'
const END = '-----END AGE ENCRYPTED FILE-----'
const LINE = 64

/**
 * Refuses `intake.malformed` unless the bytes are one whole armoured age file to one to six hybrid recipients: strict lines
 * of 64 characters, nothing before and nothing but one line end after (age v1, "Armour"). guards T-11
 */
export function demandArmour(armour: Uint8Array): void {
  const text = Buffer.from(armour).toString('latin1').replaceAll('\r\n', '\n').trimEnd()
  if (!text.startsWith(BEGIN) || !text.endsWith(`\n${END}`)) throw new Refusal('intake.malformed')
  const lines = text.slice(BEGIN.length, -END.length - 1).split('\n')
  const last = lines.length - 1
  const isStrict = lines.every((line, at) => (at === last ? line.length >= 4 && line.length <= LINE : line.length === LINE))
  const joined = lines.join('')
  const sealed = Buffer.from(joined, 'base64')
  if (!isStrict || sealed.toString('base64') !== joined) throw new Refusal('intake.malformed')
  try {
    readStanzas(sealed, { min: 1, max: ENV_STANZAS })
  } catch (error) {
    if (error instanceof SealingRefusal) throw new Refusal('intake.malformed')
    throw error
  }
}
