export type Identifying = 'email' | 'phone' | 'link'

const EMAIL = /[^\s@]+@[^\s@]+\.[\p{L}]{2,}/u
const LINK =
  /\b(?:https?:\/\/|www\.)\S+|\b(?:t\.me|wa\.me|fb\.com|facebook\.com|m\.me|line\.me|zalo\.me|instagram\.com|x\.com|tiktok\.com)\/\S+/i
/** Eight digits or more, with the signs that people put between them. */
const PHONE = /(?:\+|\b00)?\d(?:[\s().\-/]{0,2}\d){7,14}/

/** Thai, Arabic-Indic, Persian and full-width digits are digits too. */
function plainDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\u0e50-\u0e59\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** What in a text says who somebody is or how to reach them; judged on the device alone (UX-M-06). */
export function identifying(text: string): Identifying[] {
  const plain = plainDigits(text)
  const found: Identifying[] = []
  if (EMAIL.test(plain)) found.push('email')
  if (PHONE.test(plain)) found.push('phone')
  if (LINK.test(plain)) found.push('link')
  return found
}
