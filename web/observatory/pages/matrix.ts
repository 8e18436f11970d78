import { html, type SafeHtml } from '#formats/html.ts'
import { methodGroups } from '#kernel/vocabulary.ts'
import type { Page } from '../page.ts'
import { groupsOf } from '../parts/incident.ts'
import { type Force, forceWord } from '../parts/promise.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

type Column = {
  readonly key: string
  readonly force: Force
  readonly words: (reader: Reader) => SafeHtml
  readonly to: (reader: Reader) => string
  readonly incidents: ReadonlySet<string>
}

/** Which kinds of act a source sets against which text, with the legal force in every heading. (R-NGO-23) */
export function matrixPage(site: Site): Page {
  const { library } = site
  const columns = [...commitmentColumns(site), ...agreementColumns(site)].filter((column) => column.incidents.size > 0)
  const count = (column: Column, group: string) =>
    [...column.incidents].filter((code) => groupsOf(library.incident(code)).includes(group)).length
  return {
    address: 'matrix/',
    write: (reader) => ({
      title: reader.words('matrix.title'),
      lead: reader.words('matrix.lead'),
      main: html`<div class="scroll" tabindex="0" role="region" aria-label="${reader.words('matrix.title')}"><table><caption class="unseen">${reader.words('matrix.alt')}</caption><thead><tr><th scope="col">${reader.words('table.method')}</th>${columns.map(
        (column) =>
          html`<th scope="col"><a href="${column.to(reader)}">${column.words(reader)}</a><br>${forceWord(column.force, reader)}</th>`,
      )}</tr></thead><tbody>${methodGroups.map(
        (group) =>
          html`<tr><th scope="row"><a href="${reader.to('taxonomy')}#${group.code}">${reader.label('group', group.code)}</a></th>${columns.map((column) => cell(count(column, group.code), reader))}</tr>`,
      )}</tbody></table></div>`,
    }),
  }
}

function cell(n: number, reader: Reader): SafeHtml {
  return n === 0 ? html`<td class="quiet">${reader.words('matrix.none')}</td>` : html`<td>${reader.words('map.flow.short', { n })}</td>`
}

function commitmentColumns({ library }: Site): Column[] {
  const { findings, commitments } = library.release
  const paragraphs = library.paragraphs.filter((paragraph) =>
    library.commitmentsOf(paragraph.code).some((one) => library.findingsOfCommitment(one.code).length > 0),
  )
  return paragraphs.map((paragraph) => {
    const codes = new Set(library.commitmentsOf(paragraph.code).map((one) => one.code))
    const force = commitments.find((one) => codes.has(one.code))?.legalForce ?? 'political_commitment'
    return {
      key: paragraph.code,
      force,
      words: (reader) => html`${reader.words('commitments.paragraph', { n: paragraph.number })}`,
      to: (reader) => reader.to('commitments', paragraph.code),
      incidents: new Set(findings.filter((one) => one.commitments.some((code) => codes.has(code))).flatMap((one) => one.incidents)),
    }
  })
}

function agreementColumns({ library }: Site): Column[] {
  const { findings, agreements } = library.release
  return agreements.map((agreement) => ({
    key: agreement.key,
    force: agreement.legalForce,
    words: (reader) => reader.say(agreement.name),
    to: (reader) => `${reader.to('agreements')}#${agreement.code}`,
    incidents: new Set(findings.filter((one) => one.agreements.includes(agreement.key)).flatMap((one) => one.incidents)),
  }))
}
