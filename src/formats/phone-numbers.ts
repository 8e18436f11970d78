/** Western, Arabic-Indic, Persian and Thai. */
const DIGIT = '[0-9\u0660-\u0669\u06f0-\u06f9\u0e50-\u0e59]'
const BETWEEN = '[ \\u00a0().\\-/]'
/** Of a country (`+32 …`, `0032 …`), or behind a word that says so. Years, amounts, articles and reference numbers are neither. */
const ABROAD = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\+|00|\u0660\u0660|\u06f0\u06f0|\u0e50\u0e50)[ \\u00a0]?${DIGIT}(?:${DIGIT}|${BETWEEN}){6,22}${DIGIT}`,
  'gu',
)
const WORDS = [
  'tel|tél|téléphones?|telephones?|phones?|mobiles?|cell|fax|gsm|điện thoại|đt',
  'หมายเลขโทรศัพท์|เบอร์โทรศัพท์|เบอร์โทร|โทรศัพท์|โทรสาร|โทร|هاتف|الهاتف|جوال|الجوال|فاكس|الفاكس',
].join('|')
const OF_NUMBERS = ' (?:numbers?|nos?|nr|numéros?|di động)'
const NUMBER = `[+(]?${DIGIT}(?:${BETWEEN}{0,3}${DIGIT}){5,30}`
/** A day behind a number is none. */
const DAY = `(?!${DIGIT}{1,2}[./]${DIGIT}{1,2}[./]${DIGIT}{4}|${DIGIT}{4}-${DIGIT}{2}-${DIGIT}{2})`
const NEXT = '[ \\u00a0]?(?:[,;/|]|or|and|ou|et|hoặc|và|หรือ|และ|أو|و)[ \\u00a0]?'
const CALLED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORDS})(?:${OF_NUMBERS})?[.:\\s\\u00a0]{1,3}${NUMBER}(?:${NEXT}${DAY}${NUMBER})*`, 'giu')
const LEAST_DIGITS = 6
const DIGITS = new RegExp(DIGIT, 'gu')
const SOME_DIGITS = new RegExp(Array.from({ length: 5 }, () => DIGIT).join('[^0-9\u0660-\u0669\u06f0-\u06f9\u0e50-\u0e59]{0,4}'), 'u')

/**
 * The same text with a dot for each digit of a telephone number, so that every place in it stays where it was.
 * Public documents end with the numbers of press contacts: they are kept with the text, and shown on no page, in no table
 * and at no desk; the release file alone has every word exact, for its hashes. A national number without a word such as
 * "Tel." before it stays: nothing tells it from another number.
 */
export function withoutPhoneNumbers(text: string): string {
  return !SOME_DIGITS.test(text) ? text : text.replace(CALLED, hidden).replace(ABROAD, hidden)
}

function hidden(found: string): string {
  return (found.match(DIGITS)?.length ?? 0) < LEAST_DIGITS ? found : found.replace(DIGITS, '•')
}
