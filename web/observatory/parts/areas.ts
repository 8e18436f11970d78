import type { SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import { AREAS } from '../words/areas.ts'

/** The label of a policy area; an unknown one is shown as its code. */
export function areaWords(area: string, reader: Reader): SafeHtml {
  const words = AREAS[area]
  return words === undefined ? reader.english(area.replaceAll('_', ' ')) : reader.say(words)
}
