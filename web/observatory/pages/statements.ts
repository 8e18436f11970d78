import type { PublicDocument } from '#features/documents/document.contract.ts'
import { type SourceStatement, STATEMENT_KINDS } from '#features/register/register.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Page } from '../page.ts'
import { strengthOf } from '../parts/found.ts'
import { facts, hedgeMark, whenMark } from '../parts/marks.ts'
import { quotations } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

type Statement = SourceStatement

/** For each document that people read here, what it says of promises, relations, places, days, laws and treaties. Empty without any. */
export function* statementPages(site: Site): Generator<Page> {
  const { release } = site.library
  const byDocument = Map.groupBy(release.statements ?? [], (one) => one.document)
  for (const document of release.documents) {
    const own = byDocument.get(document.sha256)
    if (own !== undefined) yield statementPage(site, document, own)
  }
}

function statementPage(site: Site, document: PublicDocument, statements: readonly Statement[]): Page {
  return {
    address: `statements/${document.code}/`,
    write: (reader) => ({
      title: `${document.publisher}: ${reader.words('statements.title')}`,
      heading: html`${reader.words('statements.title')}`,
      kicker: reader.foreign(document.title, document.language),
      lead: reader.words('statements.lead'),
      nav: 'nav.sources',
      trail: [
        { words: reader.words('nav.sources'), to: reader.to('sources') },
        { words: reader.foreign(document.publisher, document.language), to: reader.to('sources', document.code) },
      ],
      main: html`${STATEMENT_KINDS.map((kind) => {
        const own = statements.filter((one) => one.kind === kind)
        return (
          own.length > 0 &&
          html`<section><h2>${reader.words(`statements.${kind}`)}</h2>${own.map((one) => record(site, document, one, reader))}</section>`
        )
      })}`,
    }),
  }
}

/** The words, how firmly they are said, and what they join; our own judgement stands nowhere. (R-NGO-09) */
function record({ library }: Site, { language }: PublicDocument, one: Statement, reader: Reader): SafeHtml {
  return html`<article class="incident" id="${one.code}"><h3 class="plain">${reader.foreign(one.said, language)}</h3>
<p>${hedgeMark(one.hedge.code, reader)}${one.negated && html` <b>${reader.words('statements.negated')}</b>`}</p>
${facts([
  [reader.words('statements.form'), html`<span class="code" dir="ltr">${one.value}</span>`],
  [reader.words('statements.day'), one.happened === null ? null : whenMark(one.happened, language, reader)],
  [
    reader.words('statements.valid'),
    one.valid === null ? null : html`<span dir="ltr">${one.valid.from ?? '…'} – ${one.valid.until ?? '…'}</span>`,
  ],
  [reader.words('paragraph.strength'), strengthOf(one, reader)],
  [reader.words('paragraph.promiser'), one.promiser == null ? null : reader.foreign(one.promiser, language)],
  [reader.words('statements.joins'), one.parts.length === 0 ? null : parts(one, language, reader), 'wide'],
])}
${quotations(one.citations, library, reader)}</article>`
}

function parts({ parts: joined, role }: Statement, language: string, reader: Reader): SafeHtml {
  return html`<span class="code" dir="ltr">${role ?? ''}</span><ul class="bullets">${joined.map(
    (part) => html`<li>${reader.foreign(part.said, language)} <span class="code" dir="ltr">${part.record ?? part.kind}</span></li>`,
  )}</ul>`
}
