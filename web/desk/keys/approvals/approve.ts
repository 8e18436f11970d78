import { b64u } from '#crypto/bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import {
  type ApprovalStatement,
  answers,
  type Binds,
  isApprovalBy,
  isBinds,
  payloadOf,
  type SignedApproval,
} from '#crypto/team/approval.ts'
import type { ApprovalsView } from '#features/teams/approvals/approvals.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import type { Request } from '../../rooms/approvals/calls.ts'
import { DeskFault } from '../fault.ts'
import { readersOf, type Vault } from '../vault.ts'

export type Told = ApprovalsView['approvals'][number]
export type Asked = {
  readonly action: string
  readonly subject: string
  readonly case: string | null
  readonly binds: Binds
  readonly reason: string
}

/** Asks for a second yes to exactly these codes, signed with the member's own key. */
export async function askForYes(vault: Vault, asked: Asked): Promise<{ id: string }> {
  if (!isBinds(asked.binds)) throw new DeskFault('approval.malformed', 'typed')
  const { binds, ...said } = asked
  const signed = sign(vault, { ...said, step: 'ask', id: crypto.randomUUID(), payload: payloadOf(binds) })
  return vault.door.ask<{ id: string }>('approvals/propose', { ...signed, binds })
}

/** Says yes or no to what this desk has checked itself; nothing that the server changed since is signed. */
export async function answerRequest(vault: Vault, told: Told, yes: boolean): Promise<void> {
  const problem = problemOf(vault, told)
  if (problem !== null) throw new DeskFault(problem, 'sealed')
  const { id, action, subject, payload, reason, case: place } = told.asked.statement
  await vault.door.ask('approvals/decide', sign(vault, { id, action, subject, payload, reason, case: place, step: yes ? 'yes' : 'no' }))
}

type Said = Omit<ApprovalStatement, 'v' | 'type' | 'team' | 'member' | 'by' | 'at'>

function sign(vault: Vault, said: Said): SignedApproval {
  const { team, member, keys, clock } = vault
  const statement: ApprovalStatement = { v: 1, type: 'approval', team, member, by: b64u(keys.signKey), at: dayOf(clock.now()), ...said }
  return { statement, signature: b64u(signStatement(keys.signSeed, 'approval', statement)) }
}

// guards T-22: what the screen shows is what was hashed and signed by a colleague whose chain holds, or it is marked.

/** Why this desk does not believe a request; null when it does. */
export function problemOf(vault: Vault, { asked, answered, binds }: Told): string | null {
  const { statement } = asked
  if (statement.team !== vault.team || statement.step !== 'ask' || !isSignedByMember(vault, asked)) return 'approval.forged'
  if (!isBinds(binds) || payloadOf(binds) !== statement.payload) return 'approval.other_payload'
  if (answered === null) return null
  return answers(statement, answered.statement) && isSignedByMember(vault, answered) ? null : 'approval.forged'
}

function isSignedByMember(vault: Vault, signed: SignedApproval): boolean {
  const by = readersOf(vault).find(({ member }) => member === signed.statement.member)
  return by !== undefined && isApprovalBy({ statement: signed.statement, signature: signed.signature }, by.signKey)
}

/** A request as the page shows it. */
export function requestView(vault: Vault, told: Told): Request {
  const { statement } = told.asked
  return {
    id: told.id,
    state: told.state,
    over: told.over,
    problem: problemOf(vault, told),
    action: statement.action,
    subject: statement.subject,
    case: statement.case,
    reason: statement.reason,
    binds: told.binds,
    by: statement.member,
    mine: statement.member === vault.member,
    at: told.asked.at,
    answered:
      told.answered === null
        ? null
        : { by: told.answered.statement.member, yes: told.answered.statement.step === 'yes', at: told.answered.at },
  }
}
