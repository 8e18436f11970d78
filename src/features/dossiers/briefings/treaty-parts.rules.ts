import { NEGOTIATION_ASPECTS, treaties } from '#kernel/treaties.ts'
import type { PublicRecords, Sentence, Source } from './briefing.contract.ts'
import type { Writer } from './writer.rules.ts'

type Told = { readonly sentences: readonly Sentence[]; readonly sources: readonly Source[] }

/** What is public of a negotiation, aspect by aspect. What nobody looked at is told as not checked, never as secret (R-EP-25). */
export function opennessOf(event: string, writer: Writer): Told {
  const found = treaties.negotiations.find((one) => one.event === event)
  if (found === undefined) return { sentences: [], sources: [] }
  const tracker: Source = { id: `tracker:${event}`, kind: 'record', case: null, note: writer.words('note.tracker', { code: event }) }
  const sentences = NEGOTIATION_ASPECTS.map((aspect): Sentence => {
    const { state, citation } = found[aspect]
    return {
      id: `${event}.${aspect}`,
      text: writer.words(`open.${state}`, { aspect: writer.words(`open.${aspect}`) }),
      sources: [citation ?? tracker.id],
      hedge: 'stated',
      standing: 'told',
      case: null,
    }
  })
  return { sentences, sources: [tracker] }
}

/** Where two paragraphs may pull apart, said as our reading, on the citations of both. `of` narrows it to one paragraph. */
export function contradictionsOf(records: PublicRecords, writer: Writer, of: string | null): Sentence[] {
  const citations = new Map(records.paragraphs.map((one) => [one.code, one.citations[0]]))
  return treaties.contradictions.flatMap(({ first, second, reason }): Sentence[] => {
    const sources = [citations.get(first), citations.get(second)].filter((one) => one !== undefined)
    if (sources.length < 2 || (of !== null && of !== first && of !== second)) return []
    const text = writer.words('risk.ours', { text: writer.said(reason) })
    return [{ id: `${first}.${second}.reading`, text, sources, hedge: 'stated', standing: 'told', case: null }]
  })
}

/** What a negotiation is called in a title; null for one that the tracker does not hold. */
export function treatyName(event: string, writer: Writer): string | null {
  const found = treaties.negotiations.find((one) => one.event === event)
  return found === undefined ? null : writer.words(`treaty.${found.kind}`, { parties: found.parties.map(writer.country).join(' – ') })
}
