import type { Exchange, KeepExchange } from '#features/commitments/screening/screening.contract.ts'

/** What was exchanged under screened projects. */
export type ScreeningCalls = {
  'commitments.exchanges': { in: null; out: { exchanges: readonly Exchange[] } }
  'commitments.keepExchange': { in: { project: string; body: KeepExchange['body'] }; out: null }
}
