import type { ApprovalsView } from '#features/teams/approvals/approvals.contract.ts'
import type { RolesView } from '#features/teams/roles/roles.contract.ts'
import type { Notices } from '#features/teams/watch/watch.contract.ts'
import type { ApprovalsCalls } from '../../rooms/approvals/calls.ts'
import type { Handlers } from '../answers.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { answerRequest, askForYes, requestView, type Told } from './approve.ts'
import { holdForStewards } from './hold.ts'

/** What needs two people, who may do what, and what the team is told. */
export function approvalsHandlers(opened: () => Vault): Handlers<ApprovalsCalls> {
  /** As the server told last: an answer is signed over what was shown, never over what is told at that moment. */
  let shown = new Map<string, Told>()
  const find = (id: string): Told => {
    const told = shown.get(id)
    if (told === undefined) throw new DeskFault('approval.decided', 'refused')
    return told
  }
  const post = async (path: string, body: object): Promise<null> => {
    await opened().door.ask(path, body)
    return null
  }
  return {
    'approvals.list': async () => {
      const vault = opened()
      const { approvals, founding } = await vault.door.ask<ApprovalsView>('approvals')
      const { members } = await vault.door.ask<RolesView>('roles/list')
      const { notices, glasses } = await vault.door.ask<Notices>('notices')
      shown = new Map(approvals.map((told) => [told.id, told]))
      return { founding, members, notices, glasses, requests: approvals.map((told) => requestView(vault, told)) }
    },
    'approvals.ask': (asked) => askForYes(opened(), asked),
    'approvals.answer': async ({ id, yes }) => {
      await answerRequest(opened(), find(id), yes)
      return null
    },
    'approvals.withdraw': (given) => post('approvals/withdraw', given),
    'approvals.carryOut': ({ id }) => carryOut(post, find(id)),
    'approvals.askRole': ({ member, role, gives }) => {
      const vault = opened()
      const binds = { team: vault.team, member, role, gives }
      const action = gives ? 'role.grant' : 'role.take'
      return askForYes(vault, { action, subject: `${member}:${role}`, case: null, binds, reason: 'role_change' })
    },
    'approvals.samePerson': (given) => post('roles/same-person', given),
    'approvals.break': async ({ case: code, reason }) =>
      opened().door.ask<{ id: string; until: string }>('break-glass/open', { case: code, reason }),
    'approvals.review': (given) => post('break-glass/review', given),
    'approvals.hold': ({ case: code }) => holdForStewards(opened(), code),
  }
}

/** Does what the request binds, with the very values that both signed. */
function carryOut(post: (path: string, body: object) => Promise<null>, { asked, binds }: Told): Promise<null> {
  const { action } = asked.statement
  if (action === 'role.grant' || action === 'role.take') {
    const { member, role, gives } = binds
    return post('roles/grant', { member, role, gives })
  }
  if (action === 'honey.mark') return post('honey/mark', { record: binds['record'] })
  throw new DeskFault('approval.elsewhere', 'typed')
}
