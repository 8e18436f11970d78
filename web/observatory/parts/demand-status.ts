import type { Recommendation } from '#features/commitments/commitment.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { sourceLine } from './quotation.ts'

/**
 * The source of a demand, and what its status rests on. Open rests on the source that asks and says when; every other
 * status on a source of its own. Where there is none, that is said. (R-EP-16)
 */
export function statusSource(one: Recommendation, library: Library, reader: Reader): SafeHtml {
  const asked = sourceLine(one.citation, library, reader)
  if (library.isUncoded(one.code)) return asked
  if (one.statusCitation !== undefined)
    return html`${asked}<div class="said">${reader.words('recommendations.status.from')} ${sourceLine(one.statusCitation, library, reader)}</div>`
  const { issued } = library.document(library.citation(one.citation).document)
  const words =
    one.status === 'open'
      ? reader.words('recommendations.status.open', { date: reader.issued(issued) })
      : reader.words('recommendations.status.unsupported')
  return html`${asked}<p class="said">${words}</p>`
}
