import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { type ADesk, type AMember, type Answer, aFiledItem, aTakeIn, must } from '../../../test/a-desk.ts'
import { type AHarbour, aHarbour } from '../../../test/a-harbour.ts'
import { aDraft, aSentAlert, theCopies, yesOfTwo } from '../../../test/an-alert.ts'
import type { Marks, View } from './alert.contract.ts'
import { deliverAlerts } from './alert.jobs.ts'

let harbour: AHarbour
let desk: ADesk
let superuser: pg.Client
let ana: AMember
let ben: AMember

before(async () => {
  harbour = await aHarbour()
  ;({ desk, superuser, ana, ben } = harbour)
})
after(async () => {
  assert.deepEqual(desk.faults, [])
  await harbour.stop()
})

const codeOf = ({ body }: Answer) => body['code']
const YES = { giver: 'self', basis: 'spoken', from: '2026-11-22', until: null, card: null, mark: null }
const police = (slug: string, is: boolean) => superuser.query('update asylia.team set police = $2 where slug = $1', [slug, is])
const officer = (who: AMember) =>
  superuser.query(
    `insert into asylia.member_role (compartment_id, member_id, role) select c.id, m.id, 'dpo' from asylia.member m
     join asylia.compartment c on c.team_id = m.team_id and c.kind = 'team' where m.code = $1`,
    [who.code],
  )
const noOfficer = () => superuser.query(`delete from asylia.member_role where role = 'dpo'`)
const linesOf = async (action: string, subject: string) =>
  (await superuser.query('select from base.ledger_entry where action = $1 and subject = $2', [action, subject])).rowCount

async function aCase(scopes: readonly string[]): Promise<string> {
  const item = await aFiledItem(desk, [{ id: 'harbour', seed: harbour.seed }])
  const key = { wrap: b64u(await sealTo([ana.keys.recipient, ben.keys.recipient], newSeed())), readers: [ana.code, ben.code] }
  const taken = await aTakeIn(desk, ana, item, { key })
  must(await ana.post('/reports', taken), 200)
  must(await ana.post('/consent/give', { case: taken.case, subject: 'reporter', scopes, ...YES }), 200)
  return taken.case
}
const free = (over: Partial<Marks> = {}) => aDraft(desk, { marks: { says: true, names: 'nobody', ...over } })

test('police learns of somebody only by a consent for exactly that, the yes of a data protection officer, and a line of the ledger (R-EP-19, T-22)', async () => {
  await police('quay', true)
  const place = await aCase(['partners', 'focal_point'])
  const said = (from: string) =>
    aDraft(desk, { case: from, epoch: 0, marks: { says: true, about: ['reporter'], scopes: ['quay:law_enforcement'] } })
  assert.equal(codeOf(await ana.post('/alerts/draft', await said(place))), 'alert.no_consent', 'no other use stands for police')
  const agreed = await aCase(['law_enforcement'])
  const draft = await said(agreed)
  must(await ana.post('/alerts/draft', draft), 200)
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'approval.needed', 'never by itself')
  await yesOfTwo(desk, [ana, ben], draft)
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'police.needs_dpo')
  await officer(harbour.dock)
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'police.needs_dpo', 'an officer of another team is none')
  assert.equal(await linesOf('alert.to_police', draft.code), 0)
  await officer(ben)
  must(await ana.post('/alerts/send', await theCopies(draft)), 200)
  assert.equal(await linesOf('alert.to_police', draft.code), 1)
  assert.equal(await deliverAlerts(desk.desk), 1)
  await noOfficer()
  await police('quay', false)
})

test('words outside of a case that name somebody need the same before police, and words that name nobody do not (R-EP-19)', async () => {
  await police('quay', true)
  const marks = { scopes: ['quay:law_enforcement'] }
  const [named, nobody] = [await free({ ...marks, names: 'agreed' }), await free(marks)]
  for (const draft of [named, nobody]) {
    must(await ana.post('/alerts/draft', draft), 200)
    await yesOfTwo(desk, [ana, ben], draft)
  }
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(named))), 'police.needs_dpo')
  must(await ana.post('/alerts/send', await theCopies(nobody)), 200)
  assert.deepEqual([await linesOf('alert.to_police', named.code), await linesOf('alert.to_police', nobody.code)], [0, 0])
  await police('quay', false)
  await deliverAlerts(desk.desk)
})

test('an office that becomes police while a copy waits for it gets nothing of whoever is named outside of a case (R-EP-19, T-21)', async () => {
  const [named, nobody] = [
    await aSentAlert(desk, [ana, ben], { marks: { says: true, names: 'agreed' } }),
    await aSentAlert(desk, [ana, ben], { marks: { says: true, names: 'nobody' } }),
  ]
  await police('quay', true)
  assert.equal(await deliverAlerts(desk.desk), 1)
  const stateOf = async (alert: string) => (must(await ana.post('/alerts/view', { alert }), 200).body as unknown as View).offices[0]
  const [stopped, went] = [await stateOf(named.code), await stateOf(nobody.code)]
  assert.deepEqual([stopped?.state, stopped?.reason, went?.state], ['stopped', 'consent', 'delivered'])
  await police('quay', false)
})

test('of words outside of a case two people sign that they name nobody, or that whoever is named agreed (T-21, T-22)', async () => {
  assert.equal(codeOf(await ana.post('/alerts/draft', await free({ names: null }))), 'alert.names_unsaid')
  assert.equal(codeOf(await ana.post('/alerts/draft', await free({ names: 'agreed', tlp: 'TLP:AMBER' }))), 'alert.marking_too_open')
  const draft = await free()
  must(await ana.post('/alerts/draft', draft), 200)
  await yesOfTwo(desk, [ana, ben], { ...draft, marks: { ...draft.marks, names: 'agreed' } })
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'approval.other_payload', 'both say the same of the words')
  await yesOfTwo(desk, [ana, ben], draft)
  const before = await superuser.query<{ id: string }>(
    `update asylia.alert_version v set names = null from asylia.alert a where a.id = v.alert_id and a.code = $1 returning a.id`,
    [draft.code],
  )
  assert.equal(codeOf(await ana.post('/alerts/send', await theCopies(draft))), 'alert.names_unsaid', 'drawn up before this was asked')
  await superuser.query(`update asylia.alert_version set names = 'nobody' where alert_id = $1`, [before.rows[0]?.id])
  must(await ana.post('/alerts/send', await theCopies(draft)), 200)
})
