import type { SourceStatement } from '#features/register/register.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { hedgeMark, strengthMark } from './marks.ts'
import { sourceLine } from './quotation.ts'

/** What a person accepted out of a document, before anybody coded it, says so wherever it stands. */
export function uncodedMark(reader: Reader): SafeHtml {
  return html`<span class="unverified">${reader.words('uncoded.mark')}</span>`
}

/** Records out of documents stand apart from those that are coded. */
export function foundSection(list: SafeHtml, reader: Reader): SafeHtml {
  return html`<section class="hang" id="found"><h2>${reader.words('uncoded.title')}</h2><p class="note">${reader.words('uncoded.lead')}</p>${list}</section>`
}

/** Statements of one kind, in the order of their documents; nothing where no document here makes one. (R-NGO-09) */
export function foundStatements(kind: SourceStatement['kind'], library: Library, reader: Reader): SafeHtml | null {
  const found = (library.release.statements ?? []).filter((one) => one.kind === kind).toSorted((a, b) => placeOf(a, library, b))
  return found.length === 0
    ? null
    : foundSection(html`<ol class="entries">${found.map((one) => foundStatement(one, library, reader))}</ol>`, reader)
}

function placeOf(one: SourceStatement, library: Library, other: SourceStatement): number {
  const [a, b] = [one, other].map(({ citations }) => library.citation(citations[0] ?? ''))
  if (a === undefined || b === undefined) return 0
  return a.document < b.document ? -1 : a.document > b.document ? 1 : a.paragraph - b.paragraph || a.start - b.start
}

/** Its words, whose they are, and how firmly they are said: as the document has it, and no firmer. */
function foundStatement(one: SourceStatement, library: Library, reader: Reader): SafeHtml {
  const tongue = library.tongueOf(one.citations)
  const promiser = one.promiser ?? null
  return html`<li id="${one.code}"><h3 class="plain"><a href="${reader.to()}${library.statementAddress(one.code)}">${reader.foreign(one.said, tongue)}</a></h3>
<p class="meta">${uncodedMark(reader)}${
    promiser !== null && html`<span>${reader.words('paragraph.promiser')}: <q ${reader.tongue(tongue)}>${promiser}</q></span>`
  }${strengthOf(one, reader)}${one.hedge.code !== 'stated' && hedgeMark(one.hedge.code, reader)}${
    one.negated && html`<b>${reader.words('statements.negated')}</b>`
  }</p>${one.citations.map((code) => sourceLine(code, library, reader))}</li>`
}

/** The strength of a promise as its verb has it; nothing for what is no promise. */
export function strengthOf({ strength }: SourceStatement, reader: Reader): SafeHtml | null {
  switch (strength) {
    case 'agree_will_commit':
    case 'aim_intend':
    case 'explore_may':
    case 'recognise_reaffirm':
      return strengthMark(strength, reader)
    default:
      return null
  }
}
