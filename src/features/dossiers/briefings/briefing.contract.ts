import type { CodedParagraph, Commitment, Finding, Ratification, Recommendation } from '#features/commitments/commitment.contract.ts'
import type { DialogueGap, DialogueRound } from '#features/diplomacy/dialogue.contract.ts'
import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type { Discrepancy, PublicCase, PublicEvent } from '#features/register/register.contract.ts'
import type { Hedge } from '#kernel/vocabulary.ts'

/** The public records that a briefing is made of: a part of the release, as it is published. */
export type PublicRecords = {
  readonly documents: readonly PublicDocument[]
  readonly citations: readonly Citation[]
  readonly cases: readonly PublicCase[]
  readonly events: readonly PublicEvent[]
  readonly discrepancies: readonly Discrepancy[]
  readonly paragraphs: readonly CodedParagraph[]
  readonly commitments: readonly Commitment[]
  readonly recommendations: readonly Recommendation[]
  readonly findings: readonly Finding[]
  readonly ratifications: readonly Ratification[]
  readonly dialogues: readonly DialogueRound[]
  readonly dialogueGaps: readonly DialogueGap[]
}
export type { Citation, Commitment, DialogueRound, Finding, PublicCase, PublicDocument, PublicEvent, Ratification, Recommendation }

export const BRIEFING_LANGUAGES = ['en', 'fr', 'vi'] as const
export type BriefingLanguage = (typeof BRIEFING_LANGUAGES)[number]
export const BRIEFING_KINDS = ['round', 'state', 'cases', 'commitment', 'treaty'] as const
export type BriefingKind = (typeof BRIEFING_KINDS)[number]
export const BRIEFING_FORMS = ['page', 'long'] as const
export type BriefingForm = (typeof BRIEFING_FORMS)[number]

/** In the order in which they are read: what matters in ten minutes comes first. */
export const SECTIONS = ['headline', 'ask', 'promised', 'answered', 'changed', 'risks', 'cases', 'law', 'unknown'] as const
export type SectionId = (typeof SECTIONS)[number]

/** What a sentence stands on. `case` is the protected case that it belongs to; null for a public record. */
export type Source = {
  readonly id: string
  readonly kind: 'citation' | 'card' | 'record'
  readonly case: string | null
  /** How the note at the end names it. */
  readonly note: string
}

export type Sentence = {
  /** The same in every version, so that two versions can be compared. */
  readonly id: string
  readonly text: string
  readonly sources: readonly string[]
  /** Of the source, and never stronger. */
  readonly hedge: Hedge
  /** A legal statement that nobody has checked says so in front. */
  readonly standing: 'told' | 'law_checked' | 'law_unchecked'
  /** The protected case that it stems from; null for a public record. */
  readonly case: string | null
  /** Somebody put it in other words than the rules did. */
  readonly edited?: true
}

export type Section = {
  readonly id: SectionId
  readonly heading: string
  readonly case: string | null
  readonly sentences: readonly Sentence[]
}

export type Briefing = {
  readonly kind: BriefingKind
  readonly form: BriefingForm
  readonly lang: BriefingLanguage
  /** The code of the round, commitment or treaty, or the country. */
  readonly subject: string
  readonly title: string
  readonly day: string
  readonly marking: string
  readonly sections: readonly Section[]
  readonly sources: readonly Source[]
}
