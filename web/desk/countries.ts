import { folded } from './matching.ts'

const A = 'A'.charCodeAt(0)
const LETTERS = Array.from({ length: 26 }, (_, n) => String.fromCharCode(A + n))
/** Codes of the browser that stand for no place. */
const NO_PLACE: ReadonlySet<string> = new Set(['ZZ', 'XA', 'XB', 'QO', 'EU', 'EZ', 'UN'])

type Named = readonly { readonly code: string; readonly name: string }[]
const made = new Map<string, Named>()

/** Every country that the browser has a name for, under the code that is in use today. */
function namedIn(locale: string): Named {
  const known = made.get(locale)
  if (known !== undefined) return known
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
  const all = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).flatMap((code) => {
    const name = NO_PLACE.has(code) ? undefined : names.of(code)
    return name === undefined || new Intl.Locale(`und-${code}`).region !== code ? [] : [{ code, name: folded(name) }]
  })
  made.set(locale, all)
  return all
}

/** The countries that somebody may mean: by the code, else by how the name begins in their language or in English; empty for none. */
export function countriesMeant(typed: string, locale: string): readonly string[] {
  const name = folded(typed.trim())
  if (/^[a-z]{2}$/.test(name)) {
    const code = new Intl.Locale(`und-${name}`).region ?? ''
    if (namedIn('en').some((one) => one.code === code)) return [code]
  }
  const meant = [...namedIn(locale), ...namedIn('en')].filter((one) => one.name.startsWith(name)).map(({ code }) => code)
  return name === '' ? [] : [...new Set(meant)]
}
