import linesFile from '../../data/texts/lines.json' with { type: 'json' }
import file from '../../data/texts/readings.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'
import type { Said } from './languages.ts'

export const THEMES = ['tnr', 'extradition', 'refugees', 'digital', 'law'] as const
export type Theme = (typeof THEMES)[number]

/** A paragraph that an act may engage, by a named rule, with our reason. A proposal: it finds no breach. */
export type Engagement = { readonly rule: 'origin_agents_on_host_soil'; readonly paragraph: string; readonly reason: Said }

/** A document that says of itself that it stands in several languages of equal validity; the citation is where it says so. */
export type Authentic = { readonly document: string; readonly languages: readonly string[]; readonly citation: string }

type Texts = {
  readonly engagements: readonly Engagement[]
  readonly authentic: readonly Authentic[]
  readonly themes: readonly { readonly theme: Theme; readonly demands: readonly string[] }[]
}

const texts: Texts = deepFreeze(file) as Texts
const lines: Readonly<Record<string, readonly (readonly number[])[] | undefined>> = deepFreeze(linesFile.documents)

type Act = {
  readonly origin: string
  readonly host: string
  readonly place: { readonly country: string | null }
  readonly attribution: { readonly state: string | null; readonly nexus: string } | null
}

/** Agents of the state of origin are those whom the source itself ties to that state, however carefully. */
const APPLIES: Readonly<Record<Engagement['rule'], (act: Act) => boolean>> = {
  origin_agents_on_host_soil: ({ origin, host, place, attribution }) =>
    attribution !== null && attribution.state === origin && attribution.nexus !== 'none' && host !== origin && place.country === host,
}

/** Which paragraphs an act proposes as engaged; nobody named, or a link that was found missing, proposes nothing. (R-CSP-09) */
export function proposedEngagements(act: Act): readonly Engagement[] {
  return texts.engagements.filter(({ rule }) => APPLIES[rule](act))
}

export function authenticTexts(document: string): Authentic | null {
  return texts.authentic.find((one) => one.document === document) ?? null
}

/** First and last line, counted from 1, of a paragraph in the file with this hash; null where nobody counted them. */
export function linesOf(sha256: string, paragraph: number): readonly [first: number, last: number] | null {
  const [first, last] = lines[sha256]?.[paragraph - 1] ?? []
  return first === undefined || last === undefined ? null : [first, last]
}

const NAMES_REPRESSION = /transnational(?: digital)? repression|repression across borders|extraterritorial repression/iu
const byDemand = new Map<string, Theme[]>()
for (const { theme, demands } of texts.themes) for (const id of demands) byDemand.set(id, [...(byDemand.get(id) ?? []), theme])

/** The themes of a demand as we coded them; of an imported one only what its own words name. */
export function themesOf(demand: { readonly id: string; readonly action: { readonly en: string } }): readonly Theme[] {
  return byDemand.get(demand.id) ?? (demand.id.startsWith('DOC-') && NAMES_REPRESSION.test(demand.action.en) ? ['tnr'] : [])
}
