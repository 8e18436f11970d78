import { type Door, door, readingDoor } from '#base/door.ts'
import * as approvals from './approvals/approvals.contract.ts'
import { decide, propose, viewApprovals, withdraw } from './approvals/run-approvals.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { GrantRoleInput, SamePersonInput } from './roles/roles.contract.ts'
import { grantRole, sayOnePerson, viewRoles } from './roles/run-roles.ts'
import { chooseHolders, openByGlass, reviewBreak, viewHolders } from './watch/break-glass.ts'
import { markAsHoney } from './watch/mark-honey.ts'
import { viewNotices } from './watch/view-notices.ts'
import * as watch from './watch/watch.contract.ts'

/** Enough for the largest key file as base64. */
const LARGE = 262_144

/** What needs two people, who may do what, and what the whole team is told. */
export function approvalDoors(desk: Desk): Door<Caller>[] {
  return [
    readingDoor('/api/desk/approvals', ({ caller }) => viewApprovals(desk, caller)),
    door('/api/desk/approvals/propose', approvals.ProposeInput, ({ caller, input }) => propose(desk, caller, input)),
    door('/api/desk/approvals/decide', approvals.DecideApprovalInput, ({ caller, input }) => decide(desk, caller, input)),
    door('/api/desk/approvals/withdraw', approvals.ApprovalInput, ({ caller, input }) => withdraw(desk, caller, input.id)),
    readingDoor('/api/desk/roles/list', ({ caller }) => viewRoles(desk, caller)),
    door('/api/desk/roles/grant', GrantRoleInput, ({ caller, input }) => grantRole(desk, caller, input)),
    door('/api/desk/roles/same-person', SamePersonInput, ({ caller, input }) => sayOnePerson(desk, caller, input)),
    readingDoor('/api/desk/notices', ({ caller }) => viewNotices(desk, caller)),
    door('/api/desk/honey/mark', watch.HoneyInput, ({ caller, input }) => markAsHoney(desk, caller, input.record)),
    door('/api/desk/break-glass/open', watch.GlassInput, ({ caller, input }) => openByGlass(desk, caller, input)),
    door('/api/desk/break-glass/review', watch.ReviewInput, ({ caller, input }) => reviewBreak(desk, caller, input)),
    door('/api/desk/break-glass/holders', watch.HoldersInput, ({ caller, input }) => chooseHolders(desk, caller, input), LARGE),
    door('/api/desk/break-glass/of-case', watch.CaseInput, ({ caller, input }) => viewHolders(desk, caller, input.case)),
  ]
}
