import { nothingHere, refused, says, type Tries } from './scene.ts'

/** Doors to what a member alone can open. */
export const ownPageTries: Tries = () => ({
  'GET /api/desk/own-pages': { told: says({ pages: [] }) },
  'POST /api/desk/own-pages/read': { body: (_by, ids) => ({ page: ids.ownPage }), told: nothingHere },
  'POST /api/desk/own-pages': {
    body: (_by, ids) => ({ page: ids.ownPage, kind: 'index', revision: 1, blob: ids.cardBlob }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/feeds/view': { body: () => ({ kind: 'alerts' }), told: says({ madeOn: null }) },
  'POST /api/desk/feeds/end': { body: () => ({ kind: 'alerts' }), told: says({ done: true }) },
  'POST /api/desk/own-pages/drop': { body: (_by, ids) => ({ page: ids.ownPage, revision: 1 }), told: nothingHere },
})
