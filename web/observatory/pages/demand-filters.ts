import type { Recommendation } from '#features/commitments/commitment.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import { THEMES, themesOf } from '#kernel/public-texts.ts'
import { terms } from '#kernel/vocabulary.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { slug } from '../slug.ts'
import { addresseeWords } from '../words/addressees.ts'

/** A choice among the demands, with a page of its own below `recommendations/`, so that no script is needed. */
export type DemandFilter = {
  readonly row: 'by' | 'theme' | 'to' | 'status'
  readonly address: string
  readonly words: (reader: Reader) => SafeHtml | string
  readonly shown: readonly Recommendation[]
}

const ROWS = ['by', 'theme', 'to', 'status'] as const
export const HEADINGS = {
  by: 'recommendations.by.filtered',
  theme: 'recommendations.theme.filtered',
  to: 'recommendations.filtered',
  status: 'recommendations.status.filtered',
} as const

/** Every body that asks, theme, addressee and status that the demands have. (R-HRD-08) */
export function demandFilters(all: readonly Recommendation[], library: Library): DemandFilter[] {
  const filters = [...byBody(all, library), ...byTheme(all), ...byAddressee(all), ...byStatus(all, library)]
  return filters.filter(({ shown }) => shown.length > 0)
}

/** Who asks: the publisher of the document, whose first document names the page. */
function byBody(all: readonly Recommendation[], library: Library): DemandFilter[] {
  const documentOf = (one: Recommendation) => library.document(library.citation(one.citation).document)
  const documents = [...new Set(all.map(documentOf))].sort((a, b) => (a.code < b.code ? -1 : 1))
  const bodies = new Map(documents.toReversed().map((one) => [one.publisher, one]))
  return [...bodies.values()].toReversed().map(({ code, publisher, language }) => ({
    row: 'by',
    address: `by-${code}`,
    words: (reader) => reader.foreign(publisher, language),
    shown: all.filter((one) => documentOf(one).publisher === publisher),
  }))
}

function byTheme(all: readonly Recommendation[]): DemandFilter[] {
  return THEMES.map((theme) => ({
    row: 'theme',
    address: `theme-${theme}`,
    words: (reader) => reader.words(`theme.${theme}`),
    shown: all.filter((one) => themesOf(one).includes(theme)),
  }))
}

function byAddressee(all: readonly Recommendation[]): DemandFilter[] {
  return [...new Set(all.flatMap((one) => one.addresseeCodes))].sort().map((code) => ({
    row: 'to',
    address: `to-${slug(code)}`,
    words: (reader) => addresseeWords(code, reader),
    shown: all.filter((one) => one.addresseeCodes.includes(code)),
  }))
}

/** Of what nobody coded the status is not known. */
function byStatus(all: readonly Recommendation[], library: Library): DemandFilter[] {
  const coded = all.filter((one) => !library.isUncoded(one.code))
  return terms('followup_status').map(({ code }) => ({
    row: 'status',
    address: `status-${slug(code)}`,
    words: (reader) => reader.label('followup_status', code),
    shown: coded.filter((one) => one.status === code),
  }))
}

export function filterNav(filters: readonly DemandFilter[], all: number, current: DemandFilter | null, reader: Reader): SafeHtml {
  const link = (to: string, isCurrent: boolean, words: SafeHtml | string, n: number) =>
    isCurrent
      ? html`<li><a href="${to}" aria-current="true">${words}</a> <span>${n}</span></li>`
      : html`<li><a href="${to}">${words}</a> <span>${n}</span></li>`
  return html`<nav aria-label="${reader.words('recommendations.choose')}"><dl class="filters">${ROWS.map((row) => {
    const own = filters.filter((one) => one.row === row)
    return (
      own.length > 0 &&
      html`<div><dt>${reader.words(`recommendations.${row}`)}</dt><dd><ul class="row">${
        row === 'to' && link(reader.to('recommendations'), current === null, reader.words('recommendations.all'), all)
      }${own.map((one) => link(reader.to('recommendations', one.address), one === current, one.words(reader), one.shown.length))}</ul></dd></div>`
    )
  })}</dl></nav>`
}
