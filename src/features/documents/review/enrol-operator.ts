import type { Actor } from '#base/actor.ts'
import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'
import { type MemberId, newId } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { enrol, findOperatorId } from './operator.store.ts'
import { mayEnrol } from './review.policy.ts'

/** The named operator as an actor. Refuses a name that nobody enrolled. */
export async function findOperator(base: Base, by: Installation, name: string): Promise<Actor> {
  const id = await base.read(by.actor, (db) => findOperatorId(db, name))
  if (id === undefined) throw new Refusal('operator.unknown')
  return { id, kind: 'person', writes: [by.register] }
}

/** Enrols a person who may review, once for each name. The ledger names the member by id, never by name. */
export function enrolOperator(base: Base, by: Installation, name: string): Promise<Actor> {
  return base.transact(by.actor, async (tx) => {
    const known = await findOperatorId(tx.db, name)
    const id = known ?? newId<MemberId>()
    if (known === undefined) {
      const permit = await tx.grant({ action: 'operator.enrol', subject: id, compartment: by.register }, mayEnrol(by.actor, by.register))
      await enrol(tx.db, permit, name)
    }
    return { id, kind: 'person', writes: [by.register] }
  })
}
