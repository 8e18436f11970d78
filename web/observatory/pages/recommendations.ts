import type { Recommendation } from '#features/commitments/commitment.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import { themesOf } from '#kernel/public-texts.ts'
import type { Page } from '../page.ts'
import { statusSource } from '../parts/demand-status.ts'
import { uncodedMark } from '../parts/found.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { slug } from '../slug.ts'
import { addresseeWords } from '../words/addressees.ts'
import { type DemandFilter, demandFilters, filterNav, HEADINGS } from './demand-filters.ts'

/** The tree of demands, and one page for each body that asks, theme, addressee and status. (R-NGO-15, R-HRD-08) */
export function recommendationPages(site: Site): Page[] {
  const all = [...site.library.release.recommendations].sort((a, b) => compareIds(a.id, b.id))
  const filters = demandFilters(all, site.library)
  return [treePage(site, all, filters), ...filters.map((one) => filterPage(site, all.length, filters, one))]
}

/** `NGO-R2.10` after `NGO-R2.9`. */
export function compareIds(a: string, b: string): number {
  const parts = (id: string) => id.split(/(?<=\D)(?=\d)|\./)
  const [left, right] = [parts(a), parts(b)]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x = '', y = ''] = [left[at], right[at]]
    if (x === y) continue
    if (/^\d+$/.test(x) && /^\d+$/.test(y)) return Number(x) - Number(y)
    return x < y ? -1 : 1
  }
  return 0
}

function treePage(site: Site, all: readonly Recommendation[], filters: readonly DemandFilter[]): Page {
  const children = (parent: string | null) => all.filter((one) => one.parent === parent)
  const node = (one: Recommendation, reader: Reader): SafeHtml => {
    const below = children(one.id)
    return html`<li id="${one.id}">${entry(one, site, reader)}${below.length > 0 && html`<ol>${below.map((child) => node(child, reader))}</ol>`}</li>`
  }
  return {
    address: 'recommendations/',
    write: (reader) => ({
      title: reader.words('recommendations.title'),
      lead: reader.words('recommendations.lead'),
      nav: 'nav.recommendations',
      main: html`<p class="note">${reader.words('recommendations.followup', { all: all.length })}</p>${filterNav(filters, all.length, null, reader)}${(
        ['NGO', 'EP', 'DOC'] as const
      ).map((source) => {
        const top = children(null).filter((one) => one.id.startsWith(source))
        return (
          top.length > 0 &&
          html`<section class="hang"><h2>${reader.words(`recommendations.source.${source}`)}</h2>${source === 'DOC' && html`<p class="note">${reader.words('uncoded.lead')}</p>`}<ol class="tree">${top.map((one) => node(one, reader))}</ol></section>`
        )
      })}`,
    }),
  }
}

function filterPage(site: Site, all: number, filters: readonly DemandFilter[], one: DemandFilter): Page {
  return {
    address: `recommendations/${one.address}/`,
    write: (reader) => {
      const heading = reader.fill(HEADINGS[one.row], { who: one.words(reader) })
      return {
        title: heading.text.replace(/<[^>]*>/g, ''),
        heading,
        lead: reader.words('recommendations.shown', { n: one.shown.length }),
        nav: 'nav.recommendations',
        script: true,
        trail: [{ words: reader.words('nav.recommendations'), to: reader.to('recommendations') }],
        main: html`${filterNav(filters, all, one, reader)}<ol class="entries" id="demands" data-find="${reader.words('index.find')}" data-found="${reader.words('index.found', { n: '{n}', all: '{all}' })}">${one.shown.map(
          (each) =>
            html`<li id="${each.id}">${entry(each, site, reader)}<p class="more"><a href="${reader.to('recommendations')}#${each.id}">${reader.words('recommendations.tree')}</a></p></li>`,
        )}</ol>`,
      }
    },
  }
}

function entry(one: Recommendation, { library }: Site, reader: Reader): SafeHtml {
  const also = one.sameAs.map((id) => html`<a href="${reader.to('recommendations')}#${id}">${id}</a>`)
  return html`<p class="ask">${reader.say(one.action)}</p><p class="meta"><span class="id" dir="ltr">${one.id}</span><span>${join(
    one.addresseeCodes.map(
      (code) => html`<a href="${reader.to('recommendations', `to-${slug(code)}`)}">${addresseeWords(code, reader)}</a>`,
    ),
    raw(', '),
  )}</span>${library.isUncoded(one.code) ? uncodedMark(reader) : html`<span class="state">${reader.label('followup_status', one.status)}</span>`}${themesOf(
    one,
  ).map(
    (theme) => html`<span>${reader.words(`theme.${theme}`)}</span>`,
  )}${also.length > 0 && html`<span>${reader.words('recommendations.also')} ${join(also, raw(', '))}</span>`}</p>${statusSource(one, library, reader)}`
}
