/** A file that the page offers for saving; it holds nothing that opens anything by itself. */
export type Handout = { readonly name: string; readonly saveAs: string; readonly bytes: Uint8Array }

export type CustodianView = { readonly name: string; readonly fingerprint: string; readonly asked: string | null }

export type RecoveryView = {
  readonly inForce: { readonly version: number; readonly since: string; readonly custodians: readonly CustodianView[] } | null
  /** The server tells of a recovery key that the anchors did not sign. */
  readonly isUnvouched: boolean
  readonly waiting: { readonly version: number; readonly custodians: readonly CustodianView[]; readonly mine: boolean } | null
  readonly due: 'maker_left' | 'used' | null
  readonly newcomer: { readonly member: string; readonly fingerprint: string } | null
  readonly readyAt: string | null
  readonly usedOn: string | null
  /** Keys that this member holds and that the recovery does not reach yet. */
  readonly uncovered: number
  /** Shares that custodians handed to this member. */
  readonly handed: number
  /** Cases that somebody read who has left. */
  readonly casesDue: number
  readonly epochDue: boolean
  readonly pendingEpoch: { readonly epoch: number; readonly mine: boolean } | null
}

export type RecoveryCalls = {
  'recovery.state': { in: null; out: RecoveryView }
  'recovery.readCard': { in: { card: string }; out: CustodianView }
  'recovery.setUp': { in: { cards: readonly string[] }; out: { counts: boolean; covered: number; handouts: readonly Handout[] } }
  'recovery.handouts': { in: null; out: { handouts: readonly Handout[] } }
  'recovery.coSign': { in: { kind: 'epoch' | 'recovery' }; out: { counts: boolean } }
  'recovery.cover': { in: null; out: { covered: number } }
  /** The shares that custodians handed over, brought together; everything is opened and sealed to this member. */
  'recovery.takeOver': { in: null; out: { epochs: number; cases: number } }
  'recovery.leave': { in: { member: string }; out: null }
  'recovery.changeKeys': { in: null; out: { epoch: number; counts: boolean; cases: number } }
  /** This member as a custodian of another team. */
  'recovery.ownCard': { in: { name: string }; out: Handout }
  'recovery.answer': { in: { packet: string; newcomer: string }; out: Handout }
}

/** Calls of somebody who is not in: they wait at a team whose members are gone. */
export type RecoveryWayCalls = {
  'recovery.newcomer': { in: null; out: Handout & { readonly fingerprint: string } }
  'recovery.ask': { in: { file: string }; out: { asked: number; readyAt: string | null } }
}
