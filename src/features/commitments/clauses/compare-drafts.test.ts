import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { isUnverified } from '#formats/public-record.ts'
import { CLAUSES, isClauseUnverified } from './checklist.rules.ts'
import { compareDrafts } from './compare-drafts.rules.ts'
import { readsAsEnglish } from './english.rules.ts'
import { readClauses } from './read-clauses.rules.ts'
import { readArticles } from './segment.rules.ts'
import { SPECS } from './spec.rules.ts'

const DRAFT = `Article 1
Political offences

Extradition shall not be granted if the offence is regarded by the Requested Party as an offence of a political nature.

Article 2
Mandatory grounds

Extradition shall be refused:
(a) if final judgment has been rendered against the person for the same offence;
(b) if the person would be tried by an extraordinary court;
(c) if lapse of time or amnesty bars the prosecution.

Article 3
Provisional arrest

The person shall be released if the request is not received within 40 days of the provisional arrest.
`
const stateIn = (text: string, clause: string) => readClauses(text).find((one) => one.clause === clause)
const changeOf = (first: string, second: string, clause: string) => compareDrafts(first, second).find((one) => one.clause === clause)

test('every clause of the checklist has a source, a mark and a way to be recognised (R-NGO-32)', () => {
  assert.deepEqual(
    CLAUSES.map((one) => one.id),
    Array.from({ length: 30 }, (_, at) => `CL-${String(at + 1).padStart(2, '0')}`),
  )
  for (const clause of CLAUSES) {
    assert.ok(clause.ref.length > 2 && clause.summary.length > 5 && clause.questions.length > 0, clause.id)
    assert.equal(isClauseUnverified(clause), isUnverified(clause.basis))
    assert.ok(SPECS[clause.id] !== undefined, clause.id)
  }
})

test('the checklist is that of the domain file, with nothing marked better than there (R-NGO-32)', (t) => {
  let file: { instruments: { id: string; provisions: { id: string; basis: string; summary: string; ref: string }[] }[] }
  try {
    file = JSON.parse(readFileSync(`${process.env['ASYLIA_SHARED'] ?? '../shared'}/domain/instruments.json`, 'utf8'))
  } catch {
    t.skip('ASYLIA_SHARED is absent')
    return
  }
  const provisions = file.instruments.find((one) => one.id === 'extradition')?.provisions ?? []
  assert.deepEqual(
    CLAUSES.map(({ provision, basis, summary, ref }) => ({ id: provision, basis, summary, ref })),
    provisions.map(({ id, basis, summary, ref }) => ({ id, basis, summary, ref })),
  )
})

test('a draft is read clause by clause: present, weakened with the words, absent, each with its article (R-NGO-32)', () => {
  assert.equal(stateIn(DRAFT, 'CL-01')?.state, 'present')
  assert.equal(stateIn(DRAFT, 'CL-01')?.label, '1')
  const passage = stateIn(DRAFT, 'CL-01')?.passage
  assert.ok(passage && DRAFT.slice(passage.start, passage.end).startsWith('Extradition shall not be granted'))
  const soft = DRAFT.replace('political nature.', 'political nature, except where national security so requires.')
  const reading = stateIn(soft, 'CL-01')
  assert.equal(reading?.state, 'weakened')
  assert.ok(reading.loose.some(({ start, end }) => soft.slice(start, end) === 'national security'))
  const may = DRAFT.replace('shall not be granted if the offence', 'may be refused if the offence')
  assert.deepEqual(stateIn(may, 'CL-01')?.missing, ['refuse'])
  assert.equal(stateIn(DRAFT, 'CL-11')?.state, 'absent')
  assert.equal(readClauses(DRAFT).filter((one) => one.state === 'absent').length, 25)
})

test('an item of a list is read with the verb that stands above the list (R-NGO-32)', () => {
  for (const clause of ['CL-08', 'CL-09', 'CL-14']) assert.equal(stateIn(DRAFT, clause)?.state, 'present', clause)
  const soft = DRAFT.replace('Extradition shall be refused:', 'Extradition may be refused:')
  for (const clause of ['CL-08', 'CL-09', 'CL-14']) assert.equal(stateIn(soft, clause)?.state, 'weakened', clause)
})

test('a longer wait, a dropped item and a new clause are named with their words (R-NGO-32)', () => {
  const second = DRAFT.replace('40 days', 'six months').replace('(b) if the person would be tried by an extraordinary court;\n', '')
  const wait = changeOf(DRAFT, second, 'CL-20')
  assert.equal(wait?.change, 'changed')
  assert.ok(wait.gained.some(({ start, end }) => second.slice(start, end).includes('six months')))
  assert.ok(wait.lost.some(({ start, end }) => DRAFT.slice(start, end).includes('40 days')))
  assert.equal(changeOf(DRAFT, second, 'CL-14')?.change, 'removed')
  assert.equal(changeOf(second, DRAFT, 'CL-14')?.change, 'added')
})

test('what is moved or said in other words is unchanged (R-NGO-32)', () => {
  const articles = DRAFT.split(/(?=Article )/u)
  const moved = articles.toReversed().join('\n')
  const reworded = DRAFT.replace('shall not be granted', 'shall be refused').replace('shall be released', 'must be set free')
  for (const other of [moved, reworded])
    for (const { change, clause } of compareDrafts(DRAFT, other)) assert.ok(['unchanged', 'absent'].includes(change), `${clause} ${change}`)
})

test('any text is read without a throw, and every place named lies in it', () => {
  const piece = fc.constantFrom(
    'Article 1\n',
    '(a) ',
    '1. ',
    ': ',
    ';\n',
    'shall',
    'may be refused',
    'torture',
    'é',
    '\n\n',
    'political offence',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), fc.string(), (parts, other) => {
      const text = parts.join(' ')
      for (const { start, end, units } of readArticles(text)) {
        assert.ok(0 <= start && start <= end && end <= text.length)
        for (const unit of units) assert.equal(text.slice(unit.start, unit.end), unit.text)
      }
      for (const { lost, gained } of compareDrafts(text, other)) {
        for (const span of lost) assert.ok(span.start <= span.end && span.end <= text.length)
        for (const span of gained) assert.ok(span.start <= span.end && span.end <= other.length)
      }
      for (const { change } of compareDrafts(text, text)) assert.ok(change === 'unchanged' || change === 'absent')
    }),
    { numRuns: 60 },
  )
})

test('a draft in another language is recognised as one that is not read', () => {
  assert.ok(readsAsEnglish(DRAFT))
  const french =
    "L'extradition n'est pas accordée si l'infraction pour laquelle elle est demandée est considérée par la partie requise comme une infraction politique ou comme un fait connexe à une telle infraction."
  assert.ok(!readsAsEnglish(french))
  const vietnamese =
    'Yêu cầu dẫn độ bị từ chối nếu hành vi phạm tội mà theo đó việc dẫn độ được yêu cầu bị bên được yêu cầu coi là một tội phạm chính trị.'
  assert.ok(!readsAsEnglish(vietnamese))
})
