import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Facts } from '#features/cases/entries/entry.contract.ts'
import { readCorridorFolder } from '#features/observatory/index.ts'
import { loadPress } from '#formats/print/load-press.ts'
import { casework } from '#kernel/casework.ts'
import { Refusal } from '#kernel/refusal.ts'
import { labelOf } from '#kernel/vocabulary.ts'
import { aDeskHouse, type DeskHouse } from '../../../../test/browser/a-desk-house.ts'
import { HOME } from '../../../../test/database.ts'
import { type JobName, workOf } from '../../press/jobs.ts'
import type { Order } from '../../rooms/briefings/calls.ts'
import type { Scope } from '../../rooms/consent/calls.ts'
import { type AMember, aDeskAt, aMemberAt } from '../a-member.ts'

const corridor = readCorridorFolder(join(HOME, 'data/corridors/vn-th-eu')).then((read) => read.corridor)
const press = loadPress()

/** Node has no workers of the browser's kind: the jobs run here, and what crosses is copied as it is there. */
class PressHere {
  readonly #work = workOf({ records: () => corridor, press: () => press })
  #listener: (event: { data: unknown }) => void = () => undefined
  addEventListener(kind: string, listener: (event: { data: unknown }) => void): void {
    if (kind === 'message') this.#listener = listener
  }
  postMessage(asked: { id: number; job: JobName; with: unknown }): void {
    const { id, job, with: given } = structuredClone(asked)
    const done = (this.#work[job] as (given: unknown) => Promise<unknown>)(given)
    done.then(
      (out) => this.#listener({ data: structuredClone({ id, ok: true, out }) }),
      (error: unknown) => this.#listener({ data: { id, ok: false, code: error instanceof Refusal ? error.code : null } }),
    )
  }
  terminate(): void {
    this.#listener = () => undefined
  }
}

let house: DeskHouse
let ana: AMember
let ben: AMember
let people: { case: string; code: string }[] = []
let folder: string

before(async () => {
  Object.assign(globalThis, { Worker: PressHere, ASYLIA_PRESS_WORKER: '/desk/press.0123456789ab.js' })
  folder = mkdtempSync(join(tmpdir(), 'asylia-press-'))
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  const { code: invitation } = await ana.call('invite', null)
  ben = await aMemberAt(house, invitation)
  await ana.call('team', null)
  await ana.call('vouch', { member: ben.member })
  await ana.call('team', null)
  const words = { methods: [['Abduction', 'phys.abduction']] as const, occupations: [], liberty: [] }
  const rows = Array.from({ length: 12 }, (_, at) => `Person ${at},Abduction,2026-03-04,VN,TH`).join('\n')
  const { mapping } = await ana.call('import.read', { file: new Blob([`name,violation,date,nationality,country\n${rows}\n`]), sheet: 0 })
  await ana.call('import.preview', { mapping, order: null, words })
  await ana.call('import.run', null)
  people = (await ana.call('people.list', { case: null, after: null })).people.map(({ case: of, code }) => ({ case: of, code }))
  for (const [at, { case: code }] of people.entries()) {
    const { record } = await ana.call('cases.view', { case: code })
    const text = `Where is the person kanari${at}ende held?`
    await ana.call('cases.write', { case: code, about: record, kind: 'dialogue.asked' as 'case.label', text, card: null, revision: 0 })
  }
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
  rmSync(folder, { recursive: true })
  ;(await press).end()
})

/** Consent as its door takes it; what was said stands sealed elsewhere. */
async function agree(person: { case: string; code: string }, scope: Scope, change: 'given' | 'withdrawn'): Promise<void> {
  const told = {
    case: person.case,
    subject: person.code,
    scopes: [scope],
    giver: 'self' as const,
    basis: 'spoken' as const,
    wording: '',
    signedBy: '',
  }
  if (change === 'given') await ana.call('consent.give', { ...told, from: house.now().toISOString().slice(0, 10), until: null })
  else await ana.call('consent.withdraw', told)
}

const order = (codes: readonly string[], over: Partial<Order> = {}): Order => ({
  kind: 'round',
  subject: 'H-A9HH',
  form: 'long',
  lang: 'en',
  marking: 'TLP:AMBER',
  audience: 'dialogue',
  codes,
  ...over,
})
const text = (bytes: Uint8Array): string => {
  const file = join(folder, 'one.pdf')
  writeFileSync(file, bytes)
  return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).replaceAll(/\s+/g, ' ')
}

test('what can be written about comes from the publication, in the language of the paper', async () => {
  const subjects = await ana.call('briefings.subjects', { lang: 'vi' })
  assert.ok(subjects.some(({ kind, name }) => kind === 'round' && name.includes('Đối thoại Nhân quyền')))
  for (const kind of ['round', 'state', 'cases', 'commitment', 'treaty'])
    assert.ok(
      subjects.some((one) => one.kind === kind),
      kind,
    )
})

