const SENTENCE_END = /[.!?…:;。！？؟।ฯ]["')\]]*$/u
const OPENS_LOWER = /^["'([]*\p{Ll}/u
const OPENS_UPPER = /^["'([]*[\p{Lu}\p{Lt}\p{Lo}]/u

export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text.slice(-8))
}

export function opensLower(text: string): boolean {
  return OPENS_LOWER.test(text.slice(0, 12))
}

/** A short line of its own that is no sentence. Scripts without case and without spaces are judged by length alone. */
export function looksLikeHeading(text: string): boolean {
  if (text.length > 140 || endsSentence(text) || text.endsWith(',')) return false
  return OPENS_UPPER.test(text) && text.split(' ').length <= 18
}

export function isContactHeading(text: string): boolean {
  return text.split(' ').length <= 4 && /(?:\bcontacts?\b|liên hệ|ติดต่อ|اتصال)/iu.test(text)
}

const ADDRESS = /^(?:https?:\/\/|www\.)\S+$|^\S+@\S+$/u
const NO_WORDS = /^[\p{N}\p{P}\p{S}\p{Z}]+$/u
const REFERENCE = /^\p{Lu}*[ /(-]*\d+\/\d+(?:\([A-Z]+\))?(?: [-–] |$)/u
const CODE_LINE = /^\p{Lu}{2,12}[ -]\d{1,6}$/u
const DATE_LINE = /^(?:\p{L}[\p{L} .'-]{0,40}, )?\d{1,2}\.? \p{L}{3,12} \d{4}(?: \([^()]{0,40}\))?$/u
const TABLE_LINE = /\t|\|/

/** What is printed around a text and is no part of it: reference codes, place and date, addresses, telephone numbers, tables, rules. */
export function isFurniture(text: string, lines: readonly string[]): boolean {
  if (text.length <= 300 && (ADDRESS.test(text) || NO_WORDS.test(text))) return true
  if (text.length <= 140 && !endsSentence(text) && (REFERENCE.test(text) || DATE_LINE.test(text))) return true
  if (lines.every((line) => CODE_LINE.test(line.slice(0, 40)))) return true
  return lines.length > 1 && lines.every((line) => TABLE_LINE.test(line))
}
