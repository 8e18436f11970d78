type Named = { readonly corrected: string | undefined; readonly quote: string; readonly value: string }

/** The name as the source prints it, in one line, without titles and "the": the normal form has as many words as the name. */
export function nameOf({ corrected, quote, value }: Named): string {
  if (corrected !== undefined) return corrected
  const words = quote.trim().split(/\s+/)
  const count = value.split(/\s+/).length
  const last = words.slice(-count).join(' ')
  return words.length > count && value === last.toLowerCase() ? last : words.join(' ')
}

const NAMES: ReadonlySet<string> = new Set(['person', 'organisation', 'signatory'])
/** Kinds whose normal form is a code. A correction of it changes the code and never the words. */
const CODED: ReadonlySet<string> = new Set(['place', 'date', 'method', 'legal_reference', 'hedge', 'round', 'relation'])

/** What a reviewer reads of a proposal: the words of the document, or those that a person put in their place. Never a normal form. */
export function wordsOf(kind: string, named: Named): string {
  if (NAMES.has(kind)) return nameOf(named)
  const corrected = CODED.has(kind) ? undefined : named.corrected
  return corrected ?? named.quote.trim().split(/\s+/).join(' ')
}
