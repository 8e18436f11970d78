import type { Decided, DecideProposal, DeskDocument, DeskDocuments } from '#features/observatory/proposals/review-desk.contract.ts'

export type DocumentsCalls = {
  'documents.list': { in: null; out: DeskDocuments }
  'documents.open': { in: { document: string; part: number | null }; out: DeskDocument }
  'documents.decide': { in: DecideProposal; out: Decided }
}
