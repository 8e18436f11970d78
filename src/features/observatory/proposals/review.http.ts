import { type Door, door } from '#base/door.ts'
import { type Caller, canVerify, onlyFor } from '#features/teams/index.ts'
import { decideAtDesk, listAtDesk, openAtDesk, type ReviewDesk } from './review-at-desk.ts'
import { DecideProposalInput, ListDocumentsInput, OpenDocumentInput } from './review-desk.contract.ts'

/** Doors of a verifier to public documents and what is proposed in them. Nothing is accepted but one by one and by a person. */
export function reviewDoors(desk: ReviewDesk): Door<Caller>[] {
  return onlyFor(canVerify, [
    door('/api/desk/documents/list', ListDocumentsInput, ({ caller }) => listAtDesk(desk, caller)),
    door('/api/desk/documents/open', OpenDocumentInput, ({ caller, input }) => openAtDesk(desk, caller, input)),
    door('/api/desk/documents/decide', DecideProposalInput, ({ caller, input }) => decideAtDesk(desk, caller, input)),
  ])
}
