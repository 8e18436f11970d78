import type { Use } from '#crypto/mailbox/consent.ts'
import type { Language } from '#kernel/languages.ts'
import type { When } from './said-when.ts'
import type { Danger, FilePick, Never, Upload } from './state.ts'

/** A report as the page hands it to the seal worker. */
export type Draft = {
  readonly text: string
  readonly language: Language
  readonly to: readonly string[]
  readonly never: readonly Never[]
  readonly host: string
  readonly origin: readonly string[]
  readonly danger: Danger
  readonly urgent: boolean
  readonly contact: string
  readonly uses: readonly Use[]
  readonly mailbox: boolean
  readonly when?: When
  readonly files: readonly Omit<FilePick, 'blob'>[]
}

/** What comes back: bytes to send, and what is needed to send the files after them. */
export type Sealed = { readonly frame: Uint8Array; readonly uploads: readonly Upload[] }