test('a briefing is composed under consent, kept sealed, printed with a mark, and turns red with a withdrawal (T-21, P-07)', async () => {
  const [first, second, third] = people
  assert.ok(first && second && third)
  const codes = [first.case, second.case, third.case]
  await agree(first, 'dialogue', 'given')
  await agree(second, 'dialogue', 'given')
  await agree(third, 'statistics', 'given')
  const draft = await ana.call('briefings.compose', order(codes))
  assert.deepEqual(draft.left, [{ case: third.case, why: 'consent.missing' }])
  const said = JSON.stringify(draft.paper)
  assert.equal(people.filter((_, n) => said.includes(`kanari${n}ende`)).length, 2)
  assert.ok(!said.includes(third.case))

  assert.deepEqual(await ana.call('briefings.keep', { home: first.case, draft }), { n: 1 })
  const [kept] = await ana.call('briefings.kept', { home: first.case })
  assert.ok(kept)
  assert.deepEqual([kept.n, kept.red, kept.copies], [1, [], []])
  const given = { home: first.case, card: kept.card, holder: 'Head of the delegation' }
  const printed = await ana.call('briefings.print', { ...given, form: 'pdf' })
  const pdf = text(printed.file)
  assert.ok(pdf.includes(`Copy ${printed.mark}`) && pdf.includes('kanari') && !pdf.includes(third.case))
  await assert.rejects(ana.call('briefings.print', { ...given, holder: ' ', form: 'pdf' }), { message: 'briefing.holder_needed' })

  await agree(second, 'dialogue', 'withdrawn')
  const [red] = await ana.call('briefings.kept', { home: first.case })
  assert.ok(red)
  assert.deepEqual(red.red, [{ case: second.case, why: 'consent.withdrawn' }])
  assert.deepEqual(
    red.copies.map(({ mark, holder, form, by }) => [mark, holder, form, by]),
    [[printed.mark, 'Head of the delegation', 'pdf', ana.member]],
  )
  for (const form of ['pdf', 'docx', 'txt'] as const)
    await assert.rejects(ana.call('briefings.print', { ...given, form }), { message: 'consent.withdrawn' })

  const next = await ana.call('briefings.compose', order(codes))
  assert.deepEqual(next.left.map((one) => one.case).toSorted(), [second.case, third.case].toSorted())
  assert.deepEqual(await ana.call('briefings.keep', { home: first.case, draft: next }), { n: 2 })
  const [newer, older] = await ana.call('briefings.kept', { home: first.case })
  assert.ok(newer && older)
  const changes = await ana.call('briefings.compare', { home: first.case, before: older.card, after: newer.card })
  assert.ok(changes.length > 0 && changes.every(({ id, change }) => change === 'removed' && id.startsWith(second.case)))
  assert.match(text((await ana.call('briefings.print', { ...given, card: newer.card, form: 'pdf' })).file), /Briefing 2/)
  assert.match((await ana.call('briefings.read', { home: first.case, card: newer.card })).kicker, /^Briefing 2/)
})

test('what the checklist of a case calls not kept comes out in the draft with the standard engaged and its mark (R-NGO-11)', async () => {
  const { case: code } = people.at(-1) ?? assert.fail()
  for (const one of people.filter((person) => person.case === code)) await agree(one, 'un', 'given')
  const day = { from: '2026-03-04', until: '2026-03-04', precision: 'exact', hedge: 'credibly_reported', state: null, due: null } as const
  const of = { case: code, entry: null, revision: 0, text: '' }
  const common = { ...day, ledFrom: null, link: null }
  const { entry } = await ana.call('cases.keepEntry', { ...of, body: { kind: 'event', stage: 'detention', ...common, facts: {} } })
  const checks = { ...Object.fromEntries(casework.safeguards.map((one) => [one.code, 'met'])), unhcr_access: 'not_met' }
  const facts = { checks, evidence: [], detention: entry } as unknown as Facts['safeguards']
  const text = 'The office asked twice.'
  const check = { kind: 'safeguards', stage: 'detention', ...common, facts } as const
  const { entry: checked } = await ana.call('cases.keepEntry', { ...of, text, body: check })
  const { checks: shown } = await ana.call('cases.safeguards', { case: code })
  assert.deepEqual(
    shown.map((one) => one.texts['chronology']?.text),
    [text],
  )
  for (const [lang, law] of [
    ['en', 'Refugee Convention art 33 (non-refoulement)'],
    ['fr', labelOf('legal_standards', '1951-33', 'fr').text],
  ] as const) {
    const { briefing, paper } = await ana.call('briefings.compose', order([code], { audience: 'un', lang }))
    const told = briefing.sections.flatMap(({ sentences }) => sentences).filter(({ id }) => id.includes(`.unmet.${entry}`))
    assert.deepEqual(
      told.map(({ hedge, standing }) => [hedge, standing]),
      [
        ['credibly_reported', 'told'],
        ['stated', 'law_unchecked'],
      ],
    )
    assert.ok(told[1]?.text.includes(law) && JSON.stringify(paper).includes(law))
    assert.ok(!JSON.stringify(paper).includes(text), 'its words stay sealed')
  }
  await ana.call('cases.keepEntry', { ...of, entry: checked, revision: 1, text, body: { ...check, hedge: null } })
  const { briefing } = await ana.call('briefings.compose', order([code], { audience: 'un' }))
  const told = briefing.sections.flatMap(({ sentences }) => sentences).find(({ id }) => id.endsWith(`.unmet.${entry}`))
  assert.equal(told?.hedge, 'alleged', 'nobody said how sure the check is')
})

