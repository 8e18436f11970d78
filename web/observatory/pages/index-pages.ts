import { html, type SafeHtml } from '#formats/html.ts'
import { withoutPhoneNumbers } from '#formats/phone-numbers.ts'
import type { Page } from '../page.ts'
import { sourceLine } from '../parts/quotation.ts'
import type { Reader } from '../reader.ts'
import type { Site } from '../site.ts'

type Entry = { readonly name: string; readonly shown: SafeHtml; readonly id: string | null }
type Kind = 'persons' | 'places' | 'organisations' | 'paragraphs'

const KINDS: readonly Kind[] = ['persons', 'places', 'organisations', 'paragraphs']

/** Everything by name: search without a script, narrowed by one where there is one. */
export function indexPages(site: Site): Page[] {
  const frame = (reader: Reader, current: Kind | null) =>
    html`<nav aria-label="${reader.words('index.title')}"><dl class="filters"><div><dt>${reader.words('index.title')}</dt><dd><ul class="row">${KINDS.map(
      (kind) =>
        kind === current
          ? html`<li><a href="${reader.to('index', kind)}" aria-current="true">${reader.words(`index.${kind}`)}</a></li>`
          : html`<li><a href="${reader.to('index', kind)}">${reader.words(`index.${kind}`)}</a></li>`,
    )}</ul></dd></div></dl></nav>`
  const start: Page = {
    address: 'index/',
    write: (reader) => ({
      title: reader.words('index.title'),
      lead: reader.words('index.lead'),
      nav: 'nav.index',
      script: true,
      main: html`${frame(reader, null)}${(['persons', 'places', 'organisations'] as const).map(
        (kind) =>
          html`<section class="hang"><h2><a href="${reader.to('index', kind)}">${reader.words(`index.${kind}`)}</a></h2>${list(entriesOf(kind, site, reader), kind, reader, false)}</section>`,
      )}`,
    }),
  }
  const pages = KINDS.map(
    (kind): Page => ({
      address: `index/${kind}/`,
      write: (reader) => ({
        title: reader.words(`index.${kind}`),
        nav: 'nav.index',
        script: true,
        trail: [{ words: reader.words('index.title'), to: reader.to('index') }],
        main: html`${frame(reader, kind)}${list(entriesOf(kind, site, reader), kind, reader, true)}`,
      }),
    }),
  )
  return [start, ...pages]
}

function list(entries: readonly Entry[], kind: Kind, reader: Reader, withIds: boolean): SafeHtml {
  if (kind === 'paragraphs')
    return html`<ul class="entries" id="list-${kind}" data-find="${reader.words('index.find')}" data-found="${found(reader)}">${entries.map((entry) => html`<li>${entry.shown}</li>`)}</ul>`
  const sorted = entries.toSorted((a, b) => reader.compare(a.name, b.name))
  let letter = ''
  return html`<div class="columns" id="list-${kind}" data-find="${reader.words('index.find')}" data-found="${found(reader)}"><ul>${sorted.map(
    (entry) => {
      const own = firstLetter(entry.name, reader)
      const head = own === letter ? null : html`<li class="letter" aria-hidden="true">${own}</li>`
      letter = own
      return html`${head}${withIds && entry.id !== null ? html`<li id="${entry.id}">${entry.shown}</li>` : html`<li>${entry.shown}</li>`}`
    },
  )}</ul></div>`
}

function found(reader: Reader): string {
  return reader.words('index.found', { n: '{n}', all: '{all}' })
}

function firstLetter(name: string, reader: Reader): string {
  const [first] = new Intl.Segmenter(reader.language, { granularity: 'grapheme' }).segment(name)
  return (first?.segment ?? '').normalize('NFD').charAt(0).toLocaleUpperCase(reader.language)
}

function entriesOf(kind: Kind, site: Site, reader: Reader): Entry[] {
  switch (kind) {
    case 'persons':
      return persons(site, reader)
    case 'places':
      return places(site, reader)
    case 'organisations':
      return organisations(site, reader)
    case 'paragraphs':
      return paragraphs(site, reader)
  }
}

function persons({ library }: Site, reader: Reader): Entry[] {
  return library.release.persons.map((person) => {
    const own = library.release.cases.find((one) => one.person === person.code)
    const [citation = ''] = person.citations
    const { language } = library.document(library.citation(citation).document)
    const name = reader.foreign(person.name, language)
    return {
      name: person.name,
      id: person.code,
      shown: html`${own === undefined ? name : html`<a href="${reader.to('cases', own.code)}">${name}</a>`} <small>${reader.words(`person.${person.kind}`)}</small>${own === undefined && html` ${sourceLine(citation, library, reader)}`}`,
    }
  })
}

function places({ library }: Site, reader: Reader): Entry[] {
  const entries = new Map<string, Entry>()
  const country = (code: string) => {
    const name = reader.country(code)
    entries.set(`country ${code}`, { name, id: null, shown: html`<a href="${reader.to('countries', code)}">${name}</a>` })
  }
  for (const { origin, host, partners } of library.release.corridors) for (const code of [origin, host, ...partners]) country(code)
  const named = [
    ...library.incidents.map((one) => ({ place: one.place, to: `${reader.to()}${library.addressOf(one)}` })),
    ...library.release.dialogues.map((one) => ({ place: one.place, to: `${reader.to('dialogues')}#${one.code}` })),
  ]
  for (const { place, to } of named) {
    if (place?.name === null || place?.name === undefined) continue
    const name = reader.sayPlain(place.name)
    if (!entries.has(name))
      entries.set(name, {
        name,
        id: null,
        shown: html`<a href="${to}">${reader.say(place.name)}</a>${place.country !== null && html` <small>${reader.country(place.country)}</small>`}`,
      })
  }
  return [...entries.values()]
}

function organisations({ library }: Site, reader: Reader): Entry[] {
  const entries = new Map<string, Entry>()
  for (const one of library.release.organisations) {
    entries.set(one.name, {
      name: one.name,
      id: one.code,
      shown: html`${reader.english(one.name)} ${sourceLine(one.citations[0] ?? '', library, reader)}`,
    })
  }
  for (const one of library.release.signatories) {
    const known = entries.get(one.name)
    const signed = html`<small>${reader.words('organisations.signatory', { n: one.number })}</small>`
    entries.set(one.name, {
      name: one.name,
      id: known?.id ?? one.code,
      shown: html`${reader.english(one.name)} ${signed} ${sourceLine(one.citation, library, reader)}`,
    })
  }
  return [...entries.values()]
}

function paragraphs({ library }: Site, reader: Reader): Entry[] {
  const seen = new Set<string>()
  const cited = library.release.citations
    .filter((one) => {
      const key = `${one.document} ${one.paragraph}`
      return seen.has(key) ? false : seen.add(key)
    })
    .sort((a, b) => (a.document === b.document ? a.paragraph - b.paragraph : a.document < b.document ? -1 : 1))
  return cited.map((one) => {
    const document = library.document(one.document)
    return {
      name: '',
      id: null,
      shown: html`${sourceLine(one.code, library, reader)}<span class="words" ${reader.tongue(document.language)}>${withoutPhoneNumbers(one.quote)}</span>`,
    }
  })
}
