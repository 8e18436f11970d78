import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { CONSENT_SCOPES } from '#features/cases/consent/consent.contract.ts'
import { hasConsent, type Said, type Scope } from '#features/cases/consent/consent.rules.ts'
import { dayOf } from '#kernel/clock.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { writtenList } from '#web/desk/keys/dialogues/list-file.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, must } from '../../../test/a-desk.ts'
import { aCase, aDay, aRound, aTrack, raises } from './a-dialogue.ts'
import type { TakenList } from './lists/list.contract.ts'
import { scopeOfDocument, scopeOfForm } from './raising/raising.rules.ts'

/**
 * Random cases, people, scopes, withdrawals, forms and kinds of document: whatever leaves holds nobody who did not agree, today,
 * to being raised like this and to this kind of document. The judge here counts by itself; the door and the database do not
 * help it. proves UX-P-01, P-07
 */

const RUNS = process.env['ASYLIA_LONG'] === '1' ? 300 : 10
const SUBJECTS = ['reporter', 'P-ABCDEF', 'P-BCDEFG'] as const
let desk: ADesk
let ana: AMember
let superuser: pg.Client
let day: string
let track: string
let cases: { readonly code: string; readonly room: string }[]

before(async () => {
  desk = await aDesk()
  superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  day = dayOf(desk.now())
  track = await aTrack(ana)
  const codes = [await aCase(ana), await aCase(ana), await aCase(ana)]
  const rooms = await superuser.query<{ code: string; room: string }>(
    'select code, compartment_id as room from asylia.report_case where code = any ($1)',
    [codes],
  )
  cases = rooms.rows
})
after(async () => {
  await superuser.end()
  await desk.stop()
})

const SCOPES = ['dialogue', 'parliament', 'public_anon', 'public_named', 'partners'] as const satisfies readonly Scope[]
type Word = {
  readonly at: number
  readonly subject: number
  readonly scope: Scope
  readonly change: 'given' | 'withdrawn'
  readonly days: number
}
const aWord: fc.Arbitrary<Word> = fc.record({
  at: fc.nat(2),
  subject: fc.nat(SUBJECTS.length - 1),
  scope: fc.constantFrom(...SCOPES),
  change: fc.constantFrom('given', 'given', 'given', 'withdrawn'),
  days: fc.constantFrom(300, 300, 300, 0, -2),
})
const aStory = fc.record({
  early: fc.array(aWord, { minLength: 8, maxLength: 40 }),
  late: fc.array(aWord, { maxLength: 6 }),
  forms: fc.array(fc.constantFrom(...dialogues.forms.map(({ code }) => code)), { minLength: 1, maxLength: 3 }),
  kinds: fc.array(fc.constantFrom(...dialogues.documents.map(({ code }) => code)), { minLength: 1, maxLength: 3 }),
})

const dayAfter = (n: number): string => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
/** What was said, as the test remembers it. */
type Memory = Map<string, Said[]>
const remembered = (memory: Memory, at: number, subject: string) => memory.get(`${at} ${subject}`) ?? []

async function speak(memory: Memory, words: readonly Word[]): Promise<void> {
  for (const { at, subject: which, scope, change, days } of words) {
    const subject = SUBJECTS[which] ?? 'reporter'
    const said = remembered(memory, at, subject)
    const expires = change === 'withdrawn' ? null : dayAfter(days)
    const from = days < 0 && change === 'given' ? dayAfter(-300) : day
    const n = said.filter((row) => row.scope === scope).length + 1
    memory.set(`${at} ${subject}`, [...said, { scope, n, change, from, expires }])
    await superuser.query(
      `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, 'self', 'spoken', $6, $7, (select id from asylia.member where code = $8), $6)`,
      [cases[at]?.room, subject, scope, n, change, from, expires, ana.code],
    )
  }
}

function agreed(memory: Memory, at: number, subject: string, scope: Scope | null): boolean {
  if (scope === null) return false
  const reporter = remembered(memory, at, 'reporter').filter((row) => row.scope === scope)
  if (reporter.at(-1)?.change === 'withdrawn') return false
  return hasConsent(remembered(memory, at, subject), scope, day).ok
}

