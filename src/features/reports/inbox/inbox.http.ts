import { type Door, door, readingDoor } from '#base/door.ts'
import { type Caller, canWorkCases, onlyFor } from '#features/teams/index.ts'
import { openCaseKeys, setCaseReaders } from './case-keys.ts'
import * as contract from './inbox.contract.ts'
import type { InboxDesk } from './inbox-desk.ts'
import { fetchBody, fetchItems, fetchSegment, listInbox, viewSet } from './look-at-inbox.ts'
import { countDecision, numberReply, sendReply, viewReplies, withdrawReply } from './reply.ts'
import { takeIn } from './take-in.ts'
import { addSets, decideReport, viewReports } from './work-on-reports.ts'

/** Enough for the largest key file as base64. */
const LARGE = 262_144
/** The wraps of a conversation of 1,024 items. */
const WHOLE_CASE = 8_388_608

/** Doors of a member to what arrived, what was taken in, and what is answered. */
export function inboxDoors(desk: InboxDesk): Door<Caller>[] {
  return onlyFor(canWorkCases, [
    door('/api/desk/inbox/list', contract.ListInput, ({ caller, input }) => listInbox(desk, caller, input)),
    door('/api/desk/inbox/fetch', contract.FetchInput, ({ caller, input }) => fetchItems(desk, caller, input)),
    door('/api/desk/inbox/body', contract.BodyInput, ({ caller, input }) => fetchBody(desk, caller, input)),
    door('/api/desk/inbox/decided', contract.DecidedInput, ({ caller, input }) => countDecision(desk, caller, input)),
    readingDoor('/api/desk/files/:set', ({ caller, params }) => viewSet(desk, caller, params['set'] ?? '')),
    readingDoor('/api/desk/files/:set/:index', ({ caller, params }) =>
      fetchSegment(desk, caller, params['set'] ?? '', params['index'] ?? ''),
    ),
    readingDoor('/api/desk/reports', ({ caller }) => viewReports(desk, caller)),
    door('/api/desk/reports', contract.TakeInInput, ({ caller, input }) => takeIn(desk, caller, input), LARGE),
    door('/api/desk/reports/decide', contract.DecideInput, ({ caller, input }) => decideReport(desk, caller, input)),
    door('/api/desk/reports/sets', contract.SetsInput, ({ caller, input }) => addSets(desk, caller, input)),
    door('/api/desk/cases/keys', contract.CaseKeysInput, ({ caller, input }) =>
      openCaseKeys(desk, caller, input.case, input.bulk === true),
    ),
    door('/api/desk/cases/readers', contract.CaseReadersInput, ({ caller, input }) => setCaseReaders(desk, caller, input), WHOLE_CASE),
    door('/api/desk/cases/number', contract.CaseInput, ({ caller, input }) => numberReply(desk, caller, input.case)),
    door('/api/desk/replies', contract.ReplyInput, ({ caller, input }) => sendReply(desk, caller, input)),
    door('/api/desk/replies/states', contract.TicketsInput, ({ caller, input }) => viewReplies(desk, caller, input.tickets)),
    door('/api/desk/replies/withdraw', contract.TicketInput, ({ caller, input }) => withdrawReply(desk, caller, input.ticket)),
  ])
}
