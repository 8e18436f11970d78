import type { RaisedInPublic } from '#features/diplomacy/dialogue.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { quotation } from './quotation.ts'

/** What was raised in public about a case, and the reply as its source tells it; that no reply is told of is said. */
export function raisedWords(one: RaisedInPublic, { library }: Site, reader: Reader): SafeHtml {
  const named = one.case === null ? null : library.release.cases.find(({ code }) => code === one.case)
  return html`<p>${reader.say(one.summary)}${named !== null && named !== undefined && html` <a href="${reader.to('cases', named.code)}">${reader.words('case.kicker', { code: named.code })}</a>`}</p>${quotation(one.citation, library, reader)}${
    one.reply === null
      ? html`<p class="quiet">${reader.words('dialogues.reply.none')}</p>`
      : html`<p><b>${reader.words('dialogues.reply')}</b> ${reader.say(one.reply.summary)}</p>${quotation(one.reply.citation, library, reader)}`
  }`
}
