import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { b64u } from '#crypto/bytes.ts'
import { nothingHere, refused, says, type Tries } from './scene.ts'

const MARKS = {
  kind: 'incident',
  tlp: 'TLP:RED',
  level: 5,
  asks: 'know',
  answerBy: '2026-11-23T10:00:00Z',
  endsAt: '2026-11-24T10:00:00Z',
  about: [],
  says: false,
  names: null,
  shows: false,
  offices: ['third-aid'],
  scopes: ['third-aid:partners'],
  salt: '0'.repeat(64),
  digest: '0'.repeat(64),
}
const BODY = b64u(new Uint8Array(18_043))
const DELIVERY = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b12'

/** Doors to alerts, of the sender and of the office. */
export const alertTries: Tries = () => ({
  'POST /api/desk/alerts/sent': { body: () => ({ waiting: true, after: null }), told: says({ rows: [], next: null }) },
  'POST /api/desk/alerts/received': { body: () => ({ waiting: false, after: null }), told: says({ rows: [], next: null }) },
  'GET /api/desk/alerts/red': { told: says({ rows: [], more: false }) },
  'GET /api/desk/alerts/news': { told: ({ raw }) => assert.equal(raw.toString(), ': \n\n', 'a breath and no event') },
  'GET /api/desk/alerts/drafts': { told: says({ drafts: [] }) },
  'GET /api/desk/alerts/patterns': { told: says({ patterns: [], days: 90 }) },
  'POST /api/desk/alerts/received/cap': { body: () => ({ delivery: DELIVERY }), told: nothingHere },
  'POST /api/desk/alerts/view': { body: () => ({ alert: 'W-ABCDEF' }), told: nothingHere },
  'POST /api/desk/alerts/text': { body: (_by, ids) => ({ text: ids.page }), told: nothingHere },
  'POST /api/desk/alerts/received/view': { body: () => ({ delivery: DELIVERY }), told: nothingHere },
  'POST /api/desk/alerts/received/open': { body: () => ({ delivery: DELIVERY }), told: nothingHere },
  'POST /api/desk/alerts/received/turn': {
    body: (_by, ids) => ({
      delivery: DELIVERY,
      becomes: 'acknowledged',
      as: 'steward',
      reason: null,
      text: randomUUID(),
      epoch: 1,
      body: BODY,
      wrap: ids.key,
    }),
    told: nothingHere,
  },
  'POST /api/desk/alerts/received/answer': {
    body: (_by, ids) => ({ delivery: DELIVERY, text: randomUUID(), epoch: 1, body: BODY, wrap: ids.key }),
    told: nothingHere,
  },
  'POST /api/desk/alerts/received/attach': {
    body: (_by, ids) => ({ delivery: DELIVERY, text: randomUUID(), epoch: 1, body: BODY, wrap: ids.key }),
    told: nothingHere,
  },
  'POST /api/desk/alerts/file': { body: (_by, ids) => ({ file: ids.page }), told: nothingHere },
  'POST /api/desk/alerts/wraps': { body: () => ({ before: 2 }), told: says({ wraps: [] }) },
  'POST /api/desk/alerts/rewrap': { body: (_by, ids) => ({ text: ids.page, epoch: 1, wrap: ids.key }), told: nothingHere },
  'POST /api/desk/alerts/draft': {
    body: (_by, ids) => ({
      id: randomUUID(),
      code: 'W-BCDEFG',
      case: ids.case,
      version: 0,
      marks: MARKS,
      text: randomUUID(),
      epoch: 0,
      body: BODY,
      wrap: ids.key,
    }),
    told: nothingHere,
  },
  'POST /api/desk/alerts/drop': { body: () => ({ alert: 'W-ABCDEF' }), told: nothingHere },
  'POST /api/desk/alerts/send': {
    body: (_by, ids) => ({
      alert: 'W-ABCDEF',
      copies: [{ office: 'third-aid', delivery: randomUUID(), text: randomUUID(), epoch: 1, body: BODY, wrap: ids.key }],
    }),
    told: nothingHere,
  },
  'POST /api/desk/alerts/withdraw': { body: () => ({ alert: 'W-ABCDEF' }), told: nothingHere },
})

/** Doors to what several offices do about one case. */
export const planTries: Tries = () => ({
  'POST /api/desk/alerts/received/plan': { body: () => ({ delivery: DELIVERY }), told: nothingHere },
  'POST /api/desk/alerts/received/task': {
    body: (_by, ids) => ({ delivery: DELIVERY, task: ids.card, revision: 1, becomes: 'taken', outcome: null, gap: null }),
    told: nothingHere,
  },
  'POST /api/desk/plan/view': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'POST /api/desk/plan/share': {
    body: (_by, ids) => ({ case: ids.case, delivery: DELIVERY, revision: 0, fields: ['host'] }),
    told: nothingHere,
  },
  'POST /api/desk/plan/give': {
    body: (_by, ids) => ({ case: ids.case, task: ids.card, revision: 1, office: null, shown: true }),
    told: nothingHere,
  },
})

/** Doors to the directory of focal points. */
export const focalTries: Tries = () => ({
  'POST /api/desk/alerts/barred': { body: (_by, ids) => ({ case: ids.case }), told: nothingHere },
  'GET /api/desk/focal-points': { told: says({ points: [], silent: [], police: [], published: [], today: '2026-11-22' }) },
  'POST /api/desk/focal-points/keep': {
    body: (_by, ids) => ({
      id: ids.page,
      territory: ['FR'],
      remit: [],
      languages: [],
      opens: 0,
      closes: 0,
      offsetMinutes: 0,
      days: [],
      deputies: 0,
      stateBody: false,
      police: false,
      conflicts: [],
      contact: '',
      open: false,
      revision: 1,
    }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/focal-points/drop': { body: (_by, ids) => ({ id: ids.page }), told: nothingHere },
  'POST /api/desk/focal-points/publish': {
    body: (_by, ids) => ({ id: ids.page, revision: 1, name: 'Bureau' }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/focal-points/unpublish': { body: (_by, ids) => ({ id: ids.page }), told: nothingHere },
  'GET /api/desk/focal-points/duty': { told: says({ steps: [] }) },
  'POST /api/desk/focal-points/duty/keep': { body: () => ({ step: 0, address: null, revision: 7 }), told: refused(409, 'record.stale') },
})
