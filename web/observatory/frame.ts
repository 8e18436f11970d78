import { html, type SafeHtml } from '#formats/html.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Said } from '#kernel/languages.ts'
import { areLabelsReviewed } from '#kernel/vocabulary.ts'
import { FIND, ICON, STYLE } from './assets.ts'
import type { Sheet } from './page.ts'
import type { Reader } from './reader.ts'
import type { Key } from './words.ts'

/** Beside this site on the same server; a mirror of the pages alone has nothing there. */
export const REPORT = '/report/'

export type FrameOptions = {
  readonly site: string
  /** Shown on top of every page, for a register that is not about the world (an invented one). */
  readonly notice?: Said
}

const MAIN: readonly (readonly [Key, string])[] = [
  ['nav.corridors', 'corridors'],
  ['nav.cases', 'cases'],
  ['nav.incidents', 'incidents'],
  ['nav.commitments', 'commitments'],
  ['nav.recommendations', 'recommendations'],
  ['nav.dialogues', 'dialogues'],
  ['nav.sources', 'sources'],
  ['nav.index', 'index'],
  ['nav.downloads', 'downloads'],
]

export const GROUPS: readonly (readonly [Key, readonly (readonly [Key, string])[]])[] = [
  [
    'nav.group.record',
    [
      MAIN[0],
      MAIN[1],
      MAIN[2],
      MAIN[6],
      MAIN[7],
      ['nav.discrepancies', 'discrepancies'],
      ['nav.taxonomy', 'taxonomy'],
      ['nav.focal', 'focal-points'],
    ].filter(isLink),
  ],
  [
    'nav.group.promises',
    [
      MAIN[3],
      ['nav.matrix', 'matrix'],
      ['nav.contradictions', 'contradictions'],
      MAIN[4],
      MAIN[5],
      ['nav.instruments', 'instruments'],
      ['nav.treaties', 'treaties'],
      ['nav.safeguards', 'safeguards'],
      ['nav.legislation', 'legislation'],
      ['nav.ratifications', 'ratifications'],
      ['nav.agreements', 'agreements'],
      ['nav.mechanisms', 'mechanisms'],
    ].filter(isLink),
  ],
  [
    'nav.group.making',
    [
      ['nav.methodology', 'methodology'],
      ['nav.changes', 'changes'],
      MAIN[8],
      ['nav.licence', 'licence'],
      ['nav.corrections', 'corrections'],
      ['nav.languages', 'languages'],
      ['nav.about', 'about'],
    ].filter(isLink),
  ],
]

function isLink(link: unknown): link is readonly [Key, string] {
  return link !== undefined
}

/** A sheet in its frame: one whole page. */
export function framed(sheet: Sheet, address: string, reader: Reader, options: FrameOptions): string {
  const { language } = reader
  const english = reader.takeEnglish()
  const page = html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${sheet.title === reader.words('site.name') ? '' : `${sheet.title} – `}${reader.words('site.name')}</title>
<link rel="stylesheet" href="${STYLE.path}">
<link rel="icon" href="${ICON.path}">
<link rel="alternate" type="application/atom+xml" href="/${language}/changes.atom">
${LANGUAGES.map((other) => html`<link rel="alternate" hreflang="${other}" href="/${other}/${address}">`)}
${sheet.script === true && html`<script src="${FIND.path}" defer></script>`}
</head>
<body>
<a class="skip" href="#text">${reader.words('site.skip')}</a>
${options.notice !== undefined && html`<aside class="notice" aria-label="!"><div class="wrap">${reader.say(options.notice)}</div></aside>`}
<header class="top"><div class="wrap">
<a class="name" href="/${language}/"><b>${reader.words('site.name')}</b><span>${reader.words('site.tagline')}</span></a>
<nav class="tongues" aria-label="${reader.words('site.languages')}"><ul class="row">${LANGUAGES.map((other) => tongue(other, address, reader))}</ul></nav>
</div>
<nav class="places" aria-label="${reader.words('site.main')}"><div class="wrap"><ul class="row">${MAIN.map(([key, to]) => place(key, to, sheet.nav, reader))}</ul></div></nav>
</header>
<main id="text"><div class="wrap">
${trail(sheet, reader)}
<header class="head">
${sheet.kicker !== undefined && html`<p class="kicker">${sheet.kicker}</p>`}
<h1>${sheet.heading ?? sheet.title}</h1>
${sheet.lead !== undefined && html`<p class="lead">${sheet.lead}</p>`}
${english && html`<p class="quiet">${reader.words('site.in_english')}</p>`}
</header>
${sheet.main}
</div></main>
${foot(address, reader, options)}
</body>
</html>
`
  reader.takeEnglish()
  return page.text
}

function tongue(other: Reader['language'], address: string, reader: Reader): SafeHtml {
  const name = LANGUAGE_NAMES[other]
  return other === reader.language
    ? html`<li><a href="/${other}/${address}" aria-current="true">${name}</a></li>`
    : html`<li><a href="/${other}/${address}" lang="${other}" dir="${directionOf(other)}" hreflang="${other}">${name}</a></li>`
}

function place(key: Key, to: string, current: Key | undefined, reader: Reader): SafeHtml {
  return key === current
    ? html`<li><a href="${reader.to(to)}" aria-current="true">${reader.words(key)}</a></li>`
    : html`<li><a href="${reader.to(to)}">${reader.words(key)}</a></li>`
}

function trail(sheet: Sheet, reader: Reader): SafeHtml | null {
  if (sheet.trail === undefined) return null
  return html`<nav class="trail" aria-label="${reader.words('site.you_are_here')}"><ol>${sheet.trail.map(
    (step) => html`<li><a href="${step.to}">${step.words}</a></li>`,
  )}</ol></nav>`
}

function foot(address: string, reader: Reader, options: FrameOptions): SafeHtml {
  return html`<footer class="foot"><div class="wrap">
<div class="promise-line"><p>${reader.words('site.promise')}</p>
<p class="more">${reader.rich('site.report', { a: (words) => html`<a href="${REPORT}">${words}</a>` })}</p>
<p class="more">${reader.rich('site.correct_this', { a: (words) => html`<a href="${reader.to('corrections')}">${words}</a>` })}</p>
${!areLabelsReviewed(reader.language) && html`<p class="more quiet"><a href="${reader.to('languages')}">${reader.words('site.not_reviewed')}</a></p>`}
<p class="only-print">${reader.words('site.public_source')} · ${options.site.replace(/\/$/, '')}/${reader.language}/${address}</p></div>
${GROUPS.map(
  ([title, links]) =>
    html`<nav aria-label="${reader.words(title)}"><h2>${reader.words(title)}</h2><ul>${links.map(
      ([key, to]) => html`<li><a href="${reader.to(to)}">${reader.words(key)}</a></li>`,
    )}</ul></nav>`,
)}
</div></footer>`
}
