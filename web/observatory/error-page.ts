import { html, type SafeHtml } from '#formats/html.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Language } from '#kernel/languages.ts'
import type { RefusalCode } from '#kernel/refusal.ts'
import { ICON, STYLE } from './assets.ts'
import { type Key, message } from './words.ts'

const KINDS: Readonly<Partial<Record<RefusalCode | 'fault', Key & `error.${string}`>>> = {
  'record.not_found': 'error.missing',
  'record.withdrawn': 'error.withdrawn',
  'part.not_here': 'error.not_here',
  'request.method': 'error.method',
}

/**
 * A whole page that says an expected "no", or that the fault is ours, in five languages at once: it does not know who reads.
 * It holds nothing of the request. `faultId` is the random number that the operator finds in the log.
 */
export function errorPage(code: RefusalCode | 'fault', faultId?: string): string {
  const key = KINDS[code] ?? (code === 'fault' ? 'error.wrong' : 'error.request')
  return plainPage(
    message('en', key),
    LANGUAGES.map((language) => saidIn(language, key, faultId)),
  )
}

function saidIn(language: Language, key: Key & `error.${string}`, faultId: string | undefined): SafeHtml {
  const next = `${key}.next` as Key
  const words = html`<p class="lead">${message(language, key)}</p><p><a href="/${language}/" hreflang="${language}">${message(language, next)}</a></p>${
    faultId !== undefined && html`<p class="quiet"><span class="code" dir="ltr">${faultId}</span></p>`
  }`
  return language === 'en'
    ? html`<section><h1 class="error">${message('en', 'site.name')}</h1>${words}</section>`
    : html`<section lang="${language}" dir="${directionOf(language)}">${words}</section>`
}

/** The front door: five names of five languages, for whoever comes without a preference. */
export function languageChooser(): string {
  return plainPage(message('en', 'site.name'), [
    html`<h1 class="error">${message('en', 'site.name')}</h1><ul class="doors">${LANGUAGES.map(
      (language) =>
        html`<li lang="${language}" dir="${directionOf(language)}"><a href="/${language}/" hreflang="${language}">${LANGUAGE_NAMES[language]}</a><p class="quiet">${message(language, 'site.tagline')}</p></li>`,
    )}</ul>`,
  ])
}

function plainPage(title: string, body: readonly SafeHtml[]): string {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${STYLE.path}">
<link rel="icon" href="${ICON.path}">
</head>
<body><main class="plain-page"><div class="wrap">${body}</div></main></body>
</html>
`.text
}
