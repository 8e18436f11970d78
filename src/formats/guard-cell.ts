// What a spreadsheet takes for a formula, full-width signs and a leading tab or line break included (OWASP, CSV injection).
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** A text cell that no spreadsheet runs: one that begins like a formula gets an apostrophe in front. guards A-18 */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
