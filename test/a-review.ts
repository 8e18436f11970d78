import { createHash } from 'node:crypto'
import type { Actor } from '#base/actor.ts'
import type { House } from '#base/house.ts'
import { describeParagraph } from '#features/documents/cite.rules.ts'
import { enrolOperator, ingestDocument, type PreparedDocument } from '#features/documents/index.ts'
import { type Proposed, placeProposals } from '#features/documents/ingest/place-proposals.rules.ts'
import { readParagraphs } from '#features/documents/segment.rules.ts'

/** An invented statement with a person named twice, two organisations, an act with its hedge and day, a round and two signatories. */
export const STATEMENT = `# Joint statement on a weaver

The Loom Society says that Mira Okonedo was allegedly followed by two men in Arvena in March 2031.

The ninth round of the human rights dialogue should speak of it. Ms Mira Okonedo was not extradited.

Signed by:

1. The Loom Society

2. Friends of Arvena

We call on the European Union to raise her case.

Press contact of the society: +99 (0)2 55 01234
`

export const FACTS = {
  publisher: 'The Loom Society',
  address: 'https://loom.example/statement',
  retrievedOn: '2031-04-02',
  language: 'en',
} as const

type Wanted = Partial<Proposed> & { readonly words: string; readonly kind: string; readonly value: string; readonly nth?: number }

export const WANTED: readonly Wanted[] = [
  { words: 'Mira Okonedo', kind: 'person', value: 'mira okonedo', rule: 'person.full' },
  { words: 'Ms Mira Okonedo', kind: 'person', value: 'mira okonedo', rule: 'person.title' },
  { words: 'The Loom Society', kind: 'organisation', value: 'loom society', rule: 'organisation.name' },
  { words: 'allegedly', kind: 'hedge', value: 'alleged', rule: 'hedge.word', of: ['p5'] },
  { words: 'followed by two men', kind: 'method', value: 'phys.surveillance', rule: 'method.words', role: 'told', hedge: 'alleged' },
  { words: 'March 2031', kind: 'date', value: '2031-03', precision: 'month', rule: 'date.month' },
  { words: 'followed by two men', kind: 'relation', value: 'told', rule: 'relation.who', of: ['p1', 'p5', 'p6'] },
  { words: 'ninth round of the human rights dialogue', kind: 'round', value: 'hrd:9', rule: 'round.ordinal' },
  { words: 'not extradited', kind: 'method', value: 'coop.extradition-request', rule: 'method.words', role: 'told', negated: true },
  { words: 'The Loom Society', kind: 'signatory', value: 'loom society', rule: 'signatory.line', nth: 2 },
  { words: 'Friends of Arvena', kind: 'signatory', value: 'friends of arvena', rule: 'signatory.line' },
  {
    words: 'call on the European Union to raise her case',
    kind: 'demand',
    value: 'call on the european union to raise her case',
    rule: 'demand.verb',
  },
  { words: 'European Union', kind: 'organisation', value: 'european union', rule: 'organisation.head' },
  { words: 'call on the European Union', kind: 'relation', value: 'addressee', rule: 'relation.addressee', of: ['p12', 'p13'] },
]

export function aPreparedDocument(text = STATEMENT, wanted = WANTED): PreparedDocument {
  const read = readParagraphs(text)
  const proposals = wanted.map(({ words, nth = 1, ...rest }, at): Proposed => {
    let start = -1
    for (let n = 0; n < nth; n++) start = text.indexOf(words, start + 1)
    const paragraph = read.find((one) => one.rawStart <= start && start < one.rawEnd)?.number ?? 0
    return { id: `p${at + 1}`, paragraph, line: 1, start, end: start + words.length, quote: words, rule: 'r', ...rest }
  })
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    kind: 'text',
    notes: [],
    title: read[0]?.text ?? '',
    paragraphs: read.map((one) => ({ ...describeParagraph(one, false), text: one.text })),
    proposals: placeProposals(read, proposals),
  }
}

export type Reviewed = {
  readonly document: string
  readonly code: string
  readonly by: { readonly actor: Actor; readonly register: House['installation']['register'] }
}

/** The statement taken in, and an operator who may review it. */
export async function aReview(house: House, name = 'Ada Reviewer'): Promise<Reviewed> {
  const done = await ingestDocument(house.base, house.installation, FACTS, aPreparedDocument())
  const actor = await enrolOperator(house.base, house.installation, name)
  return { document: done.sha256, code: done.code, by: { actor, register: house.installation.register } }
}
