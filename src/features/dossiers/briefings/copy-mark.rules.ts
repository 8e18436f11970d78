/** Letters that are not taken for one another in print: the alphabet of all our codes. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 16
const CHECK = 8
export const COPIES_MOST = 2 ** BITS

/** The mark of a copy as it stands on every page: four letters. Copies of one version differ in it. */
export function markOf(copy: number): string {
  const scattered = (copy * 40_503 + 7_919) % COPIES_MOST
  return [3, 2, 1, 0].map((at) => ALPHABET[Math.floor(scattered / ALPHABET.length ** at) % ALPHABET.length]).join('')
}

/** The same number as a row of wide and narrow gaps: sixteen bits, then eight that find a misread one. */
export function bitsOf(copy: number): boolean[] {
  const check = checkOf(copy)
  return [...bits(copy, BITS), ...bits(check, CHECK)]
}

/** The copy that gaps tell of, in any number of repetitions; null where they fit no copy. Retyped text has none of them. */
// guards T-26
export function copyOf(gaps: readonly (boolean | null)[]): number | null {
  const length = BITS + CHECK
  const read = Array.from({ length }, (_, at) => {
    const told = gaps.filter((gap, place): gap is boolean => gap !== null && place % length === at)
    return told.filter(Boolean).length * 2 > told.length
  })
  const number = (from: readonly boolean[]) => from.reduce((sum, bit) => sum * 2 + Number(bit), 0)
  const copy = number(read.slice(0, BITS))
  return number(read.slice(BITS)) === checkOf(copy) ? copy : null
}

function bits(value: number, length: number): boolean[] {
  return Array.from({ length }, (_, at) => Math.floor(value / 2 ** (length - 1 - at)) % 2 === 1)
}

/** CRC-8 with the polynomial x^8 + x^2 + x + 1, begun with ones so that copy 0 is not all narrow. */
function checkOf(copy: number): number {
  return bits(copy, BITS).reduce((crc, bit) => {
    const out = crc >= 128 !== bit
    const next = (crc * 2) % 256
    return out ? next ^ 7 : next
  }, 255)
}
