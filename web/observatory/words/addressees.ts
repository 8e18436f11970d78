import { html, type SafeHtml } from '#formats/html.ts'
import type { Said } from '#kernel/languages.ts'
import type { Reader } from '../reader.ts'

/** Who demands are made to; an unknown code is shown as it is. */
const ADDRESSEES: Readonly<Record<string, Said>> = {
  eu: { en: 'European Union' },
}

export function addresseeWords(code: string, reader: Reader): SafeHtml {
  const words = ADDRESSEES[code.toLowerCase()]
  if (words !== undefined) return reader.say(words)
  return /^[A-Z]{2}$/.test(code) ? html`${reader.country(code)}` : reader.english(code.replaceAll('_', ' '))
}
