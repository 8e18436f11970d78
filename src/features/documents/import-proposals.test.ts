import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { isMethod, isTerm } from '#kernel/vocabulary.ts'
import { PROPOSAL_VERSION, type Proposal, proposeFrom, unreadParagraphs } from './import-proposals.ts'
import { PROPOSAL_KINDS } from './propose/finding.rules.ts'
import { readParagraphs } from './segment.rules.ts'

const SHA = hash('sha256', 'an invented text', 'hex')
const shared = resolve(import.meta.dirname, '../../..', process.env['ASYLIA_SHARED'] ?? '../shared')

const FIELDS = 'id document paragraph line start end quote kind value precision hedge negated role of rule'.split(' ')

/** Everything that docs/import-format.md promises of a line. */
function checkForm(text: string, proposals: readonly Proposal[]): void {
  const ids = new Set(proposals.map(({ id }) => id))
  assert.equal(ids.size, proposals.length)
  const lines = text.split('\n')
  for (const proposal of proposals) {
    assert.deepEqual(
      Object.keys(proposal).filter((field) => !FIELDS.includes(field)),
      [],
    )
    assert.ok(PROPOSAL_KINDS.includes(proposal.kind))
    assert.ok(proposal.start < proposal.end && proposal.end <= text.length)
    assert.equal(proposal.quote, text.slice(proposal.start, proposal.end))
    const before = lines.slice(0, proposal.line - 1).reduce((sum, line) => sum + line.length + 1, 0)
    assert.ok(before <= proposal.start && proposal.start <= before + (lines[proposal.line - 1]?.length ?? 0))
    assert.ok((proposal.of ?? []).every((id) => ids.has(id)))
    if (proposal.kind === 'method') assert.ok(isMethod(proposal.value))
    if (proposal.hedge !== undefined) assert.ok(isTerm('certainty_hedge', proposal.hedge))
    assert.notEqual(proposal.value, '')
  }
}

const TEXT = `# Statement on **Anna Berg**

Ms [Anna Berg](#), a journalist in exile, was allegedly abducted in Vienna in March 2023 by

the Kenyan security services.

1. The EU should condemn the abduction, and protect her family.
`

test('a line says where its words stand in the file, through marks, links and page breaks', () => {
  const proposals = proposeFrom(TEXT, SHA)
  checkForm(TEXT, proposals)
  const person = proposals.find(({ kind, line }) => kind === 'person' && line === 3)
  assert.equal(person?.quote, 'Anna Berg')
  assert.equal(person.document, SHA)
  const method = proposals.find(({ kind, value, line }) => kind === 'method' && value === 'phys.abduction' && line === 3)
  assert.equal(method?.hedge, 'alleged')
  assert.equal(method.role, 'told')
})

test('who did what to whom, where and when is told by relations to the act', () => {
  const proposals = proposeFrom(TEXT, SHA)
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]))
  const parts = proposals
    .filter(({ kind, value }) => kind === 'relation' && value === 'phys.abduction')
    .map(({ role, of = [] }) => `${role}: ${byId.get(of[1] ?? '')?.value}`)
  assert.deepEqual(parts.toSorted(), ['actor: kenyan security services', 'date: 2023-03', 'place: city:vienna', 'target: anna berg'])
})

test('the same text gives the same lines', () => {
  assert.deepEqual(proposeFrom(TEXT, SHA), proposeFrom(TEXT, SHA))
})

test('a language without rules is kept and said to be unread', () => {
  const text =
    'Den 3 mars greps en journalist i landet och hon har inte släppts av polisen ännu.\n\nShe was seen in the town on 3 March 2023 and was told to leave.'
  assert.deepEqual(unreadParagraphs(readParagraphs(text)), [1])
  assert.ok(proposeFrom(text, SHA).every(({ paragraph }) => paragraph === 2))
})

test('any string is accepted: bidi, zero-width, broken surrogates, tables, long words', () => {
  const piece = fc.constantFrom(
    '\u202e',
    '\u200b',
    '\ud800',
    '\u0301',
    'Ms ',
    'Nguyễn ',
    'articles 1, 2 ',
    '((',
    '**',
    '](#)',
    '\n\n',
    '- ',
    '1. ',
    'should ',
    'allegedly ',
    'was abducted ',
    'the EU ',
    'Ministry of ',
    'X',
    '2019 ',
    'ปี ๒๕๖๔ ',
    'không ',
    '"',
    ', and ',
    '.',
    ' ',
  )
  const text = fc
    .array(fc.oneof({ arbitrary: piece, weight: 4 }, { arbitrary: fc.string({ unit: 'binary' }), weight: 1 }), { maxLength: 60 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (raw) => checkForm(raw, proposeFrom(raw, SHA))),
    { numRuns: 200 },
  )
})

test('marks that nobody sees do not change what a name is', () => {
  const [person] = proposeFrom('Ms An\u200bna \u202eBe\u202crg was here in the evening.', SHA).filter(({ kind }) => kind === 'person')
  assert.equal(person?.value, 'anna berg')
})

test('a text of one paragraph and any length takes time in proportion to its length', () => {
  const sentence = 'On 3 March 2023 the Kenyan police detained Ms Anna Berg, a journalist in exile, in Vienna. '
  const millisecondsOf = (count: number): number => {
    const began = performance.now()
    proposeFrom(sentence.repeat(count), SHA)
    return performance.now() - began
  }
  millisecondsOf(500)
  assert.ok(millisecondsOf(4_000) < 20 * Math.max(50, millisecondsOf(500)))
})

test('the statements of others are read without a crash, and each line keeps the form', (t) => {
  const folder = resolve(shared, 'data/statements')
  if (!existsSync(folder)) return t.skip('ASYLIA_SHARED is absent')
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt') && file !== 'SOURCE.txt')
  assert.equal(files.length, 18)
  for (const file of files) {
    const text = readFileSync(resolve(folder, file), 'utf8')
    checkForm(text, proposeFrom(text, SHA))
  }
})

test('the machine form that is described is the one that is made', () => {
  const described = readFileSync(resolve(import.meta.dirname, '../../../docs/import-format.md'), 'utf8')
  assert.ok(described.includes(`\nVersion ${PROPOSAL_VERSION}.`))
  for (const name of [...FIELDS, ...PROPOSAL_KINDS]) assert.ok(described.includes(`\`${name}\``), name)
})
