import type { AddFinding, Finding } from '#features/commitments/evidence/evidence.contract.ts'
import type { EvidenceState } from '#features/commitments/evidence/evidence.rules.ts'
import type { AddLaw, Assist, Law, ReviewLaw } from '#features/commitments/law/law.contract.ts'
import type { DocumentRequest, KeepRequest } from '#features/commitments/requests/request.contract.ts'
import type { Cooperation, KeepCooperation } from '#features/commitments/screening/screening.contract.ts'
import type { Vet, Vetting } from '#features/commitments/screening/vetting.contract.ts'
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
  'commitments.keepRequest': { in: { before: Before; body: KeepRequest['body'] }; out: null }
}
