import { html, type SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import { areaIn } from '../words/areas.ts'

/** The label of a policy area; an unknown one is shown as its code. */
export function areaWords(area: string, reader: Reader): SafeHtml {
  const words = areaIn(area, reader.language)
  return words === undefined ? reader.english(area.replaceAll('_', ' ')) : html`${words}`
}
