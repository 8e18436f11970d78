const COMMON = /(?<![\p{L}])(?:the|of|and|to|in|shall|or|a|be|is|for|by|which|not|that)(?![\p{L}])/giu
const WORD = /\p{L}+/gu
/** English prose is made of such words to a third and more; other languages reach a few in a hundred by chance. */
const SHARE = 0.2
const FEWEST = 20

/** Whether a text is in the one language that the rules read. A short text is taken as such. */
export function readsAsEnglish(text: string): boolean {
  const words = text.match(WORD)?.length ?? 0
  return words < FEWEST || (text.match(COMMON)?.length ?? 0) / words >= SHARE
}
