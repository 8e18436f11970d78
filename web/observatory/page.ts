import type { SafeHtml } from '#formats/html.ts'
import type { Reader } from './reader.ts'
import type { Key } from './words.ts'

/** What a page says of itself to the frame around it. */
export type Sheet = {
  readonly title: string
  /** A quiet word above the title: what kind of page this is. */
  readonly kicker?: SafeHtml | string
  /** The title as it is shown, when it holds a name in another language. */
  readonly heading?: SafeHtml
  readonly lead?: SafeHtml | string
  readonly main: SafeHtml
  readonly nav?: Key
  /** Links up the tree, outermost first. */
  readonly trail?: readonly { readonly words: SafeHtml | string; readonly to: string }[]
  /** Wide pages use the whole width; others keep to the measure. */
  readonly wide?: boolean
  readonly script?: boolean
}

/** A page in every language. `address` is below the language: '' or 'cases/C-7Q4M/'. */
export type Page = {
  readonly address: string
  /** All that the page is made from, beside its language; left out where that is the whole release. */
  readonly inputs?: unknown
  readonly write: (reader: Reader) => Sheet
}
