import { findByName } from '#features/cases/people/variants.rules.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { PeopleCalls } from '../../rooms/people/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'
import { keepIdentity, namesOf, openIdentity } from './identity.ts'
import { askUnseal, giveUnseal, listRequests, refuseUnseal, takeUnseal } from './unseal.ts'

/** People, as an unlocked desk shows them: codes from the server, names from cards that open here. */
export function peopleHandlers(opened: () => Vault): Handlers<PeopleCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`people/${path}`, body)
  const done = async (path: string, body: object) => {
    await ask(path, body)
    return null
  }
  return {
    'people.list': (asked) => ask('list', asked),
    'people.keep': async (given) => {
      const person = { id: given.id ?? crypto.randomUUID(), code: given.code ?? newPublicCode('P') }
      await ask('keep', { ...given, ...person })
      return person
    },
    'people.status': (given) => done('status', { ...given, id: crypto.randomUUID() }),
    'people.liberty': (given) => done('liberty', { ...given, id: crypto.randomUUID() }),
    'people.link': (given) => done('link', { ...given, id: crypto.randomUUID() }),
    'people.unlink': (given) => done('unlink', given),
    'people.links': (asked) => ask('links', asked),
    'people.identity': ({ person, reason }) => openIdentity(opened(), person, reason),
    'people.keepIdentity': (given) => keepIdentity(opened(), given),
    'people.find': async ({ typed }) => {
      const names = namesOf(opened())
      return { hits: findByName(typed, names), known: names.length }
    },
    'people.printed': (given) => done('printed', given),
    'people.askUnseal': ({ person, reason }) => askUnseal(opened(), person, reason),
    'people.requests': async () => ({ requests: await listRequests(opened()) }),
    'people.giveUnseal': ({ id, reason }) => giveUnseal(opened(), id, reason),
    'people.refuseUnseal': async ({ id }) => {
      await refuseUnseal(opened(), id)
      return null
    },
    'people.takeUnseal': ({ id, person }) => takeUnseal(opened(), id, person),
  }
}
