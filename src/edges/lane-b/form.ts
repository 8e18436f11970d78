/** What a form without scripts carries from page to page: names with one or several values, nothing else. */
export type Form = {
  one(name: string): string
  all(name: string): readonly string[]
}

const MOST_FIELDS = 400

/** Reads `application/x-www-form-urlencoded`; null where it is not that. Never multipart: no public route parses it. guards T-02 */
export function readForm(body: Buffer): Form | null {
  const pairs = pairsOf(body)
  if (pairs === null) return null
  const fields = new Map<string, string[]>()
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value])
  return { one: (name) => fields.get(name)?.[0] ?? '', all: (name) => fields.get(name) ?? [] }
}

function pairsOf(body: Buffer): [string, string][] | null {
  try {
    const written = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const parts = written === '' ? [] : written.split('&', MOST_FIELDS + 1)
    return parts.length > MOST_FIELDS ? null : parts.map(pairOf)
  } catch {
    return null
  }
}

function pairOf(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
