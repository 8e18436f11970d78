import type { Tx } from '#base/transact.ts'
import { unhex } from '#crypto/bytes.ts'
import { alertBinds } from '#crypto/team/alert.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import { type Caller, demandOfficer, demandTwo } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { demand, Refusal, type RefusalCode } from '#kernel/refusal.ts'
import type { Marks, SendAlert } from './alert.contract.ts'
import { mayDrawUp } from './alert.policy.ts'
import {
  type AlertRow,
  type Bar,
  findAlert,
  listBars,
  listVersions,
  type SendOutcome,
  sendCopies,
  type VersionRow,
  withdrawAlert,
} from './alert.store.ts'
import type { AlertDesk } from './alert-desk.ts'

const REFUSED: Readonly<Record<Exclude<SendOutcome, 'sent'>, RefusalCode>> = {
  gone: 'record.stale',
  barred: 'alert.barred',
  consent: 'alert.no_consent',
  key_changed: 'transfer.key_changed',
  missing: 'alert.office_left_out',
}

/** What two people say yes to, in the codes of the draft; each office by what it is called between installations. */
const bindsOf = (code: string, version: number, { salt, ...marks }: Marks, offices: readonly Bar[]) =>
  alertBinds({ ...marks, offices: offices.map(({ address }) => address), code, version, salt: unhex(salt) })

/**
 * Sends the version that two people said yes to: from here on a copy waits for each office, and the clock of each runs with its
 * delivery. Bars and consent are asked once more, by the database. guards T-22, T-27
 */
export function sendAlert(desk: AlertDesk, caller: Caller, given: SendAlert): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { found, newest } = await demandReady(tx, caller, given.alert)
    const at = tx.clock.now()
    const today = dayOf(at)
    const offices = await listBars(tx.db, found.room, { about: newest.marks.about, offices: newest.marks.offices, today })
    const payload = payloadOf(bindsOf(found.code, newest.version, newest.marks, offices))
    const two = await demandTwo(tx, caller, { action: 'alert.send', subject: found.code, room: found.room, payload })
    const permit = await tx.grant(
      { action: 'alert.send', subject: found.code, compartment: found.room, objectHash: payload },
      mayDrawUp(caller.actor, found),
    )
    if (tellsPolice(newest.marks, offices)) {
      await demandOfficer(tx, caller, two)
      // A line of its own, so that an auditor finds each without knowing which offices are police.
      const police = { action: 'alert.to_police', subject: found.code, compartment: found.room, objectHash: payload } as const
      await tx.grant(police, mayDrawUp(caller.actor, found))
    }
    const copies = given.copies.map(({ office, ...copy }) => ({ ...copy, office: offices.find((one) => one.office === office)?.id ?? '' }))
    if (copies.some(({ office }) => office === '')) throw new Refusal('record.stale')
    const outcome = await sendCopies(tx.db, permit, found, { copies, at, today })
    if (outcome !== 'sent') throw new Refusal(REFUSED[outcome])
    return { done: true }
  })
}

/** Whether police would learn of a person. Refuses `record.stale` an office that stands for another use than the two signed. */
function tellsPolice({ about, names, scopes }: Marks, offices: readonly Bar[]): boolean {
  if (offices.some(({ office, scope }) => !scopes.includes(`${office}:${scope}`))) throw new Refusal('record.stale')
  return (about.length > 0 || names === 'agreed') && offices.some(({ scope }) => scope === 'law_enforcement')
}

/** The version that is drawn up and may still go: the caller writes where it stands, and its clock lies ahead. */
async function demandReady(tx: Tx, caller: Caller, code: string): Promise<{ found: AlertRow; newest: VersionRow }> {
  const found = await findAlert(tx.db, code)
  if (found === undefined) throw new Refusal('record.not_found')
  demand(mayDrawUp(caller.actor, found))
  const [newest] = await listVersions(tx.db, found)
  if (newest === undefined || newest.state !== 'draft' || newest.version !== found.version) throw new Refusal('record.stale')
  // guards T-21: a version of before this was asked says nothing of its words, and does not go.
  if (newest.marks.says && found.case === null && newest.marks.names === null) throw new Refusal('alert.names_unsaid')
  if (Date.parse(newest.marks.answerBy) <= tx.clock.now().getTime()) throw new Refusal('alert.clock_unfit')
  return { found, newest }
}

/** Takes an alert back from every office, at once and alone: what protects waits for nobody. */
export function withdraw(desk: AlertDesk, caller: Caller, code: string): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findAlert(tx.db, code)
    if (found === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant({ action: 'alert.withdraw', subject: code, compartment: found.room }, mayDrawUp(caller.actor, found))
    if (!(await withdrawAlert(tx.db, permit, found, tx.clock.now()))) throw new Refusal('record.stale')
    return { done: true }
  })
}
