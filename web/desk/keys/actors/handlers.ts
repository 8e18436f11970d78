import type { Static } from 'typebox'
import type { ActorsAnswer } from '#features/actors/actor.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { ActorsCalls } from '../../rooms/actors/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

type Listed = Static<typeof ActorsAnswer>

/** Alleged actors of the team. */
export function actorsHandlers(opened: () => Vault): Handlers<ActorsCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`actors/${path}`, body)
  const done = async (path: string, body: object) => {
    await ask(path, body)
    return null
  }
  return {
    'actors.list': async () => {
      const first = await ask<Listed>('list', { after: null })
      const actors = [...first.actors]
      for (let more = first.more; more; ) {
        const next = await ask<Listed>('list', { after: actors.at(-1)?.id ?? null })
        actors.push(...next.actors)
        more = next.more
      }
      return { actors, links: first.links }
    },
    'actors.keep': async ({ names, ...given }) => {
      const actor = { id: given.id ?? crypto.randomUUID(), code: given.code ?? newPublicCode('A') }
      const named = names.map(({ name, kind }) => ({ id: crypto.randomUUID(), name: name.normalize('NFC'), kind }))
      const { barred } = await ask<{ barred: number }>('keep', { ...given, ...actor, names: named })
      return { ...actor, barred }
    },
    'actors.link': (link) => done('link', { ...link, id: crypto.randomUUID() }),
    'actors.unlink': (given) => done('unlink', given),
    'actors.merge': (given) => done('merge', given),
    'actors.unmerge': (given) => done('unmerge', given),
  }
}
