import { html, raw, type SafeHtml } from '#formats/html.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Language } from '#kernel/languages.ts'
import { CATALOGUES } from './report/catalogue.ts'
import { EVERYDAY } from './report/exit.ts'
import type { HelpOf } from './report/help.ts'
import type { ShellKey } from './report/words/en.ts'

/** What differs between installations; the page is the same bytes everywhere until these are written in. */
export const BESIDE = { origin: '{{origin}}', onion: '{{onion}}', reads: '{{reads}}' } as const

export type FirstPage = {
  readonly language: Language
  readonly style: string
  readonly script: string
  readonly help: readonly HelpOf[]
}

/**
 * The first HTML of one language: whole and useful without JavaScript, in one request. It has no field for a text, since
 * without a script nothing could seal it. guards I-18
 */
export function firstPage({ language, style, script, help }: FirstPage): string {
  const say = (key: ShellKey): string => CATALOGUES[language][key]
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}" data-onion="${BESIDE.onion}" data-reads="${BESIDE.reads}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="google" content="notranslate">
<title>${say('page.title')}</title>
${raw(`<style>${style}</style>`)}
<link rel="icon" href="data:,">
<script type="module" src="${script}"></script>
</head>
<body>
<header class="bar">${raw(`<a class="leave" href="${EVERYDAY[language]}" rel="noreferrer">`)}${say('bar.leave')}</a>
<nav><ul class="tongues">${LANGUAGES.map((other) => html`<li><a href="/report/${other}/" lang="${other}" dir="${directionOf(other)}">${LANGUAGE_NAMES[other]}</a></li>`)}</ul></nav></header>
<main id="main">
<h1>${say('landing.title')}</h1>
<p class="lead">${say('landing.lead')}</p>
<p class="quiet">${say('plain.wait')}</p>
${withoutScript(say)}
${helpLines(say, help, language)}
</main>
</body>
</html>
`.text
}

function withoutScript(say: (key: ShellKey) => string): SafeHtml {
  return html`<section><h2>${say('plain.title')}</h2>
<p>${say('plain.why')}</p>
<!--onion--><p>${say('plain.onion')} <span class="code" dir="ltr">http://${BESIDE.onion}:81/</span></p><!--/onion--><!--no-onion--><p>${say('plain.no_onion')}</p><!--/no-onion-->
<p>${say('plain.age')}</p>
<ol class="points"><li>${say('plain.step1')} <a href="/report/keys.txt" download="keys.txt">keys.txt</a></li>
<li>${say('plain.step2')}<pre dir="ltr">age -a -R chosen.txt -o out.age in.txt</pre></li>
<li>${say('plain.step3')}<pre dir="ltr">curl --data-binary @out.age ${BESIDE.origin}/api/intake/armour</pre></li></ol>
<p class="caution">${say('sealed.limits')}</p></section>`
}

function helpLines(say: (key: ShellKey) => string, help: readonly HelpOf[], language: Language): SafeHtml {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  const listed = help.filter(({ country }) => country !== '')
  return html`<section><h2>${say('help.title')}</h2><ul class="numbers">${listed.map(
    ({ country, contacts }) =>
      html`<li>${names.of(country) ?? country}: ${contacts
        .filter(({ number }) => /^[+0-9 ]+$/.test(number))
        .map(
          ({ for: what, number, name }) =>
            html`<span class="number">${name?.[language] ?? name?.en ?? say(`help.${what}`)} <b dir="ltr">${number}</b></span> `,
        )}</li>`,
  )}</ul><p class="quiet">${say('help.not_checked')} ${say('help.careful')}</p></section>`
}
