import { attributes, html, type Piece, type SafeAttributes, type SafeHtml } from '#formats/html.ts'
import type { Happened } from '#formats/public-record.ts'
import { directionOf, LANGUAGE_NAMES, type Language, type Said, say } from '#kernel/languages.ts'
import { type LabelKind, labelOf } from '#kernel/vocabulary.ts'
import { writeDay, writeIssued, writeWhen } from './when.ts'
import { filledMessage, type Key, localeOf, message, richMessage, type Values } from './words.ts'

export type CountryNames = Readonly<Record<string, Said>>

/** Spellings that the default tables have differently: ISO's for the state, and in Vietnamese that of every other text here for the Union. */
const OWN_NAMES: CountryNames = { VN: { en: 'Viet Nam', fr: 'Viet Nam' }, EU: { en: 'European Union', vi: 'Liên minh châu Âu' } }

/** Who reads this page: everything that depends on the language, and whether English had to stand in. */
export class Reader {
  readonly language: Language
  #names: CountryNames
  #regions: Intl.DisplayNames
  #tongues: Intl.DisplayNames
  #numbers: Intl.NumberFormat
  #english = false

  constructor(language: Language, names: CountryNames = {}) {
    this.language = language
    this.#names = names
    this.#regions = new Intl.DisplayNames(localeOf(language), { type: 'region' })
    this.#tongues = new Intl.DisplayNames(localeOf(language), { type: 'language' })
    this.#numbers = new Intl.NumberFormat(localeOf(language))
  }

  /** True once, after a text had to be shown in English. */
  takeEnglish(): boolean {
    const was = this.#english
    this.#english = false
    return was
  }

  words(key: Key, values?: Values): string {
    return message(this.language, key, values)
  }

  rich(key: Key, tags: Record<string, (inner: string) => SafeHtml>, values?: Values): SafeHtml {
    return richMessage(this.language, key, tags, values)
  }

  /** A message whose places are filled with HTML. */
  fill(key: Key, pieces: Record<string, Piece>): SafeHtml {
    return filledMessage(this.language, key, pieces)
  }

  /** Our own words; marked as English where they are not translated. */
  say(said: Said): SafeHtml {
    const words = say(said, this.language)
    if (words.in === this.language) return html`${words.text}`
    this.#english = true
    return html`<span lang="en" dir="ltr">${words.text}</span>`
  }

  /** The same as plain text, for titles, alt texts and sorting. */
  sayPlain(said: Said): string {
    return say(said, this.language).text
  }

  /** Text of a record that exists in English only. */
  english(text: string): SafeHtml {
    if (this.language === 'en') return html`${text}`
    this.#english = true
    return html`<span lang="en" dir="ltr">${text}</span>`
  }

  /** Text that stays in another language because it is somebody's own words or name. */
  foreign(text: string, language: string): SafeHtml {
    return language === this.language ? html`${text}` : html`<span ${this.tongue(language)}>${text}</span>`
  }

  /** lang and dir for an element whose text is in another language. */
  tongue(language: string): SafeAttributes {
    return language === this.language
      ? attributes({})
      : attributes({ lang: language, dir: /^(ar|fa|he|ur|ps|ug|dv)$/.test(language) ? 'rtl' : 'ltr' })
  }

  number(value: number): string {
    return this.#numbers.format(value)
  }

  label(kind: LabelKind, code: string): SafeHtml {
    const label = labelOf(kind, code, this.language)
    return label.in === this.language ? html`${label.text}` : this.english(label.text)
  }

  labelPlain(kind: LabelKind, code: string): string {
    return labelOf(kind, code, this.language).text
  }

  country(code: string): string {
    const name = this.#names[code] ?? OWN_NAMES[code]
    if (name !== undefined && (name[this.language] !== undefined || this.#names[code] !== undefined)) return say(name, this.language).text
    return this.#regions.of(code) ?? code
  }

  tongueName(language: string): string {
    return this.#tongues.of(language) ?? language
  }

  when(happened: Happened): string {
    return writeWhen(happened, this.language)
  }

  /** A year of four digits, as this language writes it. */
  year(year: string): string {
    return writeDay(`${year}-01-01`, 'year', this.language)
  }

  /** Names sort as this language sorts them; equal ones by code point, so that the order never depends on the input. */
  compare = (a: string, b: string): number => this.#collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
  get #collator(): Intl.Collator {
    this.#collate ??= new Intl.Collator(this.language)
    return this.#collate
  }
  #collate: Intl.Collator | undefined

  issued(issued: Happened): string {
    return writeIssued(issued, this.language)
  }

  /** An address below this language; parts are codes, never names. */
  to(...parts: readonly (string | number)[]): string {
    return `/${this.language}/${parts.map((part) => `${part}/`).join('')}`
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.language)
  }

  get ownName(): string {
    return LANGUAGE_NAMES[this.language]
  }
}
