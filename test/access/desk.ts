import assert from 'node:assert/strict'
import { newSeed } from '#crypto/age/identity.ts'
import { aMembership, anEpoch, aTakeIn } from '../a-desk.ts'
import { nothingHere, says, type Tries } from './scene.ts'

/**
 * For each door: what somebody of another team sends to reach the first team's things, and all that they may be told. The
 * same body with ids that nobody has must be answered alike.
 */
export const deskTries: Tries = ({ desk, owner, waiting, things }) => ({
  'GET /api/desk/team': {
    told: (answer) => assert.ok(!answer.raw.toString().includes(owner.code) && !answer.raw.toString().includes(waiting.code)),
  },
  'POST /api/desk/members/vouch': { body: (by) => aMembership(waiting, by.keys, things.day), told: nothingHere },
  'POST /api/desk/members/leave': { body: (by) => aMembership(owner, by.keys, things.day, 'leave'), told: nothingHere },
  'GET /api/desk/epochs': { told: (answer) => assert.ok(!answer.raw.toString().includes('first-aid')) },
  'POST /api/desk/epochs': {
    body: async (by) => anEpoch(desk, { ...by, team: 'first-aid' }, [by], newSeed()),
    told: (answer) => assert.deepEqual([answer.status, answer.body['code']], [422, 'statement.refused']),
  },
  'POST /api/desk/epochs/wrap': { body: (_by, ids) => ({ epoch: 2, revision: 1, wrap: ids.key }), told: nothingHere },
  'POST /api/desk/epochs/destroy': { body: () => ({ epoch: 2 }), told: nothingHere },
  'GET /api/desk/pages': { told: says({ pages: [] }) },
  'POST /api/desk/pages': {
    body: (_by, ids) => ({ page: ids.page, epoch: 1, revision: 1, blob: ids.pageBlob }),
    told: (answer) => assert.deepEqual([answer.status, answer.body['code']], [409, 'record.stale']),
  },
  'POST /api/desk/pages/read': { body: (_by, ids) => ({ page: ids.page }), told: nothingHere },
  'POST /api/desk/pages/drop': { body: (_by, ids) => ({ page: ids.page, revision: 1 }), told: nothingHere },
  'GET /api/desk/reports': { told: says({ reports: [] }) },
  'POST /api/desk/reports': {
    body: async (by, ids) => aTakeIn(desk, by, 'f'.repeat(32), { case: ids.case, key: null }),
    told: nothingHere,
  },
  'POST /api/desk/reports/decide': {
    body: (_by, ids) => ({ report: ids.report, revision: 1, decision: 'return', reason: null, duplicateOf: null }),
    told: nothingHere,
  },
  'POST /api/desk/reports/sets': { body: (_by, ids) => ({ report: ids.report, revision: 1, sets: ['a'.repeat(32)] }), told: nothingHere },
  'POST /api/desk/cases/keys': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/cases/readers': {
    body: (by, ids) => ({ case: ids.case, revision: 1, key: ids.key, readers: [by.code], wraps: null, ring: null }),
    told: nothingHere,
  },
  'POST /api/desk/cases/number': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'GET /api/desk/files/:set': { path: () => `/files/${'a'.repeat(32)}`, told: nothingHere },
  'GET /api/desk/files/:set/:index': { path: () => `/files/${'a'.repeat(32)}/0`, told: nothingHere },
})
