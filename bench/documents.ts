import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Proposal, proposeFrom, readParagraphs } from '#features/documents/index.ts'
import { type GoldLine, precision, recall, type Score, scoreForms, scoreHedges, scoreSpans, strayClaims } from './documents-score.ts'
import { type BenchOptions, type Figure, judge, summarise } from './measure.ts'

type Goal = { readonly kind: string; readonly recall?: number; readonly precision?: number }
type Doc = { readonly name: string; readonly text: string; readonly proposals: readonly Proposal[]; readonly gold: readonly GoldLine[] }

const KINDS: readonly Goal[] = [
  ...['person', 'organisation', 'date', 'legal_reference', 'round'].map((kind) => ({ kind, recall: 0.95, precision: 0.85 })),
  ...['place', 'method', 'demand'].map((kind) => ({ kind, recall: 0.85, precision: 0.75 })),
  { kind: 'signatory', recall: 1, precision: 1 },
  { kind: 'hedge' },
  { kind: 'instrument' },
  { kind: 'commitment' },
]
const NAMES = ['NGO', 'HRD', 'EEAS', 'CSP', 'EP']

/**
 * Recall and precision of the proposals on the five founding documents against vectors/documents/gold.jsonl, which rule
 * earns what, and the time. Without `ASYLIA_SHARED` only the time on an invented text is measured.
 */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const shared = resolve(root, process.env['ASYLIA_SHARED'] ?? '../shared', 'seeds')
  if (!existsSync(shared)) return [longText()]
  const began = performance.now()
  const docs = readDocs(root, shared)
  const seconds = (performance.now() - began) / 1000
  return [
    judge('five documents with proposals', one(seconds), 's', { atMost: 5 }),
    longText(),
    ...docs.flatMap((doc) => [...KINDS.flatMap((goal) => ofKind(doc, goal)), ...segmentsOf(doc), ...strays(doc)]),
    ...ruleFigures(docs),
  ]
}

const one = (value: number) => summarise([value])

function readDocs(root: string, shared: string): Doc[] {
  const lines = readFileSync(join(root, 'vectors/documents/gold.jsonl'), 'utf8').trimEnd().split('\n')
  const gold = lines.map((line) => JSON.parse(line) as GoldLine)
  const files = readdirSync(shared)
    .filter((file) => file.endsWith('.txt'))
    .sort()
  return files.map((file, index) => {
    const bytes = readFileSync(join(shared, file))
    const sha256 = hash('sha256', bytes, 'hex')
    const text = bytes.toString('utf8')
    return {
      name: NAMES[index] ?? `${index + 1}`,
      text,
      proposals: proposeFrom(text, sha256),
      gold: gold.filter(({ document }) => document === sha256),
    }
  })
}

function scoreOf({ gold, proposals }: Doc, kind: string): Score {
  const wanted = gold.filter((line) => line.kind === kind)
  const found = proposals.filter((proposal) => proposal.kind === kind)
  if (kind === 'demand' || kind === 'commitment') return scoreSpans(wanted, found)
  return kind === 'hedge' ? scoreHedges(wanted, found, byIdOf(proposals)) : scoreForms(wanted, found)
}

const byIdOf = (proposals: readonly Proposal[]): ReadonlyMap<string, Proposal> =>
  new Map(proposals.map((proposal) => [proposal.id, proposal]))

function ofKind(doc: Doc, goal: Goal): Figure[] {
  const score = scoreOf(doc, goal.kind)
  const counts = `${score.right} of ${score.wanted}, ${score.wrong.length} wrong`
  const least = (value: number | undefined): { atLeast?: number } => (value === undefined ? {} : { atLeast: value })
  const shares: Figure[] = []
  if (score.wanted > 0) shares.push(judge(`${doc.name} ${goal.kind} recall (${counts})`, one(recall(score)), '', least(goal.recall)))
  if (score.wanted > 0 && score.found > 0)
    shares.push(judge(`${doc.name} ${goal.kind} precision`, one(precision(score)), '', least(goal.precision)))
  if (score.wanted === 0 && score.wrong.length > 0)
    shares.push(judge(`${doc.name} ${goal.kind} proposed where none is wanted`, one(score.wrong.length), ''))
  return shares
}

/** A segment is right when a paragraph ends where it ends and begins in it, behind no more than its printed mark. */
function segmentsOf({ name, text, gold }: Doc): Figure[] {
  const wanted = gold.filter(({ kind }) => kind === 'segment')
  const read = readParagraphs(text)
  const bare = (from: number, to: number): string => text.slice(from, to).replace(/[\s*#[\](]|\d{1,3}[.)]|[-•]/gu, '')
  const right = wanted.filter(({ start, end }) =>
    read.some(
      ({ rawStart, rawEnd }) =>
        bare(Math.min(start, rawStart), Math.max(start, rawStart)) === '' && bare(Math.min(end, rawEnd), Math.max(end, rawEnd)) === '',
    ),
  )
  return [judge(`${name} segments exact (${right.length} of ${wanted.length})`, one(right.length / wanted.length), '', { atLeast: 1 })]
}

function strays({ name, gold, proposals }: Doc): Figure[] {
  const hedges = gold.filter(({ kind }) => kind === 'hedge')
  const found = proposals.filter(({ kind }) => kind === 'hedge')
  return [judge(`${name} claims under a wrong hedge`, one(strayClaims(hedges, found, byIdOf(proposals)).length), '', { atMost: 0 })]
}

/** How often each rule fired, and how often in vain; a rule that is mostly wrong shows here first. */
function ruleFigures(docs: readonly Doc[]): Figure[] {
  const earned = new Map<string, { found: number; wrong: number }>()
  for (const doc of docs) {
    for (const { kind } of KINDS) {
      const wrong = new Set(scoreOf(doc, kind).wrong)
      for (const proposal of doc.proposals.filter((found) => found.kind === kind)) {
        const count = earned.get(proposal.rule) ?? { found: 0, wrong: 0 }
        earned.set(proposal.rule, { found: count.found + 1, wrong: count.wrong + (wrong.has(proposal) ? 1 : 0) })
      }
    }
  }
  return [...earned]
    .toSorted(([, a], [, b]) => b.found - a.found)
    .map(([rule, { found, wrong }]) => judge(`rule ${rule}: proposals, ${wrong} of them wrong`, one(found), ''))
}

/** About a thousand pages of invented text. */
function longText(): Figure {
  const page =
    'On 3 March 2023 the Ruritanian police detained Ms Anna Berger, a journalist in exile, in Vienna. According to her lawyer, she was allegedly threatened. ' +
    'The European Union should urge Ruritania to respect article 7 of the International Covenant on Civil and Political Rights, and publish the results.\n\n'
  const text = page.repeat(9_000)
  const began = performance.now()
  proposeFrom(text, hash('sha256', text, 'hex'))
  return judge('a text of 1,000 pages with proposals', one((performance.now() - began) / 1000), 's', { atMost: 60 })
}
