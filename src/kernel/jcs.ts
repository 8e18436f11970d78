export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * The canonical JSON text of a value (RFC 8785): one value, one text, whoever writes it.
 * Throws TypeError for what has no such text: a number that is not finite, and a string with half a surrogate pair.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  // Member names are put in order by UTF-16 code units (§3.2.3), which is how sort() compares strings.
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${canonicalString(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** JSON.stringify escapes exactly as §3.2.2.2 asks, but lets half a surrogate pair pass. */
function canonicalString(text: string): string {
  // isWellFormed is younger than the browsers that have to run this.
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('Half a surrogate pair has no canonical form.')
  return JSON.stringify(text)
}

/** §3.2.2.3 takes the number format of ECMAScript as it is; minus zero becomes 0. */
function canonicalNumber(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError('A number that is not finite has no canonical form.')
  return JSON.stringify(number)
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value)
}
