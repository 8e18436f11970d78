import type { Page } from './page.ts'
import { casePages, casesPage } from './pages/cases.ts'
import { commitmentPages } from './pages/commitments.ts'
import { overview } from './pages/overview.ts'
import type { Site } from './site.ts'

/** Every page of the site, in a stable order. */
export function* pagesOf(site: Site): Generator<Page> {
  yield overview(site)
  yield casesPage(site)
  yield* casePages(site)
  yield* commitmentPages(site)
}
