import assert from 'node:assert/strict'
import { anAnswer, anAsk } from '../an-approval.ts'
import { nothingHere, refused, says, type Tries } from './scene.ts'

/** Doors to what needs two people, to roles, and to what a team is told. */
export const approvalTries: Tries = ({ desk, owner }) => ({
  'GET /api/desk/approvals': { told: says({ approvals: [], founding: true }) },
  'POST /api/desk/approvals/propose': {
    body: (by, ids) => anAsk(desk, by, { action: 'identity.unseal', subject: 'P-7Q4MXK', case: ids.case, binds: {} }),
    told: nothingHere,
  },
  'POST /api/desk/approvals/decide': { body: (by, ids) => anAnswer(desk, by, ids.ask), told: nothingHere },
  'POST /api/desk/approvals/withdraw': { body: (_by, ids) => ({ id: ids.ask.statement.id }), told: nothingHere },
  'GET /api/desk/roles/list': { told: (answer) => assert.ok(!answer.raw.toString().includes(owner.code)) },
  'POST /api/desk/roles/grant': { body: () => ({ member: owner.code, role: 'auditor', gives: true }), told: nothingHere },
  'POST /api/desk/roles/same-person': { body: (by) => ({ member: owner.code, of: by.code }), told: nothingHere },
  'GET /api/desk/notices': { told: says({ notices: [], glasses: [] }) },
  'POST /api/desk/honey/mark': { body: (_by, ids) => ({ record: ids.case }), told: refused(409, 'approval.needed') },
  'POST /api/desk/break-glass/open': { body: (_by, ids) => ({ case: ids.case, reason: 'danger_now' }), told: nothingHere },
  'POST /api/desk/break-glass/review': { body: (_by, ids) => ({ id: ids.page, verdict: 'justified' }), told: nothingHere },
  'POST /api/desk/break-glass/holders': {
    body: (by, ids) => ({ case: ids.case, holders: [by.code], revision: 1, key: ids.key }),
    told: nothingHere,
  },
  'POST /api/desk/break-glass/of-case': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
})
