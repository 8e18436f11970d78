const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECK = 6

/** The bytes of a Bech32 text (BIP 173, without its limit of 90 characters). Throws an error for any other text. */
export function fromBech32(text: string, prefix: string): Buffer {
  const lower = text.toLowerCase()
  if (!lower.startsWith(`${prefix.toLowerCase()}1`)) throw new Error('This is a key of another kind.')
  const words = [...lower.slice(prefix.length + 1)].map((character) => ALPHABET.indexOf(character))
  if (words.includes(-1) || polymod([...expand(prefix.toLowerCase()), ...words]) !== 1) throw new Error('The key is damaged.')
  return toBytes(words.slice(0, -CHECK))
}

/** The Bech32 text of bytes, upper case as age writes identities. */
export function toBech32(bytes: Buffer, prefix: string): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const words = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, '0'), 2))
  const lower = prefix.toLowerCase()
  const check = polymod([...expand(lower), ...words, ...new Array<number>(CHECK).fill(0)]) ^ 1
  const checks = Array.from({ length: CHECK }, (_, at) => (check >>> (5 * (CHECK - 1 - at))) & 31)
  return `${lower}1${[...words, ...checks].map((word) => ALPHABET[word]).join('')}`.toUpperCase()
}

function expand(prefix: string): number[] {
  const codes = [...prefix].map((character) => character.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
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
