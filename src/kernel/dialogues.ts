import file from '../../data/dialogues.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

/** A point on repression across borders for an exchange on something else, and what it stands on in the public record. */
export type Proposal = {
  readonly code: string
  readonly themes: readonly string[]
  /** The state of whose record it speaks; null where it holds for all. */
  readonly partner: string | null
  readonly topic: string
  /** The record in which it stands, its paragraph where it has one, and the words themselves. */
  readonly record: string
  readonly paragraph: number | null
  readonly source: string
}

type Dialogues = {
  readonly version: string
  readonly roundKinds: readonly string[]
  readonly stages: readonly string[]
  readonly levels: readonly string[]
  readonly heldBy: readonly string[]
  readonly absences: readonly string[]
  /** What an exchange on something else is about, and where repression across borders belongs all the same (R-EEAS-03). */
  readonly themes: readonly string[]
  /** Which exchanges are on security, and which kinds of exchange have no level. */
  readonly security: { readonly tracks: readonly string[]; readonly themes: readonly string[]; readonly levelless: readonly string[] }
  /** What makes an exchange an act of a parliament, and the uses to which somebody has to have agreed to be named in one. */
  readonly parliament: {
    readonly tracks: readonly string[]
    readonly kinds: readonly string[]
    readonly heldBy: readonly string[]
    readonly levels: readonly string[]
    readonly addressees: readonly string[]
    readonly scopes: readonly string[]
  }
  readonly addressees: readonly string[]
  readonly proposals: readonly Proposal[]
  readonly itemKinds: readonly string[]
  readonly topics: readonly string[]
  /** How a case is raised, and the use to which somebody has to have agreed for it. */
  readonly forms: readonly { readonly code: string; readonly scope: string }[]
  /** What a list may leave the desk as, and the use that this is. */
  readonly documents: readonly { readonly code: string; readonly scope: string }[]
  readonly replyForms: readonly string[]
  readonly scheme: { readonly version: number; readonly codes: readonly { readonly code: string; readonly definition: string }[] }
  /** After so many days without anything a raised case stands among the silent ones. */
  readonly staleDays: number
}

/** What rounds, raised cases and replies are coded by, beside the vocabularies. */
export const dialogues: Dialogues = deepFreeze(file)
