import { nothingHere, refused, says, type Tries } from './scene.ts'

const all = { state: null, owner: null, host: null, origin: null, risk: null, deadline: null, after: null }
const dated = { from: null, until: null, precision: 'unknown', hedge: null, state: null, due: null, ledFrom: null, link: null }

const aTask = {
  playbook: null,
  action: 'pa.medical',
  second: null,
  state: 'open',
  outcome: null,
  gap: null,
  jurisdiction: null,
}

/** Doors to the coded side of casework. */
export const caseworkTries: Tries = () => ({
  'POST /api/desk/cases/list': {
    body: (_by, ids) => ({ ...all, after: { on: ids.day, case: ids.case } }),
    told: says({ cases: [], more: false }),
  },
  'POST /api/desk/cases/deadlines': { body: () => ({ until: '2030-01-01', mine: false }), told: says({ deadlines: [], more: false }) },
  'POST /api/desk/cases/charged': {
    body: (_by, ids) => ({ provision: 'vn-penal.117', after: { on: ids.day, entry: ids.card } }),
    told: says({ entries: [], more: false }),
  },
  'POST /api/desk/tasks/list': {
    body: (_by, ids) => ({ case: ids.case, owner: null, state: null, after: null }),
    told: nothingHere,
  },
  'POST /api/desk/tasks/guidelines': { body: () => ({}), told: says({ rows: [] }) },
  'POST /api/desk/tasks/coverage': { body: () => ({}), told: says({ rows: [] }) },
  'POST /api/desk/tasks/gaps': { body: () => ({}), told: says({ gaps: [] }) },
  'POST /api/desk/duty/look': { body: () => ({}), told: says({ lines: [], alarms: [] }) },
  // Everybody acts for their own team: a colleague of another one is nobody, and so is an alarm.
  'POST /api/desk/duty/keep': {
    body: () => ({ country: 'TH', holder: 'M-222222', deputy: null, revision: 0 }),
    told: refused(422, 'duty.member_unknown'),
  },
  'POST /api/desk/duty/answer': { body: (_by, ids) => ({ alarm: ids.card }), told: nothingHere },
  'POST /api/desk/tasks/late': { body: () => ({}), told: says({ told: 0 }) },
  'POST /api/desk/cases/view': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/cases/change': {
    body: (by, ids) => ({ case: ids.case, revision: 1, state: 'closed', owner: by.code, host: null, origin: null }),
    told: nothingHere,
  },
  'POST /api/desk/cases/entries': { body: (_by, ids) => ({ case: ids.case, kinds: [], down: true, after: null }), told: nothingHere },
  'POST /api/desk/cases/entries/keep': {
    body: (_by, ids) => ({ case: ids.case, entry: ids.card, revision: 0, body: { kind: 'event', stage: 'other', ...dated, facts: {} } }),
    told: nothingHere,
  },
  'POST /api/desk/cases/entries/drop': { body: (_by, ids) => ({ case: ids.case, entry: ids.card, revision: 1 }), told: nothingHere },
  'POST /api/desk/cases/safeguards': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/cases/risk': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/cases/risk/assess': {
    body: (_by, ids) => ({ case: ids.case, assessment: ids.card, supersedes: null, factors: [], level: 'low', cause: 'first' }),
    told: nothingHere,
  },
  'POST /api/desk/tasks/keep': {
    body: (by, ids) => ({ case: ids.case, tasks: [{ task: ids.card, revision: 1, body: { ...aTask, due: ids.day, owner: by.code } }] }),
    told: nothingHere,
  },
})

/** Doors that bring records from one case into another. */
export const moveTries: Tries = ({ things }) => ({
  'POST /api/desk/moves': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/moves/begin': {
    body: (_by, ids) => ({
      kind: 'merge',
      move: things.page,
      source: ids.case,
      target: ids.case.replace(/.$/, '3'),
      chosen: null,
      undoes: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/moves/left': { body: (_by, ids) => ({ target: ids.case, move: ids.page }), told: nothingHere },
  'POST /api/desk/moves/stage': {
    body: (_by, ids) => ({ target: ids.case, move: ids.page, generation: 1, cards: [], wraps: [] }),
    told: nothingHere,
  },
  'POST /api/desk/moves/finish': { body: (_by, ids) => ({ target: ids.case, move: ids.page }), told: nothingHere },
  'POST /api/desk/moves/drop': { body: (_by, ids) => ({ target: ids.case, move: ids.page }), told: nothingHere },
})
