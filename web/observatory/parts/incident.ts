import type { PublicIncident } from '#features/register/register.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import { proposedEngagements } from '#kernel/public-texts.ts'
import { groupOf } from '#kernel/vocabulary.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { hedgeMark, placeMark, unverifiedMark, whenMark } from './marks.ts'
import { againstLinks } from './promise.ts'
import { type Quotes, quotations, sourceLine } from './quotation.ts'

export function methodTags(incident: PublicIncident, reader: Reader): SafeHtml {
  return html`<p class="tags">${incident.methods.map(
    (code) => html`<a href="${reader.to('taxonomy')}#${code}">${reader.label('method', code)}</a>`,
  )}</p>`
}

/**
 * One incident in full: what is said, how firmly, who is said to have done it, and our own assessment, side by side and
 * never mixed. (R-NGO-05, R-NGO-09, R-NGO-54)
 */
export function incidentRecord(incident: PublicIncident, library: Library, reader: Reader, level: 'h3' | 'h4' = 'h3'): SafeHtml {
  const tongue = library.tongueOf(incident.citations)
  const title = level === 'h3' ? html`<h3>${reader.say(incident.title)}</h3>` : html`<h4>${reader.say(incident.title)}</h4>`
  return html`<article class="incident" id="${incident.code}"><header>
<p class="when">${whenMark(incident.happened, tongue, reader)}</p>
${title}
<p class="meta">${whereAndWhom(incident, reader)}</p>
${methodTags(incident, reader)}
</header>
<div class="sides">
<div class="side"><h4>${reader.words('incident.said')}</h4>${quotations(incident.citations, library, reader)}</div>
<div class="side"><h4>${reader.words('incident.hedge')}</h4>${hedgeSide(incident, tongue, reader)}</div>
<div class="side"><h4>${reader.words('incident.who')}</h4>${whoSide(incident, library, reader)}</div>
<div class="side"><h4>${reader.words('incident.ours')}</h4>${ourSide(incident, reader)}</div>
</div>
${incident.methodNote !== null && html`<p class="note">${reader.words('incident.method_note')} ${reader.say(incident.methodNote)}</p>`}
${engaged(incident, library, reader)}${proposed(incident, library, reader)}
</article>`
}

function whereAndWhom(incident: PublicIncident, reader: Reader): SafeHtml {
  const parts = [
    placeMark(incident.place, reader),
    incident.community !== null ? reader.label('communities', incident.community) : null,
    incident.sentenceYears !== null ? reader.words('incident.sentence', { n: incident.sentenceYears }) : null,
    incident.case === null ? reader.words('incident.nobody_named') : null,
  ]
  return join(
    parts.filter((part) => part !== null).map((part) => html`<span>${part}</span>`),
    raw(' '),
  )
}

function hedgeSide(incident: PublicIncident, tongue: string, reader: Reader): SafeHtml {
  return html`<p>${hedgeMark(incident.hedge.code, reader)}</p>${
    incident.hedge.said === null
      ? incident.hedge.code === 'stated' && html`<p class="quiet">${reader.words('incident.plain')}</p>`
      : html`<p><span class="said">${reader.words('incident.hedge.words')}</span> <q class="words" ${reader.tongue(tongue)}>${incident.hedge.said}</q></p>`
  }`
}

function whoSide(incident: PublicIncident, library: Library, reader: Reader): SafeHtml {
  const who = incident.attribution
  if (who === null) return html`<p class="quiet">${reader.words('incident.nobody')}</p>`
  const language = library.tongueOf([who.citation])
  return html`<p><q class="words" ${reader.tongue(language)}>${who.said}</q></p>
<p><a href="${reader.to('methodology')}#attribution">${reader.label('attribution_level', who.level)}</a></p>
<p class="quiet">${join(
    [
      reader.label('perpetrator_agency_types', who.agency),
      who.state === null ? null : html`${reader.country(who.state)}`,
      html`${reader.words('incident.nexus')}: ${reader.label('state_nexus', who.nexus)}`,
    ],
    raw(' · '),
  )}</p>
${!incident.citations.includes(who.citation) && sourceLine(who.citation, library, reader)}`
}

function ourSide(incident: PublicIncident, reader: Reader): SafeHtml {
  return html`<p><a href="${reader.to('methodology')}#verification">${reader.label('verification_status', incident.assessment.verification)}</a></p>
<p class="quiet">${reader.words('incident.standard')}: <a href="${reader.to('methodology')}#standards">${reader.label('standard_of_proof', incident.assessment.standard)}</a></p>`
}

/** From an incident to what it is set against. (R-NGO-13) */
function engaged(incident: PublicIncident, library: Library, reader: Reader): SafeHtml | null {
  const findings = library.findingsOfIncident(incident.code)
  if (findings.length === 0) return null
  return html`${[...Map.groupBy(findings, (finding) => finding.assertedBy.en)].map(([, own]) => {
    const who = own.slice(0, 1).map((finding) => reader.say(finding.assertedBy))
    return html`<p class="engaged">${reader.fill('incident.engaged', { who: html`${who}` })} ${join(againstLinks(own, library, reader), raw(', '))}</p>`
  })}`
}

/** What a rule of ours proposes as engaged: a question for a person, apart from what a source says. (R-CSP-09) */
function proposed(incident: PublicIncident, library: Library, reader: Reader): SafeHtml | null {
  const paragraphs = proposedEngagements(incident).flatMap(({ paragraph }) =>
    library.proposed.has(paragraph) ? [library.paragraph(paragraph)] : [],
  )
  if (paragraphs.length === 0) return null
  const links = paragraphs.map(
    ({ code, number }) =>
      html`<a href="${reader.to('commitments', code)}#proposed">${reader.words('commitments.paragraph', { n: number })}</a>`,
  )
  return html`<p class="engaged">${reader.words('engaged.proposed')} ${join(links, raw(', '))} ${unverifiedMark('own', reader)}</p>`
}

/** An incident in a long list: everything that qualifies it stays, in one short entry. `to` is where it is told in full. */
export function incidentEntry(incident: PublicIncident, library: Quotes, reader: Reader, to: string | null): SafeHtml {
  const [first = ''] = incident.citations
  const tongue = library.tongueOf(incident.citations)
  return html`<li id="${incident.code}"><h3>${to === null ? reader.say(incident.title) : html`<a href="${to}">${reader.say(incident.title)}</a>`}</h3><p class="meta"><span><b>${reader.when(incident.happened)}</b></span><span>${hedgeMark(incident.hedge.code, reader)}</span>${
    incident.hedge.said !== null && html`<q ${reader.tongue(tongue)}>${incident.hedge.said}</q>`
  }<span>${incident.methods.map((code, at) => html`${at > 0 && ', '}${reader.label('method', code)}`)}</span>${attributionWords(incident, tongue, reader)}<span>${reader.words('incident.ours')}: ${reader.label('verification_status', incident.assessment.verification)}</span><span>${reader.words('incident.standard')}: ${reader.label('standard_of_proof', incident.assessment.standard)}</span></p>${quotations([first], library, reader)}</li>`
}

function attributionWords(incident: PublicIncident, tongue: string, reader: Reader): SafeHtml | null {
  const who = incident.attribution
  return who && html`<span><q ${reader.tongue(tongue)}>${who.said}</q>: ${reader.label('attribution_level', who.level)}</span>`
}

/** The groups of an incident's methods, each once. (R-EP-04) */
export function groupsOf(incident: PublicIncident): string[] {
  return [...new Set(incident.methods.map((code) => groupOf(code)?.code ?? code))]
}
