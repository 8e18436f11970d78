import type { Audience } from '#features/dossiers/briefings/audience.contract.ts'
import type { Briefing, BriefingForm, BriefingKind, BriefingLanguage } from '#features/dossiers/briefings/briefing.contract.ts'
import type { Choice } from '#features/dossiers/briefings/compose-briefing.rules.ts'
import type { Change } from '#features/dossiers/briefings/difference.rules.ts'
import type { Edit } from '#features/dossiers/briefings/edit.rules.ts'
import type { Paper } from '#formats/print/paper.ts'
import type { PaperForm } from '#formats/print/press.ts'

export type Order = {
  readonly kind: BriefingKind
  readonly subject: string
  readonly form: BriefingForm
  readonly lang: BriefingLanguage
  readonly marking: string
  readonly audience: Audience
  /** Codes of cases, and of exchanges whose list is taken. */
  readonly codes: readonly string[]
}

export type Left = { readonly case: string; readonly why: string }
export type Drafted = { readonly briefing: Briefing; readonly paper: Paper; readonly left: readonly Left[]; readonly order: Order }

/** A copy that was handed out; the holder is a word of the team, sealed with the version. */
export type Copy = {
  readonly n: number
  readonly mark: string
  readonly form: PaperForm
  readonly holder: string
  readonly on: string
  readonly by: string
}

export type Version = {
  readonly card: string
  readonly n: number
  readonly on: string
  readonly by: string
  readonly title: string
  readonly form: BriefingForm
  readonly lang: BriefingLanguage
  readonly audience: Audience
  readonly copies: readonly Copy[]
  /** With more than ten cases in it a copy leaves after the yes of two. */
  readonly needsTwo: boolean
  /** Cases in it that may not be told any more: they are red, and no copy of this version is made. */
  readonly red: readonly Left[]
  /** Why it does not open here: `briefing.not_all` to whoever does not read every case in it. */
  readonly problem: string | null
}

export type Home = { readonly case: string; readonly versions: number; readonly on: string }

export type BriefingsCalls = {
  /** Cases with kept versions among those that the member reads, the newest first. */
  'briefings.past': { in: null; out: readonly Home[] }
  /** The draft with one sentence in other words: marked, with its sources or with none. */
  'briefings.edit': { in: { readonly draft: Drafted; readonly edit: Edit }; out: Drafted }
  'briefings.subjects': { in: { readonly lang: BriefingLanguage }; out: readonly Choice[] }
  'briefings.compose': { in: Order; out: Drafted }
  /** Keeps a version, sealed so that it opens to whoever opens every case in it, with a case whose readers do today. */
  'briefings.keep': { in: { readonly home: string; readonly draft: Drafted }; out: { readonly n: number } }
  'briefings.kept': { in: { readonly home: string }; out: readonly Version[] }
  'briefings.read': { in: { readonly home: string; readonly card: string }; out: Paper }
  'briefings.compare': { in: { readonly home: string; readonly before: string; readonly after: string }; out: readonly Change[] }
  /** Asks a second person for their yes to a copy of exactly this version. */
  'briefings.askYes': { in: { readonly home: string; readonly card: string }; out: { readonly id: string } }
  /** Asks every consent again, notes the copy and prints it. */
  'briefings.print': {
    in: { readonly home: string; readonly card: string; readonly form: PaperForm; readonly holder: string }
    out: { readonly file: Uint8Array<ArrayBuffer>; readonly mark: string; readonly n: number }
  }
}
