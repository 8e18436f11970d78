/** One place of a record that leans on words of a source; `at` names the field as the record has it. */
export type Leaning = { readonly at: string; readonly citation: string }

/** Every quotation that a record leans on, in the order of its fields. A quotation used in two fields comes twice. */
export function leaningsOf(body: unknown, at = ''): Leaning[] {
  if (typeof body === 'string') return /^Q-[0-9A-Z]+$/.test(body) ? [{ at: fieldOf(at), citation: body }] : []
  if (Array.isArray(body)) return body.flatMap((one) => leaningsOf(one, at))
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, value]) => leaningsOf(value, at === '' ? name : `${at}.${name}`))
}

/** `attribution.citation` says no more than `attribution`; the record's own list is the record as a whole. */
function fieldOf(at: string): string {
  const field = at.replace(/\.?citations?$/, '')
  return field === '' ? 'the record' : field
}

/** The words before and after a span, cut at spaces where the script has them, so that a quotation is read where it stands. */
export function around(text: string, start: number, end: number, width = 160): { readonly before: string; readonly after: string } {
  const from = Math.max(0, start - width)
  const to = Math.min(text.length, end + width)
  const before = text.slice(from, start)
  const after = text.slice(end, to)
  return {
    before: from === 0 ? before : `…${before.slice(Math.max(0, before.indexOf(' ')))}`,
    after: to === text.length ? after : `${after.includes(' ') ? after.slice(0, after.lastIndexOf(' ')) : after} …`,
  }
}
