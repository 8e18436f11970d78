import type { Page } from './page.ts'
import { casePages, casesPage } from './pages/cases.ts'
import { commitmentPages } from './pages/commitments.ts'
import { contradictionsPage } from './pages/contradictions.ts'
import { corridorPages } from './pages/corridors.ts'
import { countryPages } from './pages/countries.ts'
import { dialoguePages } from './pages/dialogues.ts'
import { discrepanciesPage } from './pages/discrepancies.ts'
import { findingsPage } from './pages/findings.ts'
import { focalPage } from './pages/focal-points.ts'
import { incidentPages } from './pages/incidents.ts'
import { indexPages } from './pages/index-pages.ts'
import { editionPages } from './pages/languages-of-text.ts'
import { lawPages } from './pages/law.ts'
import { legislationPage } from './pages/legislation.ts'
import { matrixPage } from './pages/matrix.ts'
import { methodologyPage } from './pages/methodology.ts'
import { overview } from './pages/overview.ts'
import { recommendationPages } from './pages/recommendations.ts'
import { sourcePages } from './pages/sources.ts'
import { statementPages } from './pages/statements.ts'
import { taxonomyPages } from './pages/taxonomy.ts'
import { textPages } from './pages/texts.ts'
import { treatyPages } from './pages/treaties.ts'
import type { Site } from './site.ts'

/** Every page of the site, in a stable order. */
export function* pagesOf(site: Site): Generator<Page> {
  yield overview(site)
  yield* corridorPages(site)
  yield casesPage(site)
  yield* casePages(site)
  yield* incidentPages(site)
  yield* commitmentPages(site)
  yield matrixPage(site)
  yield findingsPage(site)
  yield* recommendationPages(site)
  yield* dialoguePages(site)
  yield discrepanciesPage(site)
  yield contradictionsPage(site)
  yield* lawPages(site)
  yield* treatyPages(site)
  yield legislationPage(site)
  yield focalPage(site)
  yield* countryPages(site)
  yield* taxonomyPages(site)
  yield methodologyPage(site)
  yield* sourcePages(site)
  yield* editionPages(site)
  yield* statementPages(site)
  yield* indexPages(site)
  yield* textPages(site)
}
