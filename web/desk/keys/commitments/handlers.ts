import { newPublicCode } from '#kernel/ids.ts'
import type { Before, CommitmentsCalls } from '../../rooms/commitments/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

/** Commitments, projects and requests of the team: codes and short lines about states, nothing sealed. */
export function commitmentsHandlers(opened: () => Vault): Handlers<CommitmentsCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`commitments/${path}`, body)
  const done = async (path: string, body: object) => {
    await ask(path, body)
    return null
  }
  const added = async (path: string, body: object) => {
    await opened().door.ask(`dialogues/${path}`, { id: crypto.randomUUID(), ...body })
    return null
  }
  const named = (before: Before, letter: string) => before ?? { id: crypto.randomUUID(), code: newPublicCode(letter), revision: 0 }
  return {
    'commitments.evidence': () => ask('findings/list', { commitment: null }),
    'commitments.find': (body) => done('findings/add', { id: crypto.randomUUID(), body }),
    'commitments.projects': () => ask('cooperation/list', {}),
    'commitments.keepProject': ({ before, body }) => done('cooperation/keep', { ...named(before, 'J'), body }),
    'commitments.exchanges': () => ask('exchanges/list', {}),
    'commitments.keepExchange': (given) => done('exchanges/keep', { id: crypto.randomUUID(), revision: 0, ...given }),
    'commitments.vetting': () => ask('vetting/list', {}),
    'commitments.vet': (given) => ask('vetting/check', { id: crypto.randomUUID(), ...given }),
    'commitments.settle': (given) => done('vetting/settle', given),
    'commitments.law': () => ask('law/list', {}),
    'commitments.addLaw': (given) => ask('law/add', { id: crypto.randomUUID(), code: newPublicCode('V'), ...given }),
    'commitments.reviewLaw': (given) => done('law/review', given),
    'commitments.assist': (given) => done('law/assist', given),
    'commitments.requests': () => ask('requests/list', {}),
    'commitments.ladder': () => opened().door.ask('dialogues/ladder/list', {}),
    'commitments.addBenchmark': (given) => added('benchmarks/add', given),
    'commitments.look': (given) => added('benchmarks/look', given),
    'commitments.addConsequence': (given) => added('consequences/add', given),
    'commitments.decide': (given) => added('consequences/decide', given),
    'commitments.laws': () => ask('laws/list', {}),
    'commitments.waiting': () => ask('laws/waiting', {}),
    'commitments.keepLegislation': ({ before, body }) => done('laws/keep', { ...named(before, 'Z'), body }),
    'commitments.assess': (given) => done('laws/assess', { id: crypto.randomUUID(), ...given }),
    'commitments.endReview': (given) => done('laws/reviewed', given),
    'commitments.watch': (given) => done('laws/watch', given),
    'commitments.noted': (given) => done('laws/seen', given),
    'commitments.report': (given) => ask('agreements/report', given),
    'commitments.addNote': (body) => done('agreements/note', { id: crypto.randomUUID(), body }),
    'commitments.keepRequest': ({ before, body }) => done('requests/keep', { ...named(before, 'N'), body }),
  }
}
