import { nothingHere, refused, says, type Tries } from './scene.ts'

/** Codes that nobody has: what a team draws up stands behind its own room until it asks another to sign. */
const [STATEMENT, CONSULTATION] = ['L-ABCDEF', 'U-ABCDEF']
const DIGEST = '0'.repeat(64)
const signed = (team: string, member: string, day: string) => ({
  statement: {
    v: 1,
    type: 'joint-statement',
    statement: STATEMENT,
    version: 1,
    digest: DIGEST,
    team,
    to: 'nobody-aid',
    listed: 'no',
    member,
    by: 'A'.repeat(43),
    at: day,
  },
  signature: 'A'.repeat(86),
})

/** Doors to joint statements, consultations and what others read. */
export const coalitionTries: Tries = ({ things }) => ({
  'POST /api/desk/coalition/statements/list': { body: () => ({}), told: says({ statements: [], today: things.day }) },
  'POST /api/desk/coalition/statements/view': { body: () => ({ statement: STATEMENT }), told: nothingHere },
  'POST /api/desk/coalition/statements/keep': {
    body: (_by, ids) => ({ id: ids.card, code: STATEMENT, revision: 1, title: 'A statement', signBy: null }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/coalition/statements/revise': {
    body: (by, ids) => ({
      statement: STATEMENT,
      id: ids.page,
      n: 1,
      digest: DIGEST,
      body: 'A'.repeat(24_058),
      wraps: [{ team: by.team, epoch: 1, wrap: 'A'.repeat(400) }],
      parties: [by.team],
    }),
    told: nothingHere,
  },
  'POST /api/desk/coalition/statements/sign': {
    body: (by, ids) => ({ id: ids.page, signed: signed(by.team, by.code, ids.day), vouching: [] }),
    told: nothingHere,
  },
  'POST /api/desk/coalition/statements/unsign': { body: () => ({ statement: STATEMENT }), told: nothingHere },
  'POST /api/desk/coalition/statements/wraps': { body: () => ({ before: 2 }), told: says({ wraps: [] }) },
  'POST /api/desk/coalition/statements/rewrap': { body: (_by, ids) => ({ version: ids.page, epoch: 1, wrap: ids.key }), told: nothingHere },
  'POST /api/desk/coalition/statements/publish': { body: () => ({ statement: STATEMENT, n: 1, revision: 1 }), told: nothingHere },
  'POST /api/desk/coalition/consultations/list': { body: () => ({}), told: says({ consultations: [] }) },
  'POST /api/desk/coalition/consultations/keep': {
    body: (_by, ids) => ({
      id: ids.card,
      code: CONSULTATION,
      revision: 1,
      body: { heldBy: 'A council', about: 'A draft', heldOn: ids.day, others: 0, source: null },
    }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/coalition/participants/add': {
    body: (_by, ids) => ({ id: ids.page, consultation: CONSULTATION, name: 'Somebody', agreedHow: 'written', agreedOn: ids.day }),
    told: nothingHere,
  },
  'POST /api/desk/coalition/participants/drop': {
    body: (_by, ids) => ({ id: ids.page, consultation: CONSULTATION }),
    told: nothingHere,
  },
  'POST /api/desk/coalition/shared/list': { body: () => ({}), told: says({ shared: [] }) },
  'POST /api/desk/coalition/shared/withdraw': { body: () => ({ team: null }), told: says({ ended: 0 }) },
})
