/** What a file can tell about a person without showing it. Each code has one plain sentence in every language. */
export type FindingCode = (typeof ORDER)[number]

/** What endangers a person most stands first. */
const ORDER = [
  'place',
  'track',
  'author',
  'serial',
  'device',
  'when',
  'preview',
  'note',
  'maker',
  'history',
  'profile',
  'extra',
  'unread',
] as const

/** `shown` is what the file says, cut short, for the eyes of the person who picked it; it goes nowhere else. */
export type Finding = { readonly code: FindingCode; readonly shown?: string }

export type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'heic' | 'video' | 'pdf' | 'office' | 'other'

/** Why no clean copy can be made here. */
export type Cannot = 'kind' | 'damaged' | 'too_large' | 'locked'

/** Bytes of the copy: new ones, or a stretch of the original that is taken over as it is. */
export type Part = Uint8Array<ArrayBuffer> | { readonly at: number; readonly end: number }

/** What was found, and the copy without it: `parts` is null where nothing has to go or nothing can be done. */
export type Look = {
  readonly kind: Kind
  readonly findings: readonly Finding[]
  readonly clean: { readonly parts: readonly Part[] } | 'nothing' | Cannot
}

/** The bytes are not what their kind promises; caught once, in `lookInside`. */
export class Damaged extends Error {}
export class TooLarge extends Error {}

const SHOWN = 80
const HIDDEN = /[\p{Cc}\p{Cf}]+/gu

/** Findings of one file, one a code, the first with something to show wins. */
export class Findings {
  readonly #all = new Map<FindingCode, Finding>()

  add(code: FindingCode, shown?: string): void {
    const words = shown
      ?.slice(0, 4 * SHOWN)
      .replace(HIDDEN, ' ')
      .trim()
      .slice(0, SHOWN)
    const known = this.#all.get(code)
    if (known !== undefined && (known.shown !== undefined || words === undefined || words === '')) return
    this.#all.set(code, words === undefined || words === '' ? { code } : { code, shown: words })
  }

  get list(): readonly Finding[] {
    return ORDER.flatMap((code) => this.#all.get(code) ?? [])
  }
}
