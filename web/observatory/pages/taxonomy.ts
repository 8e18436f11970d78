import { html, type SafeHtml } from '#formats/html.ts'
import { CROSSWALK_NOTE, categoriesOf, methodsUnder } from '#kernel/definitions.ts'
import { findMethod, methodCodes, methodGroups } from '#kernel/vocabulary.ts'
import type { Page } from '../page.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { EP_CATEGORIES } from './incidents.ts'

type Category = (typeof EP_CATEGORIES)[number]

/** The codes with their definitions, and one page for each category of the European Parliament. (R-EP-02) */
export function taxonomyPages(site: Site): Page[] {
  return [taxonomyPage(site, null), ...EP_CATEGORIES.map((category) => taxonomyPage(site, category))]
}

function taxonomyPage(site: Site, category: Category | null): Page {
  const shown = new Set<string>(category === null ? methodCodes : methodsUnder('ep-2025', category))
  const counts = new Map<string, number>()
  for (const incident of site.library.incidents) for (const code of new Set(incident.methods)) counts.set(code, (counts.get(code) ?? 0) + 1)
  return {
    address: category === null ? 'taxonomy/' : `taxonomy/ep-${category.replaceAll('_', '-')}/`,
    write: (reader) => ({
      title: category === null ? reader.words('taxonomy.title') : reader.words(`taxonomy.category.${category}`),
      ...(category === null
        ? {}
        : { kicker: reader.words('taxonomy.title'), trail: [{ words: reader.words('taxonomy.title'), to: reader.to('taxonomy') }] }),
      lead:
        category === null
          ? reader.words('taxonomy.lead', { groups: methodGroups.length, codes: shown.size })
          : reader.words('taxonomy.codes', { n: shown.size }),
      main: html`${categoryLinks(category, reader)}${methodGroups.map((group) => {
        const own = methodCodes.filter((code) => shown.has(code) && findMethod(code).group === group.code)
        return (
          own.length > 0 &&
          html`<section class="hang"><h2 id="${group.code}">${reader.label('group', group.code)}</h2><p>${reader.english(group.definition)}</p><dl class="codes">${own.map((code) => methodEntry(code, counts.get(code) ?? 0, reader))}</dl></section>`
        )
      })}<p class="note">${reader.english(CROSSWALK_NOTE)}</p>`,
    }),
  }
}

function categoryLinks(current: Category | null, reader: Reader): SafeHtml {
  const link = (category: Category) => {
    const to = reader.to('taxonomy', `ep-${category.replaceAll('_', '-')}`)
    const words = reader.words(`taxonomy.category.${category}`)
    const n = html` <span>${methodsUnder('ep-2025', category).length}</span>`
    return category === current
      ? html`<li><a href="${to}" aria-current="true">${words}</a>${n}</li>`
      : html`<li><a href="${to}">${words}</a>${n}</li>`
  }
  return html`<nav aria-label="${reader.words('taxonomy.filter')}"><dl class="filters"><div><dt>${reader.words('taxonomy.filter')}</dt><dd><ul class="row">${EP_CATEGORIES.map(link)}</ul></dd></div></dl></nav>`
}

function methodEntry(code: string, n: number, reader: Reader): SafeHtml {
  const method = findMethod(code)
  const categories = EP_CATEGORIES.filter((category) => categoriesOf('ep-2025', code).includes(category))
  return html`<div id="${code}"><dt>${reader.label('method', code)} <span class="code" dir="ltr">${code}</span></dt><dd>${method !== undefined && reader.english(method.definition)}<p class="meta"><span>${categories.map(
    (category, at) => html`${at > 0 && ', '}${reader.words(`taxonomy.category.${category}`)}`,
  )}</span><span>${reader.words('taxonomy.incidents', { n })}</span></p></dd></div>`
}
