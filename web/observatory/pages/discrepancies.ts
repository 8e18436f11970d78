import type { Release } from '#features/observatory/release.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { comparison } from '../parts/comparison.ts'
import { quotation } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

type Discrepancy = Release['discrepancies'][number]

/** Where the one quotes the other, what it leaves out and puts in. (R-NGO-14) */
function compared({ first, second }: Discrepancy, { library }: Site, reader: Reader): SafeHtml[] {
  const pairs = library.comparisons.get(first) ?? []
  return pairs.filter((one) => [one.quoted, one.original].includes(second ?? '')).map((one) => comparison(one, 'quoted', library, reader))
}

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
${one.second !== null && html`<div><h3 class="side-title">${reader.words('discrepancies.second')}</h3>${quotation(one.second, library, reader)}</div>`}</div>${compared(one, site, reader)}
<p class="note"><b>${reader.words('discrepancies.effect')}:</b> ${reader.say(one.effect)}</p></article>`,
      )}`,
    }),
  }
}
