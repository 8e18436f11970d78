export type TakeAlongCalls = {
  /** Asks a colleague for the second yes. */
  'takeAlong.ask': { in: null; out: { readonly id: string } }
  /** A ZIP of everything that the team owns and this member reads, sealed as it lies here. */
  'takeAlong.run': { in: null; out: { readonly parts: readonly Uint8Array<ArrayBuffer>[]; readonly rows: number; readonly proofs: number } }
}
