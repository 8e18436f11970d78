/** The words of a table that is written as one line. `_` stands for a space inside one entry. */
export function wordSet(line: string): ReadonlySet<string> {
  return new Set(line.split(' ').map((word) => word.replaceAll('_', ' ')))
}

/** Words as they stand, made safe for a pattern. */
export function literal(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
}

/** One of many words or names, the longest first, so that none hides a longer one. */
export function anyOf(words: Iterable<string>): string {
  return [...new Set(words)]
    .filter((word) => word !== '')
    .toSorted((a, b) => b.length - a.length)
    .map(literal)
    .join('|')
}

/** A word border in any script: `\b` knows ASCII alone. */
export const BORDER = String.raw`(?<![\p{L}\p{N}\p{M}])`
export const END = String.raw`(?![\p{L}\p{N}\p{M}])`

export function wholeWords(source: string, flags = 'giu'): RegExp {
  return new RegExp(`${BORDER}(?:${source})${END}`, flags)
}

/** Letters without their marks, for comparing spellings; đ and ø are letters of their own and are mapped too. */
export function folded(words: string): string {
  return words.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/gu, 'd').replace(/[øØ]/gu, 'o').replace(/[łŁ]/gu, 'l').toLowerCase()
}
