import { html } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { findingRecord } from '../parts/promise.ts'
import type { Site } from '../site.ts'

/** Every finding of a source, with whose it is and our standard of proof beside it. (R-NGO-54) */
export function findingsPage(site: Site): Page {
  const { library } = site
  return {
    address: 'findings/',
    write: (reader) => ({
      title: reader.words('corridor.findings'),
      lead: reader.words('case.engaged.lead'),
      main: html`<h2 class="unseen">${reader.words('nav.matrix')}</h2>${library.release.findings.map((finding) => findingRecord(finding, library, reader))}`,
    }),
  }
}
