import type {
  Briefing,
  BriefingForm,
  BriefingKind,
  BriefingLanguage,
  PublicRecords,
  Recommendation,
  Section,
  SectionId,
  Sentence,
  Source,
} from './briefing.contract.ts'
import * as parts from './public-parts.rules.ts'
import { contradictionsOf, opennessOf, treatyName } from './treaty-parts.rules.ts'
import { type Writer, writerIn } from './writer.rules.ts'

export type Asked = {
  readonly kind: BriefingKind
  readonly form: BriefingForm
  readonly lang: BriefingLanguage
  /** The code of the round, paragraph, commitment or negotiation; a country for a state or for cases. */
  readonly subject: string
  readonly day: string
  readonly marking: string
}

type Material = Partial<Record<SectionId, readonly Sentence[]>>

/** How many sentences of each part stand on one page. */
const ON_ONE_PAGE: Readonly<Record<SectionId, number>> = {
  headline: 4,
  ask: 4,
  promised: 3,
  answered: 2,
  changed: 1,
  risks: 2,
  cases: 2,
  law: 0,
  unknown: 1,
}
const READ_FIRST: readonly SectionId[] = ['headline', 'ask', 'promised', 'answered', 'changed', 'risks', 'cases', 'law', 'unknown']

/** A briefing made of public records alone. Answers null where there is no such record. */
export function composePublic(records: PublicRecords, asked: Asked): Briefing | null {
  const writer = writerIn(asked.lang, records)
  const found = MAKERS[asked.kind](records, writer, asked.subject)
  if (found === null) return null
  const { name, material, extra } = found
  const sections = sectionsOf(material, writer, asked.form)
  return {
    ...asked,
    title: writer.words(`title.${asked.kind}`, { subject: name }),
    sections,
    sources: sourcesOf(sections, writer, asked.form, extra),
  }
}

type Made = { readonly name: string; readonly material: Material; readonly extra: readonly Source[] }
type Maker = (records: PublicRecords, writer: Writer, subject: string) => Made | null

const MAKERS: Readonly<Record<BriefingKind, Maker>> = { round, state, cases, commitment, treaty }

const isTop = ({ level }: Recommendation) => level === 1
/** Demands that are addressed to a dialogue: those of the record that name it first, with what spells them out. */
const forDialogue = ({ id }: Recommendation) => /^(?:NGO-R1|EP-C2)(?:\.|$)/.test(id)
const forTreaty = ({ id }: Recommendation) => /^NGO-R3(?:\.|$)/.test(id)

function round(records: PublicRecords, writer: Writer, subject: string): Made | null {
  const found = records.dialogues.find(({ code }) => code === subject)
  if (found === undefined) return null
  return {
    name: shortName(writer.said(found.title)),
    extra: [],
    material: { ...common(records, writer, found.track), ask: parts.asksOf(records, writer, forDialogue) },
  }
}

/** A title says no more than the name of the round: what follows the first comma tells where it stands. */
function shortName(title: string): string {
  return title.split(/[,،]/u, 1)[0] ?? title
}

/** What every briefing about the whole of the relations says. */
function common(records: PublicRecords, writer: Writer, track: string | null): Material {
  const since = parts.heldRounds(records, track)[0]?.happened.until ?? ''
  return {
    headline: parts.headlineOf(records, writer, track),
    promised: parts.promisesOf(records, writer, 'medium'),
    answered: parts.answersOf(records, writer, track),
    changed: [
      ...parts.findingsOf(records, writer, () => true),
      ...parts.eventsOf(records, writer, ({ happened }) => (happened.until ?? happened.from ?? '9999') > since),
    ],
    risks: [...parts.risksOf(records, writer, track), ...contradictionsOf(records, writer, null)],
    cases: parts.casesOf(records, writer),
    unknown: parts.gapsOf(records, writer, track),
  }
}

function state(records: PublicRecords, writer: Writer, subject: string): Made | null {
  if (!records.cases.some(({ origin, host }) => origin === subject || host === subject)) return null
  const law = parts.ratificationsOf(records, writer, [subject])
  const sentences = law.map(({ sentence }) => sentence)
  const shared = { ask: parts.asksOf(records, writer, isTop), law: sentences }
  // "Both" are the Union and the state that people left; a host state promised nothing in these texts.
  const promised = records.cases.some(({ origin }) => origin === subject)
  return {
    name: writer.country(subject),
    extra: law.map(({ source }) => source),
    material: promised ? { ...common(records, writer, null), ...shared } : { ...apart(records, writer), ...shared },
  }
}