test('a sentence put in other words is kept as such; without a source no copy is made, and what was kept is found again (UX-P-02, T-21)', async () => {
  const [first] = people
  assert.ok(first)
  await agree(first, 'dialogue', 'given')
  const draft = await ana.call('briefings.compose', order([first.case]))
  const [sentence] = draft.briefing.sections.flatMap(({ sentences }) => sentences)
  assert.ok(sentence)
  const edit = { id: sentence.id, text: 'Ask it in the first minute.', sourced: true }
  const edited = await ana.call('briefings.edit', { draft, edit })
  assert.match(JSON.stringify(edited.paper), /Edited by hand/)
  const { n } = await ana.call('briefings.keep', { home: first.case, draft: edited })
  const newest = async () => (await ana.call('briefings.kept', { home: first.case }))[0] ?? assert.fail()
  const given = { home: first.case, holder: 'Head of the delegation', form: 'txt' as const }
  const { file } = await ana.call('briefings.print', { ...given, card: (await newest()).card })
  assert.match(new TextDecoder().decode(file), /Edited by hand.*Ask it in the first minute\./)

  const bare = await ana.call('briefings.edit', { draft, edit: { ...edit, sourced: false } })
  await ana.call('briefings.keep', { home: first.case, draft: bare })
  await assert.rejects(ana.call('briefings.print', { ...given, card: (await newest()).card }), { message: 'briefing.unsourced' })
  await assert.rejects(ana.call('briefings.edit', { draft, edit: { ...edit, id: 'nothing' } }), { message: 'record.not_found' })
  const past = await ana.call('briefings.past', null)
  assert.equal(past.find((home) => home.case === first.case)?.versions, n + 1)
})

test('the server holds neither a word of a briefing nor who got a copy (T-01)', async () => {
  const rows = await house.superuser.query<{ blob: Buffer }>(`select blob from asylia.card where kind like 'briefing.%'`)
  assert.ok(rows.rows.length >= 3)
  for (const { blob } of rows.rows) for (const word of ['kanari', 'Head of the delegation', 'What to ask']) assert.ok(!blob.includes(word))
  const lines = await house.superuser.query<{ line: string }>('select action || subject as line from base.ledger_entry')
  assert.ok(lines.rows.every(({ line }) => !/kanari|delegation/.test(line)))
})

test('more than ten cases are handed out with the yes of two, and every case says that they left (T-22)', async () => {
  for (const person of people) await agree(person, 'embassies', 'given')
  const [first] = people
  assert.ok(first)
  const draft = await ana.call(
    'briefings.compose',
    order(
      people.map(({ case: code }) => code),
      { audience: 'embassies' },
    ),
  )
  assert.deepEqual(draft.left, [])
  await ana.call('briefings.keep', { home: first.case, draft })
  const [kept] = await ana.call('briefings.kept', { home: first.case })
  assert.ok(kept)
  const given = { home: first.case, card: kept.card, form: 'txt', holder: 'Embassy' } as const
  assert.equal(kept.needsTwo, true)
  await assert.rejects(ana.call('briefings.print', given), { message: 'approval.needed' })
  const { id } = await ana.call('briefings.askYes', { home: first.case, card: kept.card })
  await ben.call('unlock', { member: ben.member, typed: ben.words.join(' '), drafts: null })
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  const { file } = await ana.call('briefings.print', given)
  assert.ok(Buffer.from(file).toString().includes('kanari11ende'))
  await assert.rejects(ana.call('briefings.print', given), { message: 'approval.needed' })
  const [again] = await ana.call('briefings.kept', { home: first.case })
  assert.equal(again?.copies.length, 1, 'a copy that was refused is not in the register')
  const lines = await house.superuser.query(`select from base.ledger_entry where action = 'export.briefing' and object_hash is not null`)
  assert.ok((lines.rowCount ?? 0) >= people.length)
})

