import type { AddFinding, Finding } from '#features/commitments/evidence/evidence.contract.ts'
import type { EvidenceState } from '#features/commitments/evidence/evidence.rules.ts'
import type { AddLaw, Assist, Law, ReviewLaw } from '#features/commitments/law/law.contract.ts'
import type { Assess, KeepLegislation, Legislation, Watch } from '#features/commitments/legislation/legislation.contract.ts'
import type { AddNote, OversightReport } from '#features/commitments/oversight/oversight.contract.ts'
import type { DocumentRequest, KeepRequest } from '#features/commitments/requests/request.contract.ts'
import type { Cooperation, KeepCooperation } from '#features/commitments/screening/screening.contract.ts'
import type { Vet, Vetting } from '#features/commitments/screening/vetting.contract.ts'
import type { AddBenchmark, AddConsequence, Decide, Ladder, Look } from '#features/diplomacy/ladder/ladder.contract.ts'
import type { ScreeningCalls } from './screening-calls.ts'

/** A record that was there before, or null for a new one. */
export type Before = { readonly id: string; readonly code: string; readonly revision: number } | null
export type Evidence = { readonly commitment: string; readonly state: EvidenceState; readonly findings: readonly Finding[] }

export type CommitmentsCalls = ScreeningCalls & {
  'commitments.evidence': { in: null; out: { commitments: readonly Evidence[] } }
  'commitments.find': { in: AddFinding['body']; out: null }
  'commitments.projects': { in: null; out: { projects: readonly Cooperation[]; today: string } }
  'commitments.keepProject': { in: { before: Before; body: KeepCooperation['body'] }; out: null }
  'commitments.vetting': { in: null; out: { vetting: readonly Vetting[] } }
  'commitments.vet': { in: Omit<Vet, 'id'>; out: { result: Vetting['result'] } }
  'commitments.settle': { in: { id: string; settled: 'same' | 'another' }; out: null }
  'commitments.law': { in: null; out: { requests: readonly Law[]; today: string } }
  'commitments.addLaw': { in: Omit<AddLaw, 'id' | 'code'>; out: { reviewBy: string } }
  'commitments.reviewLaw': { in: ReviewLaw; out: null }
  'commitments.assist': { in: Assist; out: null }
  'commitments.requests': { in: null; out: { requests: readonly DocumentRequest[] } }
  'commitments.ladder': { in: null; out: { ladder: readonly Ladder[]; today: string } }
  'commitments.addBenchmark': { in: Omit<AddBenchmark, 'id'>; out: null }
  'commitments.look': { in: Omit<Look, 'id'>; out: null }
  'commitments.addConsequence': { in: Omit<AddConsequence, 'id'>; out: null }
  'commitments.decide': { in: Omit<Decide, 'id'>; out: null }
  'commitments.laws': { in: null; out: { laws: readonly Legislation[]; watched: readonly string[]; today: string } }
  'commitments.waiting': { in: null; out: { news: number; week: number; late: number } }
  'commitments.keepLegislation': { in: { before: Before; body: KeepLegislation['body'] }; out: null }
  'commitments.assess': { in: Omit<Assess, 'id'>; out: null }
  'commitments.endReview': { in: { law: string; revision: number }; out: null }
  'commitments.watch': { in: Watch; out: null }
  'commitments.noted': { in: { law: string }; out: null }
  'commitments.report': { in: { agreement: string }; out: OversightReport }
  'commitments.addNote': { in: AddNote['body']; out: null }
  'commitments.keepRequest': { in: { before: Before; body: KeepRequest['body'] }; out: null }
}
