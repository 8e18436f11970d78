import type { ActorLink, ActorRecord, KeepActor } from '#features/actors/actor.contract.ts'

export type ActorsCalls = {
  'actors.list': { in: null; out: { actors: readonly ActorRecord[]; links: readonly ActorLink[] } }
  'actors.keep': {
    in: Omit<KeepActor, 'id' | 'code' | 'names'> & {
      id: string | null
      code: string | null
      names: readonly Omit<KeepActor['names'][number], 'id'>[]
    }
    out: { id: string; code: string; barred: number }
  }
  'actors.link': { in: Omit<ActorLink, 'id'>; out: null }
  'actors.unlink': { in: { link: string }; out: null }
  'actors.merge': { in: { actor: string; revision: number; into: string }; out: null }
  'actors.unmerge': { in: { actor: string; revision: number }; out: null }
}
