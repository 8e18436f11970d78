import type { Caller } from '#features/teams/index.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { type CommitmentDesk, mayKeep, todayOf } from '../commitment-desk.ts'
import type { AddFinding, Finding } from './evidence.contract.ts'
import { canSupersede, type EvidenceState, stateOfEvidence } from './evidence.rules.ts'
import * as store from './evidence.store.ts'

/** Adds a finding. One that stands in the place of another is on the same commitment, and raises no hedge. */
export function addFinding(desk: CommitmentDesk, caller: Caller, said: AddFinding): Promise<{ done: true }> {
  return desk.base.transact(caller.actor, async (tx) => {
    const { supersedes } = said.body
    if (supersedes !== null) {
      const older = (await store.listFindings(tx.db, caller.room, null)).find((one) => one.id === supersedes)
      if (older === undefined) throw new Refusal('record.not_found')
      demand(canSupersede(older, { ...said.body, id: said.id }))
    }
    const permit = await tx.grant({ action: 'commitment.find', subject: said.id, compartment: caller.room }, mayKeep(caller))
    const written = { ...said, by: caller.actor.id, today: todayOf(desk) }
    if (!(await store.addFinding(tx.db, permit, caller.room, written))) throw new Refusal('record.stale')
    return { done: true }
  })
}

export type CommitmentState = { readonly commitment: string; readonly state: EvidenceState; readonly findings: readonly Finding[] }

/** The state of evidence of each commitment that the team looked at; every finding keeps who asserts it and how sure. */
export function viewEvidence(desk: CommitmentDesk, caller: Caller, commitment: string | null): Promise<{ commitments: CommitmentState[] }> {
  return desk.base.read(caller.actor, async (db) => {
    const byCommitment = Map.groupBy(await store.listFindings(db, caller.room, commitment), (one) => one.commitment)
    const commitments = [...byCommitment].map(([code, findings]) => ({
      commitment: code,
      state: stateOfEvidence(findings).state,
      findings,
    }))
    return { commitments }
  })
}
