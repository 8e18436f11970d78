import { html, type SafeHtml } from '#formats/html.ts'
import type { Basis, Happened, Place } from '#formats/public-record.ts'
import { isUnverified } from '#formats/public-record.ts'
import type { Hedge } from '#kernel/vocabulary.ts'
import type { Reader } from '../reader.ts'

/** The source's hedge as a word with a shape; an unknown code is shown as it is, never as "stated". (R-NGO-09) */
export function hedgeMark(code: Hedge | string, reader: Reader): SafeHtml {
  return html`<span class="hedge hedge-${code}">${reader.label('certainty_hedge', code)}</span>`
}

/** When it happened, and the source's own words for it. */
export function whenMark(happened: Happened, tongue: string, reader: Reader): SafeHtml {
  const isUndated = (happened.from ?? happened.until) === null
  if (isUndated && happened.said !== null) {
    return html`<b>${reader.fill('when.unknown_said', { said: html`<q ${reader.tongue(tongue)}>${happened.said}</q>` })}</b>`
  }
  return html`<b>${reader.when(happened)}</b>${
    happened.said !== null &&
    html` <span class="quiet">(${reader.words('when.said')} <q ${reader.tongue(tongue)}>${happened.said}</q>)</span>`
  }`
}

/** The place as finely as it may be told; `hidden` is the country and nothing else. */
export function placeMark(place: Place, reader: Reader): SafeHtml | null {
  const country = place.country === null ? null : reader.country(place.country)
  const name = place.precision === 'hidden' || place.name === null ? null : reader.say(place.name)
  if (name === null) return country === null ? null : html`${country}`
  return country === null ? name : html`${name} (${country})`
}

/** The mark that every legal statement carries until a named person has checked it. Nothing for what a source says itself. */
export function unverifiedMark(basis: Basis, reader: Reader): SafeHtml | null {
  if (basis === 'own') return html`<span class="unverified">${reader.words('unverified.own')}</span>`
  if (!isUnverified(basis)) return null
  return html`<span class="unverified"><a href="${reader.to('methodology')}#unverified">${reader.words('unverified.word')}</a>: ${reader.words(`unverified.${basis}`)}</span>`
}

const STEPS = { agree_will_commit: 4, aim_intend: 3, explore_may: 2, recognise_reaffirm: 1 } as const

/** How firm the words of a promise are: a word, and bars that say the same. */
export function strengthMark(strength: keyof typeof STEPS, reader: Reader): SafeHtml {
  const step = STEPS[strength]
  const bars = [1, 2, 3, 4].map((bar) => (bar <= step ? html`<i class="on"></i>` : html`<i></i>`))
  return html`<span class="strength"><span class="bars" aria-hidden="true">${bars}</span><span>${reader.words(`strength.${strength}`)} <small>(${reader.words('strength.step', { n: step })})</small></span></span>`
}

type Fact = readonly [name: string, value: SafeHtml | string | null, wide?: 'wide']

/** Names and values; what is null is left out. */
export function facts(rows: readonly Fact[]): SafeHtml {
  const told = rows.filter((row) => row[1] !== null)
  return html`<dl class="facts">${told.map(([name, value, wide]) =>
    wide === undefined
      ? html`<div><dt>${name}</dt><dd>${value}</dd></div>`
      : html`<div class="wide"><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`
}