test('a briefing is not kept where somebody reads who does not read one of its cases', async () => {
  const { code } = await ana.call('invite', null)
  const cam = await aMemberAt(house, code)
  await ana.call('team', null)
  await ana.call('vouch', { member: cam.member })
  const { case: wide } = await ana.call('cases.begin', null)
  const [first] = people
  assert.ok(first)
  const draft = await ana.call('briefings.compose', order([first.case]))
  assert.equal(draft.left.length, 0)
  await assert.rejects(ana.call('briefings.keep', { home: wide, draft }), { message: 'briefing.readers_differ' })
})

test('a version of several cases does not open to whoever is let into its home later, even by a server that shows them the others (T-21)', async () => {
  const [first, second] = people
  assert.ok(first && second)
  await agree(second, 'dialogue', 'given')
  const draft = await ana.call('briefings.compose', order([first.case, second.case]))
  assert.deepEqual(draft.left, [])
  const { n } = await ana.call('briefings.keep', { home: first.case, draft })
  const cam = await aStewardLetInto(first.case)
  const all = await cam.call('briefings.kept', { home: first.case })
  const [version, alone] = [all.find((one) => one.n === n), all.find((one) => one.n === 2)]
  assert.ok(version && alone)
  assert.deepEqual([version.title, version.red, version.problem], ['', [], 'briefing.not_all'])
  assert.equal(alone.problem, null, 'what is of the home alone is read there')
  const refused = { message: 'briefing.not_all' }
  const of = { home: first.case, card: version.card }
  await assert.rejects(cam.call('briefings.read', of), refused)
  await assert.rejects(cam.call('briefings.compare', { home: first.case, before: alone.card, after: version.card }), refused)
  await assert.rejects(cam.call('briefings.print', { ...of, form: 'txt', holder: 'Cam' }), refused)

  for (const { case: code } of people) await showTo(cam.member, code)
  await cam.call('cases.view', { case: second.case })
  await assert.rejects(cam.call('briefings.read', of), refused)
  assert.match(JSON.stringify(await ana.call('briefings.read', of)), /kanari1ende/)
})

test('a version opens to nobody once a share of its key is gone, and no share names the version or another case (T-01, T-21)', async () => {
  const [first, second] = people
  assert.ok(first && second)
  const newest = async () => (await ana.call('briefings.kept', { home: first.case }))[0] ?? assert.fail()
  const { card } = await newest()
  const { rows } = await house.superuser.query<{ id: string; about: string; code: string }>(
    `select k.id, k.about, c.code from asylia.card k join asylia.report_case c using (compartment_id) where k.kind = 'briefing.share'`,
  )
  assert.ok(rows.length > 2 && rows.every(({ id, about }) => id === about))
  assert.ok(rows.every(({ code }) => code !== first.case))
  await ana.call('briefings.read', { home: first.case, card })
  await house.superuser.query(`delete from asylia.card where id = any ($1)`, [
    rows.filter(({ code }) => code === second.case).map(({ id }) => id),
  ])
  await assert.rejects(ana.call('briefings.read', { home: first.case, card }), { message: 'briefing.not_all' })
})

/** The row of a reader, without a key. */
async function showTo(member: string, code: string): Promise<void> {
  await house.superuser.query(
    `insert into asylia.compartment_member (compartment_id, member_id, can_write)
     select c.compartment_id, m.id, true from asylia.report_case c, asylia.member m where m.code = $1 and c.code = $2 on conflict do nothing`,
    [member, code],
  )
}

/** Somebody who came later, to whom the key of one case alone was sealed. */
async function aStewardLetInto(code: string): Promise<Omit<AMember, 'words'>> {
  const waiting = await aMemberAt(house, (await ana.call('invite', null)).code)
  await ana.call('team', null)
  await ana.call('vouch', { member: waiting.member })
  const { id } = await ana.call('approvals.askRole', { member: waiting.member, role: 'steward', gives: true })
  await ben.call('team', null)
  await ben.call('approvals.list', null)
  await ben.call('approvals.answer', { id, yes: true })
  await ana.call('approvals.list', null)
  await ana.call('approvals.carryOut', { id })
  const cam = { ...aDeskAt(house), member: waiting.member }
  await cam.call('unlock', { member: cam.member, typed: waiting.words.join(' '), drafts: null })
  assert.deepEqual(await ana.call('approvals.hold', { case: code }), { holders: [cam.member] })
  await showTo(cam.member, code)
  return cam
}
