import { b64u } from '#crypto/bytes.ts'
import { nothingHere, says, type Tries } from './scene.ts'

const NONE = b64u(new Uint8Array(64))

/** Doors to reports that go to another team, and to those that come from one. */
export const transferTries: Tries = () => ({
  'GET /api/desk/transfers': { told: says({ transfers: [] }) },
  'POST /api/desk/transfers/propose': {
    body: (by, ids) => ({
      report: ids.report,
      statement: {
        v: 1,
        type: 'transfer',
        item: ids.item,
        from: by.team,
        to: 'first-aid',
        epoch: 1,
        fields: [],
        until: '2026-12-22',
        reason: 'other',
        never_sha256: '0'.repeat(64),
        proposer: b64u(by.keys.signKey),
        approver: b64u(by.keys.signKey),
      },
      signature: NONE,
    }),
    told: nothingHere,
  },
  'POST /api/desk/transfers/approve': { body: (_by, ids) => ({ transfer: ids.page, signature: NONE }), told: nothingHere },
  'POST /api/desk/transfers/undo': { body: (_by, ids) => ({ transfer: ids.page }), told: nothingHere },
  'POST /api/desk/transfers/send': {
    body: (_by, ids) => ({ transfer: ids.page, epoch: 1, body: ids.pageBlob, wrap: ids.key, blocked: [] }),
    told: nothingHere,
  },
  'GET /api/desk/incoming': { told: says({ incoming: [] }) },
  'POST /api/desk/incoming/body': { body: (_by, ids) => ({ incoming: ids.page }), told: nothingHere },
  'POST /api/desk/incoming/wrap': { body: (_by, ids) => ({ incoming: ids.page, epoch: 1, wrap: ids.key }), told: nothingHere },
  'POST /api/desk/incoming/accept': {
    body: (by, ids) => ({
      incoming: ids.page,
      item: 'f'.repeat(32),
      report: 'R-222222',
      case: 'C-222222',
      key: { wrap: ids.key, readers: [by.code] },
      wrap: ids.key,
      body: ids.pageBlob,
      neverSha256: '0'.repeat(64),
      blocked: [],
    }),
    told: nothingHere,
  },
  'POST /api/desk/incoming/return': { body: (_by, ids) => ({ incoming: ids.page }), told: nothingHere },
  'POST /api/desk/reports/moved': { body: (_by, ids) => ({ report: ids.report }), told: nothingHere },
})
