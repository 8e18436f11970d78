import type { MailboxView } from '#crypto/mailbox/mailbox-view.ts'
import type { Consent, Exclusion } from '#crypto/mailbox/shapes.ts'
import type { SealingCode } from '#crypto/refusals.ts'
import type { Language } from '#kernel/languages.ts'
import type { ListFiles } from '../lists.ts'
import type { FilePick, Upload } from '../state.ts'

/** What was typed on M1: nothing is asked of any server before this says `fine` (UX-M-04). */
export type Checked = { readonly problem: 'fine' | 'empty' | 'count' | 'word' | 'check'; readonly at?: number; readonly count?: number }

export type MailFiles = ListFiles & { readonly former: Uint8Array | null }
export type OpenAsk = { readonly typed: string; readonly files: MailFiles }

/** All that the page may know of a mailbox: no key, no slot, no id. */
export type Shown = Omit<MailboxView, 'memory'> & {
  readonly memory: MailboxView['memory']['state']
  /** null where the reporter's memory was not found: the person is asked again, never silently answered for. */
  readonly readers: readonly string[] | null
  readonly never: readonly Exclusion[]
  readonly consent: Consent | null
  /** Files of earlier messages, newest first, whether they arrived whole or not. */
  readonly files: readonly EarlierFile[]
  /** Whether the keys could be checked: nothing is sealed otherwise. */
  readonly canSeal: boolean
}

export type EarlierFile = { readonly item: string; readonly n: number; readonly set: string; readonly size: number; readonly probe: string }

export type Act =
  | { readonly kind: 'write'; readonly text: string; readonly files: readonly Omit<FilePick, 'blob'>[] }
  | { readonly kind: 'consent'; readonly consent: Consent }
  | { readonly kind: 'readers'; readonly to: readonly string[]; readonly never: readonly Exclusion[] }
  | { readonly kind: 'tell_again' }
  | { readonly kind: 'close' }
  | { readonly kind: 'words' }

export type PrepareAsk = {
  readonly act: Act
  readonly language: Language
  readonly files: MailFiles
  /** The alarms were on the screen and the person went on. */
  readonly alarmsSeen: boolean
  /** The person confirmed what an older memory says. */
  readonly memoryConfirmed: boolean
}

export type Prepared = { readonly ok: true } | { readonly ok: false; readonly code: SealingCode | 'lists.refused' }

/** The next thing to send; null when all is sent. */
export type NextFrame = { readonly frame: Uint8Array; readonly uploads: readonly Upload[] } | null
