import assert from 'node:assert/strict'
import { nothingHere, refused, says, type Tries } from './scene.ts'

const unknown = { from: null, until: null, precision: 'unknown' }
const facts = { occupation: null, community: null, communitySaidBy: null, communityFor: [], lowProfile: false, finders: [] }
const where = { origin: 'VN', host: 'TH', effect: null, place: null, placePrecision: 'hidden', happened: unknown, community: null }
const actor = { kind: 'agency', agencyType: null, stateNexus: 'none', country: null, legalBasis: 'legal_claims' }

/** Doors to people. What somebody else keeps under an id is answered as what nobody keeps. */
export const peopleTries: Tries = ({ things }) => ({
  'POST /api/desk/people/list': { body: (_by, ids) => ({ case: ids.case, after: null }), told: nothingHere },
  'POST /api/desk/people/keep': {
    body: (_by, ids) => ({ case: ids.case, id: ids.card, code: 'P-7Q4MXK', revision: 0, ...facts }),
    told: nothingHere,
  },
  'POST /api/desk/people/status': {
    body: (_by, ids) => ({
      case: ids.case,
      person: ids.card,
      id: ids.card,
      status: 'refugee_mandate',
      host: null,
      held: unknown,
      supersedes: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/people/liberty': {
    body: (_by, ids) => ({ case: ids.case, person: ids.card, id: ids.card, status: 'hiding', checkedOn: things.day }),
    told: nothingHere,
  },
  'POST /api/desk/people/link': {
    body: (_by, ids) => ({ case: ids.case, person: ids.card, id: ids.card, otherCase: ids.case, other: ids.page, kind: 'relative' }),
    told: nothingHere,
  },
  'POST /api/desk/people/unlink': { body: (_by, ids) => ({ case: ids.case, link: ids.card }), told: nothingHere },
  'POST /api/desk/people/links': { body: (_by, ids) => ({ case: ids.case, person: ids.card }), told: nothingHere },
  'POST /api/desk/people/printed': { body: (_by, ids) => ({ case: ids.case, person: 'P-7Q4MXK' }), told: nothingHere },
  'POST /api/desk/people/unseal/find': { body: () => ({ people: ['P-7Q4MXK'] }), told: says({ found: [] }) },
  'POST /api/desk/people/unseal/give': {
    body: (by, ids) => ({
      approval: ids.card,
      case: ids.case,
      person: 'P-7Q4MXK',
      member: by.code,
      card: ids.card,
      revision: 1,
      blob: ids.cardBlob,
    }),
    told: nothingHere,
  },
  'POST /api/desk/people/unseal/take': { body: (_by, ids) => ({ approval: ids.card }), told: nothingHere },
})

/** Doors to the actors of a team. */
export const actorTries: Tries = () => ({
  'POST /api/desk/actors/list': { body: () => ({ after: null }), told: says({ actors: [], links: [], more: false }) },
  'POST /api/desk/actors/keep': {
    body: (_by, ids) => ({ id: ids.card, code: 'A-7Q4MXK', revision: 1, ...actor, names: [{ id: ids.card, name: 'x', kind: 'name' }] }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/actors/link': {
    body: (_by, ids) => ({ id: ids.card, actor: ids.card, above: ids.page, kind: 'part_of', level: 'suspected' }),
    told: nothingHere,
  },
  'POST /api/desk/actors/unlink': { body: (_by, ids) => ({ link: ids.card }), told: nothingHere },
  'POST /api/desk/actors/merge': { body: (_by, ids) => ({ actor: ids.card, revision: 1, into: ids.page }), told: nothingHere },
  'POST /api/desk/actors/unmerge': { body: (_by, ids) => ({ actor: ids.card, revision: 1 }), told: nothingHere },
})

/** Doors to what happened. */
export const incidentTries: Tries = () => ({
  'POST /api/desk/incidents/list': {
    body: (_by, ids) => ({ case: ids.case, host: null, status: null, after: null }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/read': { body: (_by, ids) => ({ case: ids.case, incident: ids.card }), told: nothingHere },
  'POST /api/desk/incidents/keep': {
    body: (_by, ids) => ({ case: ids.case, id: ids.card, code: 'I-7Q4MXK', revision: 0, ...where }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/act': {
    body: (_by, ids) => ({
      case: ids.case,
      incident: ids.card,
      id: ids.page,
      revision: 0,
      method: 'phys.abduction',
      person: null,
      happened: unknown,
      outcome: 'unknown',
      determinedBy: null,
      confidence: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/involve': {
    body: (_by, ids) => ({
      case: ids.case,
      act: ids.card,
      id: ids.page,
      revision: 0,
      actor: ids.page,
      degree: 'executed',
      level: 'suspected',
    }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/bars': { body: (_by, ids) => ({ actor: ids.card }), told: nothingHere },
})

/** Doors to what is known and said of it. */
export const findingTries: Tries = ({ things }) => ({
  'POST /api/desk/incidents/screen': {
    body: (_by, ids) => ({
      case: ids.case,
      incident: ids.card,
      id: ids.page,
      element: 'state_or_proxy',
      answer: 'no',
      reason: ids.card,
      supersedes: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/information': {
    body: (_by, ids) => ({
      case: ids.case,
      incident: ids.card,
      id: ids.page,
      act: null,
      source: ids.card,
      reliability: 'A',
      credibility: '1',
      hedge: 'stated',
      receivedOn: things.day,
      supersedes: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/assess': {
    body: (_by, ids) => ({
      case: ids.case,
      incident: ids.card,
      id: ids.page,
      status: 'verified',
      standard: 'reasonable_grounds',
      basis: ids.card,
      supersedes: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/incidents/count': {
    body: () => ({ definition: 'ep-2025', from: null, until: null }),
    told: (answer) => assert.deepEqual([answer.status, answer.body['overall'], answer.body['notCounted']], [200, 0, 0]),
  },
  'GET /api/desk/patterns': { told: says({ patterns: [], members: [] }) },
  'POST /api/desk/patterns/add': {
    body: (_by, ids) => ({ pattern: ids.card, case: ids.case, incident: ids.card, reason: 'same_actor', reasonCard: null }),
    told: nothingHere,
  },
  'POST /api/desk/patterns/drop': { body: (_by, ids) => ({ pattern: ids.card, case: ids.case, incident: ids.card }), told: nothingHere },
})