/** Of a state that promised nothing in these texts: what it negotiates and what is said of it, and no promise of others. */
function apart(records: PublicRecords, writer: Writer): Material {
  return {
    headline: parts.eventsOf(records, writer, ({ kind }) => kind === 'treaty_negotiation'),
    changed: parts.findingsOf(records, writer, ({ agreements, commitments }) => agreements.length === 0 && commitments.length === 0),
    cases: parts.casesOf(records, writer),
  }
}

function cases(records: PublicRecords, writer: Writer, subject: string): Made | null {
  const own = records.cases.filter(({ origin, host }) => origin === subject || host === subject)
  if (own.length === 0) return null
  return {
    name: writer.country(subject),
    extra: [],
    material: {
      headline: parts.headlineOf(records, writer, null),
      ask: parts.asksOf(records, writer, forDialogue),
      cases: parts.casesOf({ ...records, cases: own }, writer),
    },
  }
}

function commitment(records: PublicRecords, writer: Writer, subject: string): Made | null {
  const paragraph = records.paragraphs.find(({ code, commitments }) => code === subject || commitments.includes(subject))
  if (paragraph === undefined) return null
  const own = records.commitments.filter(({ paragraph: of }) => of === paragraph.code)
  const summary: Sentence = {
    id: `${paragraph.code}.summary`,
    text: writer.said(paragraph.summary),
    sources: paragraph.citations,
    hedge: 'stated',
    standing: 'told',
    case: null,
  }
  const note = paragraph.relevanceNote
  return {
    name: String(paragraph.number),
    extra: [],
    material: {
      headline: note === null ? [summary] : [summary, { ...summary, id: `${paragraph.code}.note`, text: writer.said(note) }],
      promised: own.map((one) => parts.promiseSentence(one, String(paragraph.number), writer)),
      changed: parts.findingsOf(records, writer, ({ commitments }) => own.some(({ code }) => commitments.includes(code))),
      risks: [
        ...contradictionsOf(records, writer, paragraph.code),
        ...parts.risksOf({ ...records, dialogues: [], commitments: own }, writer, null),
      ],
    },
  }
}

function treaty(records: PublicRecords, writer: Writer, subject: string): Made | null {
  const found = records.events.find(({ code }) => code === subject)
  if (found === undefined) return null
  const law = parts.ratificationsOf(records, writer, ['VN', 'TH'])
  const open = opennessOf(subject, writer)
  return {
    name: treatyName(subject, writer) ?? writer.said(found.title),
    extra: [...law.map(({ source }) => source), ...open.sources],
    material: {
      headline: [...parts.eventsOf(records, writer, ({ code }) => code === subject), ...open.sentences],
      ask: parts.asksOf(records, writer, forTreaty),
      changed: [
        ...parts.eventsOf(records, writer, ({ code, kind }) => kind === found.kind && code !== subject),
        ...parts.findingsOf(records, writer, ({ agreements, commitments }) => agreements.length === 0 && commitments.length === 0),
      ],
      cases: parts.casesOf(records, writer),
      law: law.map(({ sentence }) => sentence),
    },
  }
}

/** Sections in reading order, without empty ones; one page keeps the first sentences of each. */
export function sectionsOf(material: Material, writer: Pick<Writer, 'words'>, form: BriefingForm): Section[] {
  return READ_FIRST.flatMap((id): Section[] => {
    const all = material[id] ?? []
    const sentences = form === 'page' ? shortened(all).slice(0, ON_ONE_PAGE[id]) : all
    return sentences.length === 0 ? [] : [{ id, heading: writer.words(`section.${id}`), case: null, sentences }]
  })
}

/** What one page says of a part: of a finding whose it is and that nobody assessed it, of a case what is known. */
function shortened(all: readonly Sentence[]): Sentence[] {
  return all
    .filter(({ id }) => !id.endsWith('.missing'))
    .map((one) => (one.id.endsWith('.finding') ? { ...one, text: firstAndLast(one.text) } : one))
}

function firstAndLast(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u)
  return sentences.length < 3 ? text : `${sentences[0]} ${sentences.at(-1)}`
}

/** The sources that the sentences name, each once, in the order in which they are named. What is not held is left out, and found by the last check. */
export function sourcesOf(
  sections: readonly Section[],
  writer: Pick<Writer, 'citation'>,
  form: BriefingForm,
  extra: readonly Source[],
): Source[] {
  const own = new Map(extra.map((one) => [one.id, one]))
  const named = [...new Set(sections.flatMap(({ sentences }) => sentences.flatMap(({ sources }) => sources)))]
  return named.flatMap((id) => own.get(id) ?? writer.citation(id, form === 'page') ?? [])
}
