import type { Briefing, Sentence } from './briefing.contract.ts'

export type Change = {
  readonly id: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly before: string | null
  readonly after: string | null
}

/** What a reader of the earlier version has to know of the later one, in reading order; removed sentences at the end. */
export function differenceOf(before: Briefing, after: Briefing): readonly Change[] {
  const old = sentencesOf(before)
  const now = sentencesOf(after)
  const kept = [...now.values()].flatMap((one): Change[] => {
    const was = old.get(one.id)
    if (was === undefined) return [{ id: one.id, change: 'added', before: null, after: one.text }]
    return isSame(was, one) ? [] : [{ id: one.id, change: 'changed', before: was.text, after: one.text }]
  })
  const gone = [...old.values()].filter(({ id }) => !now.has(id))
  return [...kept, ...gone.map((one): Change => ({ id: one.id, change: 'removed', before: one.text, after: null }))]
}

function isSame(one: Sentence, other: Sentence): boolean {
  return (
    one.text === other.text && one.hedge === other.hedge && one.standing === other.standing && one.sources.join() === other.sources.join()
  )
}

function sentencesOf(briefing: Briefing): Map<string, Sentence> {
  return new Map(briefing.sections.flatMap(({ sentences }) => sentences.map((one) => [one.id, one])))
}
