import { type Door, door } from '#base/door.ts'
import { type Caller, canReadCoded, onlyFor } from '#features/teams/index.ts'
import type { CommitmentDesk } from './commitment-desk.ts'
import { addFinding, viewEvidence } from './evidence/add-finding.ts'
import { AddFindingInput, FindingsInput } from './evidence/evidence.contract.ts'
import { addLaw, assistLaw, reviewLaw, viewLaw } from './law/keep-law.ts'
import { AddLawInput, AssistInput, ReviewLawInput } from './law/law.contract.ts'
import {
  assessLegislation,
  endReview,
  keepLegislation,
  takeNote,
  viewLegislation,
  viewWaiting,
  watchState,
} from './legislation/keep-legislation.ts'
import * as legislation from './legislation/legislation.contract.ts'
import { addNote, viewReport } from './oversight/note-agreements.ts'
import { AddNoteInput, ReportInput } from './oversight/oversight.contract.ts'
import { keepRequest, viewRequests } from './requests/keep-request.ts'
import { KeepRequestInput } from './requests/request.contract.ts'
import { keepCooperation, viewCooperation } from './screening/keep-cooperation.ts'
import { keepExchange, viewExchanges } from './screening/keep-exchange.ts'
import { KeepCooperationInput, KeepExchangeInput, Nothing } from './screening/screening.contract.ts'
import { settleVetting, vetUnit, viewVetting } from './screening/vet-units.ts'
import { SettleInput, VetInput } from './screening/vetting.contract.ts'

/** Doors of a member to the commitments, projects and requests of their team. Who may write, each action asks. */
export function commitmentDoors(desk: CommitmentDesk): Door<Caller>[] {
  return onlyFor(canReadCoded, [
    door('/api/desk/commitments/findings/list', FindingsInput, ({ caller, input }) => viewEvidence(desk, caller, input.commitment)),
    door('/api/desk/commitments/findings/add', AddFindingInput, ({ caller, input }) => addFinding(desk, caller, input)),
    door('/api/desk/commitments/cooperation/list', Nothing, ({ caller }) => viewCooperation(desk, caller)),
    door('/api/desk/commitments/cooperation/keep', KeepCooperationInput, ({ caller, input }) => keepCooperation(desk, caller, input)),
    door('/api/desk/commitments/exchanges/list', Nothing, ({ caller }) => viewExchanges(desk, caller)),
    door('/api/desk/commitments/exchanges/keep', KeepExchangeInput, ({ caller, input }) => keepExchange(desk, caller, input)),
    door('/api/desk/commitments/vetting/list', Nothing, ({ caller }) => viewVetting(desk, caller)),
    door('/api/desk/commitments/vetting/check', VetInput, ({ caller, input }) => vetUnit(desk, caller, input)),
    door('/api/desk/commitments/vetting/settle', SettleInput, ({ caller, input }) => settleVetting(desk, caller, input)),
    door('/api/desk/commitments/law/list', Nothing, ({ caller }) => viewLaw(desk, caller)),
    door('/api/desk/commitments/law/add', AddLawInput, ({ caller, input }) => addLaw(desk, caller, input)),
    door('/api/desk/commitments/law/review', ReviewLawInput, ({ caller, input }) => reviewLaw(desk, caller, input)),
    door('/api/desk/commitments/law/assist', AssistInput, ({ caller, input }) => assistLaw(desk, caller, input)),
    door('/api/desk/commitments/requests/list', Nothing, ({ caller }) => viewRequests(desk, caller)),
    door('/api/desk/commitments/requests/keep', KeepRequestInput, ({ caller, input }) => keepRequest(desk, caller, input)),
    door('/api/desk/commitments/laws/list', Nothing, ({ caller }) => viewLegislation(desk, caller)),
    door('/api/desk/commitments/laws/waiting', Nothing, ({ caller }) => viewWaiting(desk, caller)),
    door('/api/desk/commitments/laws/keep', legislation.KeepLegislationInput, ({ caller, input }) => keepLegislation(desk, caller, input)),
    door('/api/desk/commitments/laws/assess', legislation.AssessInput, ({ caller, input }) => assessLegislation(desk, caller, input)),
    door('/api/desk/commitments/laws/reviewed', legislation.ReviewedInput, ({ caller, input }) => endReview(desk, caller, input)),
    door('/api/desk/commitments/laws/watch', legislation.WatchInput, ({ caller, input }) => watchState(desk, caller, input)),
    door('/api/desk/commitments/laws/seen', legislation.SeenInput, ({ caller, input }) => takeNote(desk, caller, input.law)),
    door('/api/desk/commitments/agreements/note', AddNoteInput, ({ caller, input }) => addNote(desk, caller, input)),
    door('/api/desk/commitments/agreements/report', ReportInput, ({ caller, input }) => viewReport(desk, caller, input.agreement)),
  ])
}