test('no list that leaves holds a case without the scope, over random cases, scopes, withdrawals and kinds of document (UX-P-01, P-07, A-18)', async () => {
  // One person of one case, who agrees to everything and later to nothing: more at once would need a second yes.
  const everything = SCOPES.map((scope): Word => ({ at: 0, subject: 0, scope, change: 'given', days: 300 }))
  const nothing = everything.map((word): Word => ({ ...word, change: 'withdrawn' }))
  const all = {
    forms: dialogues.forms
      .filter(({ scope }) => scope === 'dialogue')
      .map(({ code }) => code)
      .slice(0, 1),
    kinds: ['case_list'],
  }
  let left = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(aStory, async ({ early, late, forms, kinds }) => {
      await forget()
      const memory: Memory = new Map()
      await speak(memory, early)
      const round = await aRound(ana, track, { happened: aDay(day) })
      for (const at of cases.keys())
        for (const subject of SUBJECTS)
          for (const form of new Set(forms)) {
            const { answer } = await raises(ana, { case: cases[at]?.code ?? '', subject, round: round.code, form })
            assert.equal(
              answer.status === 200,
              agreed(memory, at, subject, scopeOfForm(form)),
              `${form} ${subject} ${answer.raw.toString()}`,
            )
          }
      const list = randomUUID()
      const frozen = await ana.post('/dialogues/lists/freeze', { id: list, round: round.code })
      if (frozen.status !== 200) return assert.equal(frozen.body['code'], 'list.empty')
      await speak(memory, late)
      for (const kind of new Set(kinds)) {
        const asked = { round: round.code, list, kind }
        const { digest } = must(await ana.post('/dialogues/lists/ask', asked), 200).body
        const taken = await ana.post('/dialogues/lists/take', { id: randomUUID(), ...asked, digest })
        if (taken.status !== 200) refused += 1
        else left += assertAgreed(memory, kind, taken.body as TakenList)
      }
      return undefined
    }),
    {
      numRuns: RUNS,
      examples: [[{ early: everything, late: [], ...all }], [{ early: everything, late: nothing, ...all }]],
    },
  )
  assert.ok(left > 0 && refused > 0, `${left} left, ${refused} refused`)
})

function assertAgreed(memory: Memory, kind: string, list: TakenList): number {
  for (const { case: code, subject, form } of list.rows) {
    const at = cases.findIndex((one) => one.code === code)
    assert.ok(agreed(memory, at, subject, scopeOfForm(form)), `${subject} did not agree to ${form}`)
    assert.ok(agreed(memory, at, subject, scopeOfDocument(kind)), `${subject} did not agree to ${kind}`)
  }
  const codes = new Set(list.rows.map((row) => row.case))
  const bytes = writtenList('csv', list) + writtenList('json', list)
  for (const { code } of cases) assert.equal(bytes.includes(code), codes.has(code))
  return list.rows.length
}

/** Begins a world anew: append-only is for everybody but the owner of the test. */
async function forget(): Promise<void> {
  await superuser.query(`begin; set local session_replication_role = replica;
    delete from asylia.case_list_entry; delete from asylia.raised_case; delete from asylia.consent; commit`)
  // Many lists leave here within the hour, which would end a session at a desk (T-25).
  await superuser.query('delete from asylia.tripwire_count')
}

test('every way of raising a case and every kind of document is a use of the vocabulary of consent, and no two words of it read one out of another', () => {
  for (const { code, scope } of dialogues.forms) assert.ok(scopeOfForm(code) === scope && CONSENT_SCOPES.some((one) => one === scope))
  for (const { code, scope } of dialogues.documents)
    assert.ok(scopeOfDocument(code) === scope && CONSENT_SCOPES.some((one) => one === scope))
  assert.deepEqual([scopeOfForm('rumour'), scopeOfDocument('rumour')], [null, null])
})
