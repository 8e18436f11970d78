import { type Door, door } from '#base/door.ts'
import { type Caller, canReadCoded, onlyFor } from '#features/teams/index.ts'
import type { CommitmentDesk } from './commitment-desk.ts'
import { addFinding, viewEvidence } from './evidence/add-finding.ts'
import { AddFindingInput, FindingsInput } from './evidence/evidence.contract.ts'
import { keepRequest, viewRequests } from './requests/keep-request.ts'
import { KeepRequestInput } from './requests/request.contract.ts'
import { keepCooperation, viewCooperation } from './screening/keep-cooperation.ts'
import { KeepCooperationInput, Nothing } from './screening/screening.contract.ts'

/** Doors of a member to the commitments, projects and requests of their team. Who may write, each action asks. */
export function commitmentDoors(desk: CommitmentDesk): Door<Caller>[] {
  return onlyFor(canReadCoded, [
    door('/api/desk/commitments/findings/list', FindingsInput, ({ caller, input }) => viewEvidence(desk, caller, input.commitment)),
    door('/api/desk/commitments/findings/add', AddFindingInput, ({ caller, input }) => addFinding(desk, caller, input)),
    door('/api/desk/commitments/cooperation/list', Nothing, ({ caller }) => viewCooperation(desk, caller)),
    door('/api/desk/commitments/cooperation/keep', KeepCooperationInput, ({ caller, input }) => keepCooperation(desk, caller, input)),
    door('/api/desk/commitments/requests/list', Nothing, ({ caller }) => viewRequests(desk, caller)),
    door('/api/desk/commitments/requests/keep', KeepRequestInput, ({ caller, input }) => keepRequest(desk, caller, input)),
  ])
}
