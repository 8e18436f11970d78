const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECK = 6

/** The bytes of a Bech32 text (BIP 173, without its limit of 90 characters). Throws an error for any other text. */
export function fromBech32(text: string, prefix: string): Buffer {
  const lower = text.toLowerCase()
  if (!lower.startsWith(`${prefix.toLowerCase()}1`)) throw new Error('This is a key of another kind.')
  const words = [...lower.slice(prefix.length + 1)].map((character) => ALPHABET.indexOf(character))
  const expanded = [...prefix.toLowerCase()].map((character) => character.charCodeAt(0))
  const all = [...expanded.map((code) => code >> 5), 0, ...expanded.map((code) => code & 31), ...words]
  if (words.includes(-1) || polymod(all) !== 1) throw new Error('The key is damaged.')
  return toBytes(words.slice(0, -CHECK))
}

function polymod(words: readonly number[]): number {
  let check = 1
  for (const word of words) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ word
    for (const [bit, generator] of GENERATORS.entries()) check ^= (top >> bit) & 1 ? generator : 0
  }
  return check
}

function toBytes(words: readonly number[]): Buffer {
  const bits = words.map((word) => word.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
