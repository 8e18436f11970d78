import { type Door, door } from '#base/door.ts'
import type { Base } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import * as contract from './actor.contract.ts'
import { keepActor, linkActors, mergeActors, unlinkActors, unmergeActor, viewActors } from './keep-actors.ts'

/** Names of 32 people and bodies, in scripts of four bytes a letter. */
const NAMES = 65_536

/** Doors of a member to the actors of their team. */
export function actorDoors(desk: { readonly base: Base }): Door<Caller>[] {
  return [
    door('/api/desk/actors/list', contract.ActorsInput, ({ caller, input }) => viewActors(desk, caller, input.after)),
    door('/api/desk/actors/keep', contract.KeepActorInput, ({ caller, input }) => keepActor(desk, caller, input), NAMES),
    door('/api/desk/actors/link', contract.LinkActorsInput, ({ caller, input }) => linkActors(desk, caller, input)),
    door('/api/desk/actors/unlink', contract.UnlinkActorsInput, ({ caller, input }) => unlinkActors(desk, caller, input.link)),
    door('/api/desk/actors/merge', contract.MergeActorsInput, ({ caller, input }) => mergeActors(desk, caller, input)),
    door('/api/desk/actors/unmerge', contract.UnmergeActorInput, ({ caller, input }) => unmergeActor(desk, caller, input)),
  ]
}
