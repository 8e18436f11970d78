import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { type Decision, decideProposal, enrolOperator, findOperator, listReviews, openReview } from '#features/documents/index.ts'
import { listMergeable } from './list-mergeable.ts'
import { proposalRecorder } from './record-proposal.ts'

type Asked = { readonly by: string; readonly enrol: boolean }
type Of = { readonly kind: string; readonly proposed: { readonly value: string } }

/** Everything that a named operator needs to review: what waits, and one document with its decisions becoming records. */
export async function openReviewing(base: Base, installation: Installation, asked: Asked) {
  const actor = await (asked.enrol ? enrolOperator : findOperator)(base, installation, asked.by)
  const by = { actor, register: installation.register }
  return {
    waiting: () => listReviews(base, by),
    door: (document: string) => ({
      open: () => openReview(base, by, document),
      decide: (decision: Decision) => decideProposal(base, by, decision, proposalRecorder),
      candidates: ({ kind, proposed }: Of) => listMergeable(base, actor, { kind, value: proposed.value }),
    }),
  }
}
