import { proposeFrom } from '../import-proposals.ts'
import { readParagraphs } from '../segment.rules.ts'
import type { Finding, Page, ProposalKind } from './finding.rules.ts'
import { pagesOf } from './pages.rules.ts'

/** The first page of an invented text. */
export function aPage(text: string, over: Partial<Page> = {}): Page {
  return { ...pagesOf(readParagraphs(text)).page(0), ...over }
}

/** The normal forms that an invented text offers of one kind, each once and in order. */
export function valuesIn(text: string, kind: ProposalKind): string[] {
  return [...new Set(proposeFrom(text, '0'.repeat(64)).flatMap((proposal) => (proposal.kind === kind ? [proposal.value] : [])))]
}

/** The words of an invented text that a kind is found in. */
export function quotesIn(text: string, kind: ProposalKind): string[] {
  return proposeFrom(text, '0'.repeat(64)).flatMap((proposal) => (proposal.kind === kind ? [proposal.quote] : []))
}

export function wordsOf(page: Page, found: readonly Finding[]): string[] {
  return found.map(({ start, end }) => page.text.slice(start, end))
}
