import type { DialogueRound } from '#features/diplomacy/dialogue.contract.ts'
import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import { findTerm } from '#kernel/vocabulary.ts'
import type { Library } from '../library.ts'
import type { Page } from '../page.ts'
import { foundSection, uncodedMark } from '../parts/found.ts'
import { facts, placeMark, whenMark } from '../parts/marks.ts'
import { quotation, quotations } from '../parts/quotation.ts'
import { raisedWords } from '../parts/raised.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import { compareWhen } from '../when.ts'

/** The history of the dialogues; a gap is shown as a gap. */
export function dialoguePages(site: Site): Page[] {
  const { library } = site
  const { dialogueGaps } = library.release
  const found = library.release.dialogues.filter((one) => library.isUncoded(one.code))
  const dialogues = library.release.dialogues.filter((one) => !library.isUncoded(one.code))
  const tracks = [...new Set([...dialogues, ...dialogueGaps].map((one) => one.track))]
  return [
    {
      address: 'dialogues/',
      write: (reader) => ({
        title: reader.words('dialogues.title'),
        lead: reader.words('dialogues.lead'),
        nav: 'nav.dialogues',
        main: html`${tracks.map((track) => {
          const rounds = dialogues.filter((one) => one.track === track).sort((a, b) => compareWhen(a.happened, b.happened))
          const gaps = dialogueGaps.filter((one) => one.track === track)
          return html`<section class="hang"><h2>${reader.label('dialogue_tracks', track)}</h2>${gaps.map(
            (gap) =>
              html`<div class="gap" id="${gap.code}"><h3>${reader.words('dialogues.gap')}</h3><p>${reader.say(gap.summary)}</p></div>`,
          )}${rounds.map((round) => roundRecord(round, site, reader))}</section>`
        })}${found.length > 0 && foundSection(html`${found.map((round) => roundRecord(round, site, reader))}`, reader)}`,
      }),
    },
  ]
}

const PARTS = [
  ['dialogues.preparatory', 'preparatory'],
  ['dialogues.agenda', 'agenda'],
  ['dialogues.asks', 'asks'],
  ['dialogues.offers', 'offers'],
  ['dialogues.partner', 'partnerCommitments'],
] as const

function roundRecord(round: DialogueRound, site: Site, reader: Reader): SafeHtml {
  const { library } = site
  const tongue = library.tongueOf(round.citations)
  const isHeld = round.status === 'held' || round.status === 'ongoing'
  return html`<article class="incident" id="${round.code}"><header><p class="when">${whenMark(round.happened, tongue, reader)}</p><h3>${reader.say(round.title)}</h3>
<p class="meta">${standing(round, site, reader)}${round.round !== null && html`<span>${reader.words('dialogues.round', { n: round.round })}</span>`}${round.place !== null && html`<span>${placeMark(round.place, reader)}</span>`}</p></header>
${quotations(round.citations, library, reader)}
${PARTS.map(([key, part]) => saidPart(reader.words(key), round[part], site, reader))}
${(round.raised ?? []).length > 0 && html`<details><summary>${reader.words('dialogues.raised')} (${reader.number(round.raised?.length ?? 0)})</summary><ul class="entries">${round.raised?.map((one) => html`<li>${raisedWords(one, site, reader)}</li>`)}</ul></details>`}
${facts([
  [
    reader.words('dialogues.tnr'),
    isHeld && round.round !== null ? reader.words(`dialogues.tnr.${round.repressionRaised}` as 'dialogues.tnr.yes') : null,
  ],
  [reader.words('dialogues.heads'), round.heads.length === 0 ? null : heads(round, site, reader)],
  [reader.words('dialogues.basis'), round.legalBasis === null ? null : reader.english(round.legalBasis)],
])}</article>`
}

/** Nobody has judged of an uncoded round whether it was held. */
function standing(round: DialogueRound, { library }: Site, reader: Reader): SafeHtml {
  return library.isUncoded(round.code)
    ? html`${uncodedMark(reader)}<span>${trackWords(round, library, reader)}</span>`
    : html`<span class="state">${reader.words(`dialogues.status.${round.status}` as 'dialogues.status.held')}</span>`
}

/** A track that nobody named here keeps the words of its document. */
function trackWords({ track, citations }: DialogueRound, library: Library, reader: Reader): SafeHtml {
  return findTerm('dialogue_tracks', track) === undefined
    ? reader.foreign(track.replaceAll('_', ' '), library.tongueOf(citations))
    : reader.label('dialogue_tracks', track)
}

function saidPart(title: string, list: DialogueRound['agenda'], { library }: Site, reader: Reader): SafeHtml | null {
  if (list.length === 0) return null
  return html`<details><summary>${title} (${reader.number(list.length)})</summary><ul class="entries">${list.map(
    (one) => html`<li><p>${reader.say(one.summary)}</p>${quotation(one.citation, library, reader)}</li>`,
  )}</ul></details>`
}

function heads(round: DialogueRound, { library }: Site, reader: Reader): SafeHtml {
  return join(
    round.heads.map((code) => {
      const person = library.person(code)
      const language = library.tongueOf(person.citations)
      return html`<a href="${reader.to('index', 'persons')}#${code}">${reader.foreign(person.name, language)}</a>`
    }),
    raw('<br>'),
  )
}
