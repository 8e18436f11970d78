import { html, type SafeHtml } from '#formats/html.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES } from '#kernel/languages.ts'
import { areLabelsReviewed } from '#kernel/vocabulary.ts'
import { GROUPS } from '../frame.ts'
import type { Page } from '../page.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'
import type { Key } from '../words.ts'
import { changeList } from './overview.ts'

/** Pages of our own words: licence, about, corrections, languages, changes. */
export function textPages(site: Site): Page[] {
  return [changesPage(site), licencePage, aboutPage, correctionsPage(site), languagesPage]
}

const part = (title: Key, keys: readonly Key[], reader: Reader): SafeHtml =>
  html`<section class="hang"><h2>${reader.words(title)}</h2><div class="prose">${keys.map((key) => html`<p>${reader.words(key)}</p>`)}</div></section>`

function changesPage(site: Site): Page {
  return {
    address: 'changes/',
    write: (reader) => ({
      title: reader.words('changes.title'),
      lead: reader.words('changes.lead'),
      main: html`<p class="more"><a href="/${reader.language}/changes.atom">${reader.words('changes.feed')}</a></p>${changeList(site, reader, 500)}`,
    }),
  }
}

const licencePage: Page = {
  address: 'licence/',
  write: (reader) => ({
    title: reader.words('licence.title'),
    main: html`${part('licence.ours', ['licence.ours.1'], reader)}${part('licence.quotes', ['licence.quotes.1'], reader)}${part('licence.documents', ['licence.documents.1'], reader)}${part('licence.software', ['licence.software.1'], reader)}${part('licence.ask', ['licence.ask.1'], reader)}`,
  }),
}

const aboutPage: Page = {
  address: 'about/',
  write: (reader) => ({
    title: reader.words('about.title'),
    lead: reader.words('about.lead'),
    main: html`${part('about.name', ['about.name.1'], reader)}${part('about.for', ['about.for.1'], reader)}${part('about.not', ['about.not.1'], reader)}${part('about.privacy', ['about.privacy.1'], reader)}
<section class="hang"><h2>${reader.words('about.map')}</h2><div class="three bare">${GROUPS.map(
      ([title, links]) =>
        html`<div><h3>${reader.words(title)}</h3><ul>${links.map(([key, to]) => html`<li><a href="${reader.to(to)}">${reader.words(key)}</a></li>`)}</ul></div>`,
    )}</div></section>`,
  }),
}

function correctionsPage(site: Site): Page {
  const { contact } = site.library.release
  return {
    address: 'corrections/',
    write: (reader) => ({
      title: reader.words('corrections.title'),
      lead: reader.words('corrections.lead'),
      main: html`<section class="hang"><h2>${reader.words('corrections.contact')}</h2><div class="prose"><p>${contact === null ? reader.words('corrections.none') : html`<span class="code" dir="ltr">${contact}</span>`}</p></div></section>
${part('corrections.times', ['corrections.times.1', 'corrections.times.2'], reader)}${part('corrections.say', ['corrections.say.1'], reader)}${part('corrections.how', ['corrections.how.1', 'corrections.how.2'], reader)}`,
    }),
  }
}

const languagesPage: Page = {
  address: 'languages/',
  write: (reader) => ({
    title: reader.words('languages.title'),
    lead: reader.words('languages.lead'),
    main: html`<table><caption class="unseen">${reader.words('languages.title')}</caption><tbody>${LANGUAGES.map(
      (language) =>
        html`<tr><th scope="row"><a href="/${language}/" lang="${language}" dir="${directionOf(language)}" hreflang="${language}">${LANGUAGE_NAMES[language]}</a></th><td>${reader.words(`language.${language}`)}</td><td>${
          language === 'en' ? reader.words('languages.original') : !areLabelsReviewed(language) && reader.words('site.not_reviewed')
        }</td></tr>`,
    )}</tbody></table><div class="prose"><p>${reader.words('languages.quotes')}</p><p>${reader.words('languages.machine')}</p></div>`,
  }),
}
