// long: one function for each thing that a public record can contribute to a briefing; they are read beside one another
import type { Hedge } from '#kernel/vocabulary.ts'
import type { Commitment, DialogueRound, PublicEvent, PublicRecords, Recommendation, Sentence } from './briefing.contract.ts'
import type { Writer } from './writer.rules.ts'

// Pure: sentences about public records. Each names the citations that it stands on; a hedge is taken over as it is.

type Part = { readonly id: string; readonly text: string; readonly sources: readonly string[]; readonly hedge?: Hedge }

const told = ({ id, text, sources, hedge = 'stated' }: Part): Sentence => ({ id, text, sources, hedge, standing: 'told', case: null })

/** The order in which time is told; what has no day comes last. */
const latest = ({ happened }: { readonly happened: DialogueRound['happened'] }) => happened.until ?? happened.from ?? ''

/** Rounds that a source says were held, the newest first. */
export function heldRounds(records: PublicRecords, track: string | null): readonly DialogueRound[] {
  return records.dialogues
    .filter((one) => one.status === 'held' && one.round !== null && (track === null || one.track === track))
    .toSorted((one, other) => latest(other).localeCompare(latest(one)))
}

export function headlineOf(records: PublicRecords, writer: Writer, track: string | null): Sentence[] {
  const [last] = heldRounds(records, track)
  if (last === undefined) return []
  const day = writer.when(last.happened) ?? ''
  return [
    told({ id: `${last.code}.last`, text: writer.words('round.last', { day, title: writer.said(last.title) }), sources: last.citations }),
    told({ id: `${last.code}.raised`, text: writer.words(`round.raised.${last.repressionRaised}`), sources: last.citations }),
  ]
}

/** What others ask for, in the words of the record; `chosen` says which. Main demands first, then what spells them out. */
export function asksOf(records: PublicRecords, writer: Writer, chosen: (one: Recommendation) => boolean): Sentence[] {
  return records.recommendations
    .filter((one) => chosen(one) && one.status !== 'met')
    .toSorted((one, other) => one.level - other.level)
    .map((one) => told({ id: `${one.code}.ask`, text: writer.said(one.action), sources: [one.citation] }))
}

const RELEVANCE = { high: 0, medium: 1, low: 2, none: 3 } as const
const STRENGTH = { agree_will_commit: 0, aim_intend: 1, explore_may: 2, recognise_reaffirm: 3 } as const

/** Areas of a statement in which repression across borders is spoken of. */
const NEAR = new Set(['human_rights', 'rule_of_law', 'dialogue_mechanisms', 'judicial_cooperation', 'people_to_people', 'migration'])

/**
 * Promises that bear on people in exile: first those that somebody says are broken, then those about human rights, then by how
 * much they bear on it and how firm they are. `least` is how much they have to bear on it.
 */
export function promisesOf(records: PublicRecords, writer: Writer, least: keyof typeof RELEVANCE): Sentence[] {
  const paragraphs = new Map(records.paragraphs.map((one) => [one.code, one]))
  const disputed = new Set(records.findings.flatMap(({ commitments }) => commitments))
  const relevance = (one: Commitment) => RELEVANCE[paragraphs.get(one.paragraph)?.relevance ?? 'none']
  const isNear = (one: Commitment) => paragraphs.get(one.paragraph)?.areas.some((area) => NEAR.has(area)) ?? false
  const weight = (one: Commitment) =>
    (disputed.has(one.code) ? 0 : 100) + (isNear(one) ? 0 : 50) + relevance(one) * 10 + STRENGTH[one.strength]
  return records.commitments
    .filter((one) => relevance(one) <= RELEVANCE[least])
    .toSorted((one, other) => weight(one) - weight(other))
    .map((one) => promiseSentence(one, String(paragraphs.get(one.paragraph)?.number ?? ''), writer))
}

export function promiseSentence(one: Commitment, n: string, writer: Writer): Sentence {
  const who = one.promiser === 'both' ? writer.words('who.both') : writer.country(one.promiser)
  const values = {
    n,
    who,
    text: writer.said(one.action),
    verb: one.verb,
    strength: writer.words(`strength.${one.strength}`),
    status: statusOf(one.status, writer),
  }
  return told({ id: `${one.code}.promise`, text: writer.words('promise', values), sources: [one.citation] })
}

const STATUSES = ['open', 'acknowledged', 'in_progress', 'partly_met', 'met', 'refused', 'lapsed', 'contradicted', 'unknown'] as const

function statusOf(code: string, writer: Writer): string {
  const known = STATUSES.find((one) => one === code)
  return known === undefined ? code : writer.words(`status.${known}`)
}

/** Says once that a political commitment is not called an obligation, on the citation of the first such promise. */
export function forceSentence(commitments: readonly Commitment[], writer: Writer): Sentence[] {
  const political = commitments.find(({ legalForce }) => legalForce === 'political_commitment')
  if (political === undefined) return []
  const text = writer.words('promise.force', { force: writer.words('force.political_commitment') })
  return [told({ id: 'force.political', text, sources: [political.citation] })]
}

/** What was asked, offered and undertaken in the rounds that were held, newest first. */
export function answersOf(records: PublicRecords, writer: Writer, track: string | null): Sentence[] {
  return heldRounds(records, track).flatMap((round) => {
    const day = writer.when(round.happened) ?? ''
    const parts = [
      ['round.partner', round.partnerCommitments],
      ['round.ask', round.asks],
      ['round.offer', round.offers],
      ['round.said', round.agenda],
    ] as const
    return parts.flatMap(([key, list]) =>
      list.map(({ summary, citation }, at) => {
        const text = writer.words(key, { day, text: stopped(writer.said(summary)) })
        return told({ id: `${round.code}.${key}.${at}`, text, sources: [citation] })
      }),
    )
  })
}

