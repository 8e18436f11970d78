import { signal } from '@preact/signals'
import type { ActorLink, ActorRecord } from '#features/actors/actor.contract.ts'
import { headOf } from '#features/actors/actor.rules.ts'
import { call, closing, done } from '../../actions.ts'
import { say } from '../../words.ts'

export const actors = signal<ReadonlyMap<string, ActorRecord> | null>(null)
export const links = signal<readonly ActorLink[]>([])
export const form = signal<null | 'new' | 'change' | 'link' | 'merge'>(null)

export function forgetActors(): void {
  actors.value = null
  links.value = []
  form.value = null
}

/** All actors of the team, by id. */
export async function load(): Promise<void> {
  const answer = await call('actors.list', null)
  actors.value = new Map(answer.actors.map((actor) => [actor.id, actor]))
  links.value = answer.links
}

export const byCode = (code: string): ActorRecord | undefined => [...(actors.value?.values() ?? [])].find((one) => one.code === code)

/** The name of an actor, of the record that stands for it today. */
export function nameOf(id: string): string {
  const all = actors.value ?? new Map<string, ActorRecord>()
  const head = all.get(headOf(all, id))
  const name = head?.names.find(({ kind }) => kind === 'name') ?? head?.names[0]
  return name?.name ?? head?.code ?? '?'
}

/** Does it, loads anew, closes the form and says so. `undo` takes it back. */
export async function change(
  work: () => Promise<unknown>,
  words: () => string,
  undo: (() => Promise<unknown>) | null = null,
): Promise<void> {
  const isDone = await closing(form, say('actors.saving'), async () => {
    await work()
    await load()
    return true
  })
  if (isDone !== true) return
  done(
    words,
    undo === null
      ? null
      : async () => {
          await undo()
          await load()
        },
  )
}
