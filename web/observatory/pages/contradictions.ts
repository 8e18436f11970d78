import type { CodedParagraph } from '#features/commitments/commitment.contract.ts'
import { html, type SafeHtml } from '#formats/html.ts'
import type { Said } from '#kernel/languages.ts'
import { treaties } from '#kernel/treaties.ts'
import type { Page } from '../page.ts'
import { unverifiedMark } from '../parts/marks.ts'
import { quotations } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

type Pair = { readonly first: CodedParagraph; readonly second: CodedParagraph; readonly reason: Said }

/** Paragraphs that may pull apart, joined on a map, each pair with both quotations and our reason, marked as ours. */
export function contradictionsPage(site: Site): Page {
  const { paragraphs } = site.library
  const pairs = treaties.contradictions.flatMap(({ first, second, reason }): Pair[] => {
    const [one, other] = [first, second].map((code) => paragraphs.find((paragraph) => paragraph.code === code))
    return one === undefined || other === undefined ? [] : [{ first: one, second: other, reason }]
  })
  return {
    address: 'contradictions/',
    write: (reader) => ({
      title: reader.words('nav.contradictions'),
      lead: reader.words('contradictions.lead'),
      trail: [{ words: reader.words('nav.commitments'), to: reader.to('commitments') }],
      main:
        pairs.length === 0
          ? html`<p class="quiet">${reader.words('contradictions.none')}</p>`
          : html`${map(pairs, reader)}${pairs.map((pair) => entry(pair, site, reader))}`,
    }),
  }
}

const WIDTH = 640
const ROW = 64
const RADIUS = 26

/** The paragraph that all pairs share stands on one side; every line leads to the part of the page that tells why. */
function map(pairs: readonly Pair[], reader: Reader): SafeHtml {
  const height = ROW * pairs.length
  const box = `0 0 ${WIDTH} ${height}`
  const [left, right] = [WIDTH / 4, (WIDTH * 3) / 4]
  const others = new Intl.ListFormat(reader.language, { type: 'conjunction' }).format(pairs.map(({ second }) => String(second.number)))
  const label = reader.words('contradictions.map', { first: pairs[0]?.first.number ?? 0, others })
  const node = (x: number, y: number, n: number): SafeHtml =>
    html`<circle cx="${x}" cy="${y}" r="${RADIUS}"/><text x="${x}" y="${y}" dy="0.35em" text-anchor="middle">${n}</text>`
  return html`<figure class="pairs"><svg viewBox="${box}" role="img" aria-label="${label}">${pairs.map(
    (_, at) => html`<path d="${`M ${left} ${height / 2} L ${right} ${ROW * (at + 0.5)}`}"/>`,
  )}${node(left, height / 2, pairs[0]?.first.number ?? 0)}${pairs.map(({ second }, at) => node(right, ROW * (at + 0.5), second.number))}</svg></figure>`
}

function entry({ first, second, reason }: Pair, { library }: Site, reader: Reader): SafeHtml {
  const anchor = `${first.number}-${second.number}`
  const side = (paragraph: CodedParagraph): SafeHtml =>
    html`<div class="side"><h3><a href="${reader.to('commitments', paragraph.code)}">${reader.words('commitments.paragraph', { n: paragraph.number })}</a></h3><p>${reader.say(paragraph.summary)}</p>${quotations(paragraph.citations, library, reader)}</div>`
  return html`<section id="${anchor}"><h2>${reader.words('contradictions.beside', { first: first.number, second: second.number })}</h2><div class="sides three">${side(first)}${side(second)}<div class="side"><h3>${reader.words('contradictions.reason')}</h3><p>${reader.say(reason)}</p><p>${unverifiedMark('own', reader)}</p></div></div></section>`
}
