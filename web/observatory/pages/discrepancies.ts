import { html } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { quotation } from '../parts/quotation.ts'
import type { Site } from '../site.ts'

/** Sources that do not agree, side by side; nothing is settled here. */
export function discrepanciesPage(site: Site): Page {
  const { library } = site
  return {
    address: 'discrepancies/',
    write: (reader) => ({
      title: reader.words('discrepancies.title'),
      lead: reader.words('discrepancies.lead'),
      main: html`${library.release.discrepancies.map(
        (one) => html`<article class="incident" id="${one.code}"><h2 class="plain">${reader.say(one.issue)}</h2><div class="two">
<div><h3 class="side-title">${reader.words('discrepancies.first')}</h3>${quotation(one.first, library, reader)}</div>
${one.second !== null && html`<div><h3 class="side-title">${reader.words('discrepancies.second')}</h3>${quotation(one.second, library, reader)}</div>`}</div>
<p class="note"><b>${reader.words('discrepancies.effect')}:</b> ${reader.say(one.effect)}</p></article>`,
      )}`,
    }),
  }
}
