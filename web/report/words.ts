import type { Language } from '#kernel/languages.ts'
import type { FilesKey } from './files/words/en.ts'
import type { MailboxKey } from './mailbox/words/en.ts'
import type { ShellKey } from './words/en.ts'

/** Every text of the reporting page. A part of the page adds the keys of its own catalogue here. */
export type Key = ShellKey | FilesKey | MailboxKey

export type Values = Readonly<Record<string, string | number>>
export type Catalogue = Readonly<Record<string, string>>
export type Catalogues = Readonly<Record<Language, Catalogue>>

/** Numbers, codes and the digits of the secret look the same in all five languages. */
export function localeOf(language: Language): string {
  return `${language}-u-nu-latn`
}

/** Several names as the language lists them. */
export function listed(names: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
}

/** A text with its places filled: `{name}`, and `{n, plural, one {…} other {…}}` with `#` for the number. */
export function fill(text: string, language: Language, values: Values = {}): string {
  return text
    .replace(/\{(\w+), plural, ((?:\w+ \{[^{}]*\} ?)+)\}/g, (_, name: string, forms: string) =>
      pluralOf(forms, Number(values[name]), language),
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

function pluralOf(forms: string, count: number, language: Language): string {
  const kind = new Intl.PluralRules(language).select(count)
  const found = new Map([...forms.matchAll(/(\w+) \{([^{}]*)\}/g)].map((form) => [form[1], form[2]]))
  const form = found.get(kind) ?? found.get('other') ?? ''
  return form.replace('#', new Intl.NumberFormat(localeOf(language)).format(count))
}
