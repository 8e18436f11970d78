import { no, type Verdict, yes } from '#kernel/refusal.ts'
import type { Briefing, Sentence } from './briefing.contract.ts'

/** A sentence is a sentence: longer ones are two. */
const SENTENCE_MOST = 600

export type Edit = {
  readonly id: string
  readonly text: string
  /** Whether the sources of the sentence still carry it as it stands now. */
  readonly sourced: boolean
}

/** Whether a sentence can be put so: it is there, it says something, and stays on its line. */
export function canEdit({ sections }: Briefing, { id, text }: Pick<Edit, 'id' | 'text'>): Verdict {
  if (!sections.some(({ sentences }) => sentences.some((one) => one.id === id))) return no('record.not_found')
  const words = text.trim()
  return words.length >= 2 && words.length <= SENTENCE_MOST && !/\p{Cc}/u.test(words) ? yes : no('request.malformed')
}

/**
 * The briefing with one sentence written by hand. It says so, keeps its hedge, its standing and its case, and keeps its sources or
 * has none: a sentence that nothing carries any more may be read in a draft and leaves no draft.
 */
// guards R-NGO-09, T-21
export function editSentence(briefing: Briefing, { id, text, sourced }: Edit): Briefing {
  const put = (one: Sentence): Sentence =>
    one.id === id ? { ...one, text: text.trim().normalize('NFC'), sources: sourced ? one.sources : [], edited: true } : one
  return { ...briefing, sections: briefing.sections.map((section) => ({ ...section, sentences: section.sentences.map(put) })) }
}