/** What findings say against promises: whose they are stands in front, and that nobody assessed them stands in the note. */
export function findingsOf(
  records: PublicRecords,
  writer: Writer,
  touches: (one: PublicRecords['findings'][number]) => boolean,
): Sentence[] {
  return records.findings
    .filter(touches)
    .map((one) => told({ id: `${one.code}.finding`, text: writer.said(one.note), sources: [one.citation], hedge: hedgeOf(one.hedge) }))
}

const HEDGES = ['stated', 'alleged', 'reportedly', 'credibly_reported', 'strongly_suggests', 'claimed_by_authority', 'denied'] as const

/** A hedge that is not known is read as the weakest: nothing is made surer by a code that we do not know. (R-NGO-09) */
export function hedgeOf(code: string): Hedge {
  return HEDGES.find((one) => one === code) ?? 'alleged'
}

/** Events after a day, and those without one, newest first. */
export function eventsOf(records: PublicRecords, writer: Writer, holds: (one: PublicEvent) => boolean): Sentence[] {
  return records.events
    .filter(holds)
    .toSorted((one, other) => latest(other).localeCompare(latest(one)))
    .map((one) => told({ id: `${one.code}.event`, text: eventText(one, writer), sources: one.citations }))
}

function eventText(one: PublicEvent, writer: Writer): string {
  const day = writer.when(one.happened)
  const title = unstopped(writer.said(one.title))
  const text = one.status === null ? title : `${title}. ${unstopped(writer.said(one.status))}`
  return day === null ? writer.words('event.undated', { text }) : writer.words('event.dated', { day, text })
}

/** Where one goes wrong in quoting, and what is announced only: both make a good point easy to wave away. */
export function risksOf(records: PublicRecords, writer: Writer, track: string | null): Sentence[] {
  const unconfirmed = records.dialogues
    .filter((one) => one.status === 'announced_only' && (track === null || one.track === track))
    .map((one) =>
      told({
        id: `${one.code}.unconfirmed`,
        text: writer.words('round.unconfirmed', { title: writer.said(one.title) }),
        sources: one.citations,
      }),
    )
  const quoting = records.discrepancies.map((one) => {
    const text = writer.words('risk.quote', { issue: writer.said(one.issue), effect: writer.said(one.effect) })
    return told({ id: `${one.code}.risk`, text, sources: one.second === null ? [one.first] : [one.first, one.second] })
  })
  return [...forceSentence(records.commitments, writer), ...unconfirmed, ...quoting]
}

/** What the sources say of the cases that are public, and what they do not say of each. */
export function casesOf(records: PublicRecords, writer: Writer): Sentence[] {
  return records.cases.flatMap((one) => {
    const missing = one.notInSources.map((said) => lowered(writer.said(said))).join(writer.lang === 'fr' ? ' ; ' : '; ')
    return [
      told({
        id: `${one.code}.case`,
        text: writer.words('case.summary', { code: one.code, text: writer.said(one.summary) }),
        sources: one.citations,
      }),
      ...(missing === ''
        ? []
        : [
            told({
              id: `${one.code}.missing`,
              text: writer.words('case.unknown', { code: one.code, list: missing }),
              sources: one.citations,
            }),
          ]),
    ]
  })
}

/** Ratifications stand in a table that nobody has checked: each says so in front, and none is stated as fact. (R-EP-25) */
export function ratificationsOf(records: PublicRecords, writer: Writer, states: readonly string[]) {
  return records.ratifications
    .filter(({ state }) => states.includes(state))
    .map((one) => {
      const state = writer.country(one.state)
      const day = one.date === null ? '' : writer.words('law.day', { day: writer.day(one.date) })
      const sentence: Sentence = {
        id: `law.${one.state}.${one.treaty}`,
        text: writer.words(`law.${one.status}`, { state, treaty: one.treaty, day }),
        sources: [`law:${one.state}:${one.treaty}`],
        hedge: 'stated',
        standing: one.basis === 'seed' || one.basis === 'own' ? 'law_checked' : 'law_unchecked',
        case: null,
      }
      return {
        sentence,
        source: {
          id: `law:${one.state}:${one.treaty}`,
          kind: 'record' as const,
          case: null,
          note: writer.words('law.note', { state, treaty: one.treaty }),
        },
      }
    })
}

/** What the sources leave open about a track; a gap stands on what was read, so it names the rounds that are known. */
export function gapsOf(records: PublicRecords, writer: Writer, track: string | null): Sentence[] {
  return records.dialogueGaps
    .filter((one) => track === null || one.track === track)
    .map((one) => {
      const known = records.dialogues.filter((round) => round.track === one.track && round.round !== null)
      return told({
        id: `${one.code}.gap`,
        text: writer.said(one.summary),
        sources: known.flatMap(({ citations }) => citations.slice(0, 1)),
      })
    })
}

const unstopped = (text: string) => text.replace(/\.$/, '')
const stopped = (text: string) => `${unstopped(text)}.`
/** The first letter of an enumerated phrase, small; names and abbreviations of two capitals stay. */
const lowered = (text: string) => (/^\p{Lu}\p{Lu}/u.test(text) ? text : `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`)
