import { nothingHere, refused, says, type Tries } from './scene.ts'

const track = { kind: 'hrd', partner: 'VN', basis: null, everyDays: null, state: 'open' }
const round = {
  kind: 'round',
  ordinal: null,
  status: 'announced',
  stage: 'preparation',
  happened: { from: null, until: null, precision: 'unknown' },
  country: null,
  level: null,
  heldBy: null,
  announcedSource: null,
  heldSource: null,
  raised: 'not_stated',
  absence: null,
  themes: [],
  addressee: null,
  reference: null,
  answeredOn: null,
  answerSource: null,
  before: null,
  next: null,
}
const item = {
  kind: 'agenda',
  topic: 'expression',
  concerns: 'partner',
  repression: false,
  provision: null,
  method: null,
  deliverable: null,
}
const delegate = { side: 'organisations', head: false, office: null, name: null, people: 3, source: null }
const deliverable = { side: 'partner', said: 'Something', indicator: null, verification: null, due: null, state: 'proposed' }
/** Codes that nobody has: what a team keeps of its dialogues stands behind its own room. */
const [ROUND, TRACK, DELIVERABLE] = ['Y-ABCDEF', 'T-ABCDEF', 'G-ABCDEF']
const nobody = { track: null, partner: null, raised: false, after: null }

/** Doors to dialogues with states. */
export const dialogueTries: Tries = (scene) => ({ ...roundTries(scene), ...raisedTries(scene) })

const roundTries: Tries = ({ things }) => ({
  'POST /api/desk/dialogues/tracks/list': { body: () => ({}), told: says({ tracks: [], today: things.day }) },
  'POST /api/desk/dialogues/tracks/keep': {
    body: (_by, ids) => ({ id: ids.card, code: TRACK, revision: 1, body: track }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/dialogues/rounds/list': { body: () => nobody, told: says({ rounds: [], more: false }) },
  'POST /api/desk/dialogues/rounds/view': { body: () => ({ round: ROUND }), told: nothingHere },
  'POST /api/desk/dialogues/rounds/keep': {
    body: (_by, ids) => ({ id: ids.card, code: ROUND, track: TRACK, revision: 1, body: round }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/rounds/share': { body: () => ({ round: ROUND, team: 'nobody-aid', shared: true }), told: nothingHere },
  'POST /api/desk/dialogues/items/keep': {
    body: (_by, ids) => ({ id: ids.card, round: ROUND, revision: 1, body: { ...item, said: null, source: null } }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/items/drop': { body: (_by, ids) => ({ id: ids.card, round: ROUND }), told: nothingHere },
  'POST /api/desk/dialogues/delegates/add': { body: (_by, ids) => ({ id: ids.card, round: ROUND, ...delegate }), told: nothingHere },
  'POST /api/desk/dialogues/delegates/drop': { body: (_by, ids) => ({ id: ids.card, round: ROUND }), told: nothingHere },
  'POST /api/desk/dialogues/deliverables/keep': {
    body: (_by, ids) => ({ id: ids.card, code: DELIVERABLE, round: ROUND, revision: 1, body: deliverable }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/deliverables/check': {
    body: (_by, ids) => ({
      id: ids.card,
      deliverable: DELIVERABLE,
      verdict: 'found_false',
      basis: 'incident',
      source: null,
      incident: { case: ids.case, incident: ids.card },
    }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/ladder/list': { body: () => ({}), told: says({ ladder: [], today: things.day }) },
  'POST /api/desk/dialogues/benchmarks/add': {
    body: (_by, ids) => ({ id: ids.card, deliverable: DELIVERABLE, said: 'Something', due: ids.day }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/benchmarks/look': {
    body: (_by, ids) => ({ id: ids.page, benchmark: ids.card, seen: 0, result: 'met', source: 'own_record' }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/consequences/add': {
    body: (_by, ids) => ({ id: ids.page, benchmark: ids.card, step: 1, setOff: 'missed', afterDays: 0, said: 'Something' }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/consequences/decide': {
    body: (_by, ids) => ({ id: ids.page, consequence: ids.card, seen: 0, decision: 'waived', reasons: 'Something', until: null }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/provisions/list': { body: () => ({ provision: 'vn-penal.117' }), told: says({ rounds: [] }) },
  'POST /api/desk/dialogues/demands/list': { body: () => ({}), told: says({ demands: [] }) },
  'POST /api/desk/dialogues/summary/view': {
    body: () => ({ partner: null }),
    told: says({ rounds: [], tracks: [], levels: [], topics: [], replies: [], scheme: 1 }),
  },
})

const raisedTries: Tries = ({ things }) => ({
  'POST /api/desk/dialogues/raised/list': { body: (_by, ids) => ({ round: ROUND, after: ids.card }), told: nothingHere },
  'POST /api/desk/dialogues/willing/list': {
    body: (_by, ids) => ({ form: 'spoken', partner: 'VN', after: { case: ids.case, subject: 'reporter' } }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/silent/list': {
    body: (_by, ids) => ({ after: { on: ids.day, id: ids.card } }),
    told: says({ raised: [], more: false }),
  },
  'POST /api/desk/dialogues/cases/history': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/dialogues/cases/raise': {
    body: (_by, ids) => ({ id: ids.card, case: ids.case, subject: 'reporter', round: ROUND, form: 'spoken' }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/cases/change': {
    body: (_by, ids) => ({ id: ids.card, case: ids.case, revision: 1, state: 'dropped', raisedOn: null, level: null, next: null }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/cases/reply': {
    body: (_by, ids) => ({ id: ids.page, case: ids.case, raised: ids.card, form: 'oral', on: ids.day }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/cases/code': {
    body: (_by, ids) => ({ id: ids.page, case: ids.case, reply: ids.card, code: 'general' }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/lists/freeze': { body: (_by, ids) => ({ id: ids.card, round: ROUND }), told: nothingHere },
  'POST /api/desk/dialogues/lists/view': { body: (_by, ids) => ({ round: ROUND, list: ids.card }), told: nothingHere },
  'POST /api/desk/dialogues/lists/ask': { body: (_by, ids) => ({ round: ROUND, list: ids.card, kind: 'case_list' }), told: nothingHere },
  'POST /api/desk/dialogues/lists/take': {
    body: (_by, ids) => ({ id: ids.page, round: ROUND, list: ids.card, kind: 'case_list', digest: 'a'.repeat(64) }),
    told: nothingHere,
  },
  'POST /api/desk/dialogues/due/list': { body: () => ({}), told: says({ due: [], today: things.day }) },
})
