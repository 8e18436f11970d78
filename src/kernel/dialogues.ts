import file from '../../data/dialogues.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

type Dialogues = {
  readonly version: string
  readonly roundKinds: readonly string[]
  readonly stages: readonly string[]
  readonly levels: readonly string[]
  readonly heldBy: readonly string[]
  readonly absences: readonly string[]
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
