import type { Language } from '#kernel/languages.ts'

/** ISO 3166-1 two-letter codes; the browser knows their names in the reader's language. */
const CODES =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW'.split(
    ' ',
  )

/** The name of a country as the reader's language has it; the code where the browser knows no name. */
export function countryName(code: string, language: Language): string {
  return namesIn(language)?.of(code) ?? code
}

/** All countries, in the order of the reader's language. */
export function countriesIn(language: Language): readonly (readonly [string, string])[] {
  const { compare } = new Intl.Collator(language)
  return CODES.map((code) => [code, countryName(code, language)] as const).sort(([, a], [, b]) => compare(a, b))
}

const known = new Map<Language, Intl.DisplayNames | null>()

function namesIn(language: Language): Intl.DisplayNames | null {
  const names = known.get(language)
  if (names !== undefined) return names
  // Firefox 102 and Chrome 85 have it; a browser without it shows codes.
  const made = 'DisplayNames' in Intl ? new Intl.DisplayNames([language], { type: 'region' }) : null
  known.set(language, made)
  return made
}
