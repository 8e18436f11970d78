/** Of a country (`+32 …`, `0032 …`), or behind a word that says so. Years, amounts, articles and reference numbers are neither. */
const ABROAD = /(?<![\p{L}\p{N}])(?:\+|00)[ \u00a0]?\d[\d \u00a0().\-/]{6,22}\d/gu
const CALLED =
  /(?<![\p{L}\p{N}])(?:tel|tél|téléphone|telephone|phone|mobile|cell|fax|gsm|điện thoại|đt|โทรศัพท์|โทร|هاتف|الهاتف|جوال)[.:\s\u00a0]{1,3}[+(]?\d[\d \u00a0().\-/]{4,22}\d/giu
const LEAST_DIGITS = 6
const SOME_DIGITS = /\d\D{0,4}\d\D{0,4}\d\D{0,4}\d\D{0,4}\d/u

/**
 * The same text with a dot for each digit of a telephone number, so that every place in it stays where it was.
 * Public documents end with the numbers of press contacts: they are kept with the text and shown to nobody.
 */
export function withoutPhoneNumbers(text: string): string {
  return !SOME_DIGITS.test(text) ? text : text.replace(ABROAD, hidden).replace(CALLED, hidden)
}

function hidden(found: string): string {
  return found.replace(/\d/g, '').length > found.length - LEAST_DIGITS ? found : found.replace(/\d/g, '•')
}
