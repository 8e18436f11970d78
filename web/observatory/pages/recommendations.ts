import type { Recommendation } from '#features/commitments/commitment.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { uncodedMark } from '../parts/found.ts'
import { sourceLine } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { slug } from '../slug.ts'
import { addresseeWords } from '../words/addressees.ts'

/** The tree of demands, and one page for each addressee. (R-NGO-15) */
export function recommendationPages(site: Site): Page[] {
  const all = [...site.library.release.recommendations].sort((a, b) => compareIds(a.id, b.id))
  const addressees = [...new Set(all.flatMap((one) => one.addresseeCodes))].sort()
  return [treePage(site, all, addressees), ...addressees.map((code) => addresseePage(site, all, addressees, code))]
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

function filters(all: readonly Recommendation[], addressees: readonly string[], current: string | null, reader: Reader): SafeHtml {
  const count = (code: string) => all.filter((one) => one.addresseeCodes.includes(code)).length
  const link = (code: string | null, words: SafeHtml | string, n: number) => {
    const to = code === null ? reader.to('recommendations') : reader.to('recommendations', `to-${slug(code)}`)
    return code === current
      ? html`<li><a href="${to}" aria-current="true">${words}</a> <span>${n}</span></li>`
      : html`<li><a href="${to}">${words}</a> <span>${n}</span></li>`
  }
  return html`<nav aria-label="${reader.words('recommendations.to')}"><dl class="filters"><div><dt>${reader.words('recommendations.to')}</dt><dd><ul class="row">${link(null, reader.words('recommendations.all'), all.length)}${addressees.map(
    (code) => link(code, addresseeWords(code, reader), count(code)),
  )}</ul></dd></div></dl></nav>`
}

function treePage(site: Site, all: readonly Recommendation[], addressees: readonly string[]): Page {
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
      main: html`<p class="note">${reader.words('recommendations.followup', { all: all.length })}</p>${filters(all, addressees, null, reader)}${(
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

function addresseePage(site: Site, all: readonly Recommendation[], addressees: readonly string[], code: string): Page {
  const shown = all.filter((one) => one.addresseeCodes.includes(code))
  return {
    address: `recommendations/to-${slug(code)}/`,
    write: (reader) => ({
      title: reader.fill('recommendations.filtered', { who: addresseeWords(code, reader) }).text.replace(/<[^>]*>/g, ''),
      heading: reader.fill('recommendations.filtered', { who: addresseeWords(code, reader) }),
      lead: reader.words('recommendations.shown', { n: shown.length }),
      nav: 'nav.recommendations',
      trail: [{ words: reader.words('nav.recommendations'), to: reader.to('recommendations') }],
      main: html`${filters(all, addressees, code, reader)}<ol class="entries">${shown.map(
        (one) =>
          html`<li id="${one.id}">${entry(one, site, reader)}<p class="more"><a href="${reader.to('recommendations')}#${one.id}">${reader.words('recommendations.tree')}</a></p></li>`,
      )}</ol>`,
    }),
  }
}

function entry(one: Recommendation, { library }: Site, reader: Reader): SafeHtml {
  const also = one.sameAs.map((id) => html`<a href="${reader.to('recommendations')}#${id}">${id}</a>`)
  return html`<p class="ask">${reader.say(one.action)}</p><p class="meta"><span class="id" dir="ltr">${one.id}</span><span>${join(
    one.addresseeCodes.map(
      (code) => html`<a href="${reader.to('recommendations', `to-${slug(code)}`)}">${addresseeWords(code, reader)}</a>`,
    ),
    raw(', '),
  )}</span>${library.isUncoded(one.code) ? uncodedMark(reader) : html`<span class="state">${reader.label('followup_status', one.status)}</span>`}${also.length > 0 && html`<span>${reader.words('recommendations.also')} ${join(also, raw(', '))}</span>`}</p>${sourceLine(one.citation, library, reader)}`
}
