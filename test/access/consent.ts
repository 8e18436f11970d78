import assert from 'node:assert/strict'
import { nothingHere, type Tries } from './scene.ts'

const someone = { giver: 'self', basis: 'spoken', card: null, mark: null }

/** Doors to what was agreed to, to who can read, and to the ledger. */
export const consentTries: Tries = ({ things }) => ({
  'POST /api/desk/consent/list': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/consent/give': {
    body: (_by, ids) => ({ case: ids.case, subject: 'reporter', scopes: ['store'], from: ids.day, until: null, ...someone }),
    told: nothingHere,
  },
  'POST /api/desk/consent/withdraw': {
    body: (_by, ids) => ({ case: ids.case, subject: 'reporter', scopes: ['store'], ...someone }),
    told: nothingHere,
  },
  'POST /api/desk/consent/ask': { body: (_by, ids) => ({ case: ids.case, subject: 'reporter', scope: 'store' }), told: nothingHere },
  'POST /api/desk/cases/readers/view': { body: (_by, ids) => ({ of: ids.case }), told: nothingHere },
  'POST /api/desk/audit/list': {
    body: (_by, ids) => ({ member: null, action: null, case: ids.case, from: null, to: null, after: null }),
    told: (answer) => assert.deepEqual([answer.status, answer.body['lines'], answer.body['more']], [200, [], false]),
  },
  'GET /api/desk/audit/head': { told: (answer) => assert.ok(answer.status === 200 && !answer.raw.includes(things.case)) },
  // The id of a card is no id of a line.
  'POST /api/desk/audit/proof': { body: (_by, ids) => ({ entry: ids.card }), told: nothingHere },
})
