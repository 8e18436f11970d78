import type { Commitment, Finding } from '#features/commitments/commitment.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Library } from '../library.ts'
import type { Reader } from '../reader.ts'
import { hedgeMark, strengthMark } from './marks.ts'
import { quotation, sourceLine } from './quotation.ts'

export type Force = Commitment['legalForce']

/** A statement is called a commitment, a treaty an obligation; the two words are never exchanged. (R-NGO-23) */
export function forceWord(force: Force, reader: Reader): string {
  if (force === 'binding_treaty' || force === 'binding_eu_law') return reader.words('force.word.obligation')
  return force === 'political_commitment' ? reader.words('force.word.commitment') : reader.words(`force.${force}`)
}

/** Who promises or asserts: a country, both sides, or the words of the record. */
export function partyOf(party: string, reader: Reader): SafeHtml {
  if (party === 'both') return html`${reader.words('promiser.both')}`
  return /^[A-Z]{2}$/.test(party) ? html`${reader.country(party)}` : reader.english(party)
}

export function promise(commitment: Commitment, library: Library, reader: Reader): SafeHtml {
  const language = library.tongueOf([commitment.citation])
  const small = (name: string, value: SafeHtml | string) => html`<p><span class="quiet">${name}:</span> ${value}</p>`
  return html`<li class="promise" id="${commitment.code}">
<div><p class="act">${reader.say(commitment.action)}</p>
<p class="said">${reader.words('paragraph.verb')}: <q class="words" ${reader.tongue(language)}>${commitment.verb}</q></p>${sourceLine(commitment.citation, library, reader)}</div>
<div>${small(reader.words('paragraph.strength'), strengthMark(commitment.strength, reader))}
${small(reader.words('paragraph.promiser'), partyOf(commitment.promiser, reader))}
${small(reader.words('paragraph.force'), reader.words(`force.${commitment.legalForce}`))}
${small(reader.words('paragraph.status'), html`<span class="state">${reader.label('followup_status', commitment.status)}</span>`)}</div></li>`
}

/** What findings set incidents against: each paragraph and each agreement once, with the word of its legal force. */
export function againstLinks(findings: readonly Finding[], library: Library, reader: Reader): SafeHtml[] {
  const commitments = findings.flatMap((finding) => finding.commitments).map((code) => library.commitment(code))
  const paragraphs = new Map(commitments.map((one) => [one.paragraph, one.legalForce]))
  const agreements = new Set(findings.flatMap((finding) => finding.agreements))
  return [
    ...[...paragraphs].map(([code, force]) => {
      const words = reader.words('commitments.paragraph', { n: library.paragraph(code).number })
      return html`<a href="${reader.to('commitments', code)}">${words}</a> (${forceWord(force, reader)})`
    }),
    ...library.release.agreements
      .filter((one) => agreements.has(one.key))
      .map(
        (one) => html`<a href="${reader.to('agreements')}#${one.code}">${reader.say(one.name)}</a> (${forceWord(one.legalForce, reader)})`,
      ),
  ]
}

/** A source's own finding, with whose it is, its hedge and our standard of proof one click away. (R-NGO-54) */
export function findingRecord(finding: Finding, library: Library, reader: Reader): SafeHtml {
  const against = againstLinks([finding], library, reader)
  const incidents = finding.incidents.map((code) => {
    const incident = library.incident(code)
    return html`<li><a href="${reader.to()}${library.addressOf(incident)}">${reader.say(incident.title)}</a> – ${hedgeMark(incident.hedge.code, reader)}</li>`
  })
  return html`<article class="incident" id="${finding.code}">
<h3>${reader.fill('finding.by', { who: reader.say(finding.assertedBy) })}</h3>
<div class="sides">
<div class="side"><h4>${reader.words('incident.said')}</h4>${quotation(finding.citation, library, reader)}</div>
<div class="side"><h4>${reader.words('finding.hedge')}</h4><p>${hedgeMark(finding.hedge, reader)}</p><h4>${reader.words('finding.verdict')}</h4><p>${reader.label('followup_status', finding.verdict)}</p></div>
<div class="side"><h4>${reader.words('finding.against')}</h4><p>${join(against, raw(', '))}</p></div>
<div class="side"><h4>${reader.words('finding.standard')}</h4><p><a href="${reader.to('methodology')}#standards">${reader.label('standard_of_proof', finding.standard)}</a></p></div>
</div>
<p class="note">${reader.say(finding.note)}</p>
<details><summary>${reader.words('finding.incidents')} (${reader.number(finding.incidents.length)})</summary><ul class="bullets">${incidents}</ul></details>
</article>`
}
