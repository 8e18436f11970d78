import type { Entries, Entry } from '#features/cases/entries/entry.contract.ts'
import { investigated } from '#features/cases/entries/entry.rules.ts'
import type { Incident, IncidentDetail, Patterns } from '#features/incidents/incident.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { IncidentsCalls } from '../../rooms/incidents/calls.ts'
import type { Handlers } from '../answers.ts'
import { DoorRefusal } from '../door.ts'
import type { Vault } from '../vault.ts'
import { keepNarrative, sealReason, shown } from './findings.ts'

type Listed = { readonly incidents: readonly Incident[]; readonly more: boolean }

/** What was complained of to authorities in this case; none for whoever only reads incidents. */
async function investigationsOf({ door }: Vault, code: string): Promise<readonly Entry[]> {
  try {
    const asked = { case: code, kinds: ['investigation'], down: true, after: null } satisfies Entries
    return (await door.ask<{ entries: Entry[] }>('cases/entries', asked)).entries
  } catch (error) {
    if (error instanceof DoorRefusal && (error.code === 'record.not_found' || error.code === 'role.needed')) return []
    throw error
  }
}

/** What happened: codes from the server, words and reasons from cards that open here. */
export function incidentsHandlers(opened: () => Vault): Handlers<IncidentsCalls> {
  const ask = <Answer>(path: string, body?: object) => opened().door.ask<Answer>(path, body)
  const done = async (path: string, body: object) => {
    await ask(path, body)
    return null
  }
  const fresh = () => crypto.randomUUID()
  return {
    'incidents.list': (asked) => ask<Listed>('incidents/list', asked),
    'incidents.read': async (asked) => {
      const told = await shown(opened(), asked.case, await ask<IncidentDetail>('incidents/read', asked))
      return { ...told, investigated: investigated(asked.incident, await investigationsOf(opened(), asked.case)) }
    },
    'incidents.keep': async (given) => {
      const incident = { id: given.id ?? fresh(), code: given.code ?? newPublicCode('I') }
      await ask('incidents/keep', { ...given, ...incident })
      return incident
    },
    'incidents.narrate': (given) => keepNarrative(opened(), given),
    'incidents.act': async (given) => {
      const act = { ...given, id: given.id ?? fresh() }
      await ask('incidents/act', act)
      return { id: act.id }
    },
    'incidents.involve': (given) => ask('incidents/involve', { ...given, id: fresh() }),
    'incidents.bars': (asked) => ask('incidents/bars', asked),
    'incidents.screen': async ({ text, ...given }) => {
      const bound = { element: given.element, answer: given.answer }
      const reason = await sealReason(opened(), given, { kind: 'screening.reason', bound, text, said: '' })
      return ask('incidents/screen', { ...given, id: fresh(), reason })
    },
    'incidents.information': async ({ text, said, ...given }) => {
      const bound = { reliability: given.reliability, credibility: given.credibility, hedge: given.hedge }
      const source = await sealReason(opened(), given, { kind: 'information.source', bound, text, said })
      return done('incidents/information', { ...given, id: fresh(), source })
    },
    'incidents.assess': async ({ text, ...given }) => {
      const bound = { status: given.status, standard: given.standard }
      const basis = await sealReason(opened(), given, { kind: 'assessment.basis', bound, text, said: '' })
      return ask('incidents/assess', { ...given, id: fresh(), basis })
    },
    'patterns.list': () => ask<Patterns>('patterns'),
    'patterns.keep': async (given) => {
      const pattern = { id: fresh(), code: newPublicCode('N') }
      await ask('patterns/keep', { ...given, ...pattern })
      return pattern
    },
    'patterns.add': (given) => done('patterns/add', given),
    'patterns.drop': (given) => done('patterns/drop', given),
  }
}
