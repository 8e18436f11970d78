import type { Caller } from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { mayChangeCase } from '../case.policy.ts'
import { hostCode } from '../entries/entry.rules.ts'
import { listCharged } from '../entries/entry.store.ts'
import { touchCase } from '../files/case.store.ts'
import { type CaseDesk, roomFor } from '../files/work-on-cases.ts'
import type { Assess } from './risk.contract.ts'
import { hostsToday, RISK_FORMULA, reviewDay, suggestRisk } from './risk.rules.ts'
import { addRisk, findRiskDue, listRisks, setRisk } from './risk.store.ts'

/** The risk of a case over time, each assessment with its factors and formula, and what is thought of the host state today. */
export function viewRisk(desk: CaseDesk, caller: Caller, code: string) {
  const today = dayOf(desk.base.clock.now())
  return desk.base.read(caller.actor, async (db) => {
    const room = await roomFor({ db }, caller, code)
    const { due, host } = await findRiskDue(db, room)
    const known = host === null ? [] : await listCharged(db, { provision: hostCode(host), after: null }, HOSTS)
    return { assessments: await listRisks(db, room), due, hosts: hostsToday(known, today) }
  })
}

const HOSTS = 50

/** Writes down what a member says of the risk. The formula is worked out here anew, shown beside it, and decides nothing. */
export function assessRisk(desk: CaseDesk, caller: Caller, said: Assess) {
  const today = dayOf(desk.base.clock.now())
  const { score, suggested } = suggestRisk(said.factors)
  const due = reviewDay(said.level, today)
  return desk.base.transact(caller.actor, async (tx) => {
    const room = await roomFor(tx, caller, said.case)
    const permit = await tx.grant(
      { action: 'risk.assess', subject: said.assessment, compartment: room },
      mayChangeCase(caller.actor, { writes: true }),
    )
    const { supersedes, factors, level, cause } = said
    const risk = { supersedes, factors, level, cause, formula: RISK_FORMULA, score, suggested, by: caller.actor.id, today }
    if (!(await addRisk(tx.db, permit, room, risk))) throw new Refusal('record.stale')
    await setRisk(tx.db, permit, room, { level, due })
    await touchCase(tx.db, permit, room, today)
    return { score, suggested, due }
  })
}
