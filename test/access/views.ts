import assert from 'node:assert/strict'
import { nothingHere, type Told, type Tries } from './scene.ts'

const none = { case: null, method: null, actor: null, year: null, status: null, origin: null, host: null }

/** The caller's own cases are counted as ever; of anybody else's there is nothing in it. */
const countsNothing: Told = (answer) => {
  assert.equal(answer.status, 200)
  assert.deepEqual([answer.body['groups'], answer.body['all'], answer.body['whole']], [[], 0, true])
}

/** Doors to the same records seen as a map, a time, a net and numbers. */
export const viewTries: Tries = () => ({
  'POST /api/desk/views/flows': {
    body: (_by, ids) => ({ filter: { ...none, case: ids.case } }),
    told: (answer) => assert.deepEqual([answer.status, answer.body], [200, { flows: [], whole: true }]),
  },
  'POST /api/desk/views/incidents': {
    body: (_by, ids) => ({ filter: none, without: [], after: { on: ids.day, id: ids.card } }),
    told: (answer) => assert.deepEqual([answer.status, answer.body], [200, { incidents: [], more: false }]),
  },
  'POST /api/desk/views/case': { body: (_by, ids) => ({ case: ids.case, after: null }), told: nothingHere },
  'POST /api/desk/views/links': {
    body: (_by, ids) => ({ kind: 'case', case: ids.case, id: null, after: null }),
    told: nothingHere,
  },
  'POST /api/desk/views/statistics': { body: (_by, ids) => ({ by: 'method', filter: { ...none, actor: ids.card } }), told: countsNothing },
  'POST /api/desk/views/groups': {
    body: () => ({ by: 'community' }),
    told: (answer) => {
      assert.deepEqual([answer.status, answer.body['all'], answer.body['cases']], [200, null, { counted: 0, left: 0 }])
      assert.ok((answer.body['groups'] as { n: number | null }[]).every(({ n }) => n === null))
    },
  },
  'POST /api/desk/views/work': {
    body: () => ({}),
    told: (answer) => assert.deepEqual([answer.status, answer.body['unanswered'], answer.body['waits']], [200, 0, []]),
  },
})
