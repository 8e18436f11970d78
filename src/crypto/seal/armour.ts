import { base64 } from '@scure/base'
import { readStanzas } from '../age/header.ts'
import { unutf8 } from '../bytes.ts'
import { ARMOUR_MAX, ENV_STANZAS } from '../constants.ts'
import { refusing, SealingRefusal } from '../refusals.ts'

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----'
const END = '-----END AGE ENCRYPTED FILE-----'
const LINE = 64

/**
 * The age file behind an armour: strict PEM (RFC 7468, figure 3) with LF or CRLF, white space allowed around it and nowhere else.
 * Refuses `armour.too_large` and `armour.malformed`; what kind of file it is, is `readSealedArmour`.
 */
export function readArmour(armour: Uint8Array): Uint8Array {
  if (armour.length > ARMOUR_MAX) throw new SealingRefusal('armour.too_large')
  const lines = refusing('armour.malformed', () => unutf8(withoutRoom(armour))).split(/\r?\n/)
  const last = lines.length - 1
  const body = lines.slice(1, last)
  const whole = body.every((line, at) => (at < body.length - 1 ? line.length === LINE : line.length > 0 && line.length <= LINE))
  if (last < 2 || lines[0] !== BEGIN || lines[last] !== END || !whole) throw new SealingRefusal('armour.malformed')
  return refusing('armour.malformed', () => base64.decode(body.join('')))
}

/** Without the white space around it, in one pass: a pattern would take an hour for a megabyte of blanks in the middle. */
// guards U-01
function withoutRoom(armour: Uint8Array): Uint8Array {
  const isRoom = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a
  let [from, to] = [0, armour.length]
  while (from < to && isRoom(armour[from])) from += 1
  while (to > from && isRoom(armour[to - 1])) to -= 1
  return armour.subarray(from, to)
}

/** The age file behind an armour if it has one to six hybrid stanzas and nothing else; needs no key. */
// guards T-11, I-02
export function readSealedArmour(armour: Uint8Array): Uint8Array {
  const sealed = readArmour(armour)
  readStanzas(sealed, { min: 1, max: ENV_STANZAS })
  return sealed
}

/** The armour of an age file, as `age -a` writes it. */
export function writeArmour(sealed: Uint8Array): string {
  const lines = base64.encode(sealed).match(/.{1,64}/g) ?? []
  return `${[BEGIN, ...lines, END].join('\n')}\n`
}
