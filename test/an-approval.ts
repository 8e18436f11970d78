import { randomUUID } from 'node:crypto'
import { b64u } from '#crypto/bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { type ApprovalStatement, type Binds, payloadOf } from '#crypto/team/approval.ts'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, type Answer, must } from './a-desk.ts'

/** What somebody wants a second yes to. */
export type Asked = { readonly action: string; readonly subject: string; readonly case?: string; readonly binds: Binds }

/** A signed request, as a browser sends it. */
export function anAsk(desk: ADesk, by: AMember, asked: Asked, over: Partial<ApprovalStatement> = {}) {
  const statement: ApprovalStatement = {
    v: 1,
    type: 'approval',
    step: 'ask',
    id: randomUUID(),
    team: by.team,
    case: asked.case ?? null,
    action: asked.action,
    subject: asked.subject,
    payload: payloadOf(asked.binds),
    reason: 'daily_work',
    member: by.code,
    by: b64u(by.keys.signKey),
    at: dayOf(desk.now()),
    ...over,
  }
  return { statement, signature: b64u(signStatement(by.keys.signSeed, 'approval', statement)), binds: asked.binds }
}

/** A signed answer to it. */
export function anAnswer(desk: ADesk, by: AMember, ask: { statement: ApprovalStatement }, over: Partial<ApprovalStatement> = {}) {
  const { statement } = anAsk(desk, by, { action: 'x.x', subject: 'x', binds: {} })
  const said: ApprovalStatement = { ...ask.statement, step: 'yes', member: statement.member, by: statement.by, at: statement.at, ...over }
  return { statement: said, signature: b64u(signStatement(by.keys.signSeed, 'approval', said)) }
}

/** Asked by one, answered with yes by another. */
export async function approved(desk: ADesk, proposer: AMember, approver: AMember, asked: Asked): Promise<Answer> {
  const ask = anAsk(desk, proposer, asked)
  must(await proposer.post('/approvals/propose', ask), 200)
  return must(await approver.post('/approvals/decide', anAnswer(desk, approver, ask)), 200)
}

/** What a role under four eyes binds. */
export function aRoleChange(team: string, member: string, role: string, gives = true): Asked {
  return { action: gives ? 'role.grant' : 'role.take', subject: `${member}:${role}`, binds: { team, member, role, gives } }
}

/** A role given by one, with the yes of another; whose role it is signs in anew afterwards. */
export async function withRole(desk: ADesk, [steward, other]: readonly [AMember, AMember], member: string, role: string): Promise<void> {
  await approved(desk, steward, other, aRoleChange(steward.team, member, role))
  must(await steward.post('/roles/grant', { member, role, gives: true }), 200)
}
