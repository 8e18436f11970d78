import type { Happened } from '#formats/public-record.ts'
import { type Said, say } from '#kernel/languages.ts'
import type { BriefingLanguage, Citation, PublicDocument, PublicRecords, Source } from './briefing.contract.ts'
import { type BriefingWord, type BriefingWords, en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { vi } from './words/vi.ts'

const WORDS: Readonly<Record<BriefingLanguage, BriefingWords>> = { en, fr, vi }
const LOCALES: Readonly<Record<BriefingLanguage, string>> = { en: 'en-GB', fr: 'fr-FR', vi: 'vi-VN' }
/** As the sentences of this language need them: the Union with its article, the state as it is called in its treaties. */
const OWN_NAMES: Readonly<Record<BriefingLanguage, Readonly<Record<string, string>>>> = {
  en: { VN: 'Viet Nam', EU: 'the European Union' },
  fr: { VN: 'Viet Nam', EU: 'l’Union européenne' },
  vi: { EU: 'Liên minh châu Âu' },
}
const QUOTE_MOST = 160

/** Writes sentences of one briefing in its language, and keeps the sources that they name. */
export type Writer = {
  readonly lang: BriefingLanguage
  readonly words: (key: BriefingWord, values?: Readonly<Record<string, string>>) => string
  readonly said: (said: Said) => string
  readonly day: (day: string) => string
  readonly when: (happened: Happened) => string | null
  readonly country: (code: string) => string
  /** The note of a public citation, or null where the records do not hold it. */
  readonly citation: (code: string, isShort: boolean) => Source | null
}

export function writerIn(lang: BriefingLanguage, records: Pick<PublicRecords, 'citations' | 'documents'>): Writer {
  const citations = new Map(records.citations.map((one) => [one.code, one]))
  const documents = new Map(records.documents.map((one) => [one.sha256, one]))
  const days = new Intl.DateTimeFormat(LOCALES[lang], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
    calendar: 'gregory',
  })
  const months = new Intl.DateTimeFormat(LOCALES[lang], { month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' })
  const regions = new Intl.DisplayNames(LOCALES[lang], { type: 'region' })
  const words: Writer['words'] = (key, values = {}) => fill(WORDS[lang][key], values)
  const day = (text: string) => days.format(new Date(`${text}T00:00:00Z`))
  return {
    lang,
    words,
    day,
    said: (said) => say(said, lang).text,
    when: ({ from, until, precision, said }) => {
      const first = from ?? until
      if (first === null) return null
      if (precision === 'exact') return day(first)
      if (precision === 'year') return first.slice(0, 4)
      return precision === 'month' ? months.format(new Date(`${first}T00:00:00Z`)) : (said ?? day(first))
    },
    country: (code) => OWN_NAMES[lang][code] ?? regions.of(code) ?? code,
    citation: (code, isShort) => {
      const citation = citations.get(code)
      const document = citation === undefined ? undefined : documents.get(citation.document)
      if (citation === undefined || document === undefined) return null
      return { id: code, kind: 'citation', case: null, note: noteOf(citation, document, isShort, words) }
    },
  }
}

/** Fills the places of a sentence; what is filled in is never read for places again. */
function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}

function noteOf(citation: Citation, document: PublicDocument, isShort: boolean, words: Writer['words']): string {
  const printed = document.paragraphs.find(({ number }) => number === citation.paragraph)?.label
  const title = isShort ? shortened(document.title, 70) : document.title
  return words(isShort ? 'note.citation.short' : 'note.citation', {
    title,
    publisher: document.publisher,
    reference: document.reference === null ? '' : `, ${document.reference}`,
    place: words('note.place', { n: printed ?? String(citation.paragraph) }),
    quote: shortened(citation.quote, QUOTE_MOST),
    code: citation.code,
  })
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))} …`
}
