import { randomUUID } from 'node:crypto'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type AMember, must } from '../a-desk.ts'

export const UNKNOWN = { from: null, until: null, precision: 'unknown' }
export const on = (day: string) => ({ from: day, until: day, precision: 'exact' })

/** A case of the team of its first reader, without a report. */
export async function aCase(by: AMember, readers: readonly AMember[] = [by]): Promise<string> {
  const code = newPublicCode('C')
  const wrap = await sealTo(
    readers.map(({ keys }) => keys.recipient),
    newSeed(),
  )
  must(await by.post('/cases/open', { case: code, key: { wrap: b64u(wrap), readers: readers.map((one) => one.code) }, blocked: [] }), 200)
  return code
}

/** A sealed card about a record; what it says does not matter to the server. */
export async function aCard(by: AMember, code: string, about: string, kind: string): Promise<string> {
  const card = randomUUID()
  const blob = b64u(await sealTo([by.keys.recipient], new Uint8Array(1_024)))
  must(await by.post('/cards/keep', { case: code, card, about, kind, generation: 1, revision: 0, blob }), 200)
  return card
}

const PERSON = { occupation: 'journalist', community: null, communitySaidBy: null, communityFor: [], lowProfile: false, finders: [] }

export async function aPerson(by: AMember, code: string, over: object = {}): Promise<{ id: string; code: string }> {
  const person = { id: randomUUID(), code: newPublicCode('P') }
  must(await by.post('/people/keep', { case: code, ...person, revision: 0, ...PERSON, ...over }), 200)
  return person
}

const WHERE = { origin: 'VN', host: 'TH', effect: null, place: null, placePrecision: 'hidden', happened: UNKNOWN, community: null }

export async function anIncident(by: AMember, code: string, over: object = {}): Promise<string> {
  const id = randomUUID()
  must(await by.post('/incidents/keep', { case: code, id, code: newPublicCode('I'), revision: 0, ...WHERE, ...over }), 200)
  return id
}

const ACT = {
  method: 'phys.abduction',
  person: null,
  happened: UNKNOWN,
  outcome: 'completed',
  determinedBy: null,
  confidence: null,
}

export async function anAct(by: AMember, code: string, incident: string, over: object = {}): Promise<string> {
  const id = randomUUID()
  must(await by.post('/incidents/act', { case: code, incident, id, revision: 0, ...ACT, ...over }), 200)
  return id
}

const ACTOR = { kind: 'agency', agencyType: 'interior_public_security', stateNexus: 'none', country: null, legalBasis: 'legal_claims' }

export async function anActor(by: AMember, over: object = {}): Promise<string> {
  const id = randomUUID()
  const names = [{ id: randomUUID(), name: 'Bureau of Invention', kind: 'name' }]
  must(await by.post('/actors/keep', { id, code: newPublicCode('A'), revision: 0, ...ACTOR, names, ...over }), 200)
  return id
}

const ELEMENTS = ['state_or_proxy', 'attack_or_pressure', 'protected_target', 'beyond_borders']

/** All four questions answered alike, each with its reason; answers the ids by element. */
export async function screened(by: AMember, code: string, incident: string, answer = 'yes'): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  for (const element of ELEMENTS) {
    const id = randomUUID()
    const reason = await aCard(by, code, incident, 'screening.reason')
    must(await by.post('/incidents/screen', { case: code, incident, id, element, answer, reason, supersedes: null }), 200)
    answers.set(element, id)
  }
  return answers
}
