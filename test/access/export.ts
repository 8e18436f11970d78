import { nothingHere, type Tries } from './scene.ts'

/** Doors of a member who hands a table on. */
export const exportTries: Tries = () => ({
  'POST /api/desk/export/preview': { body: (_by, ids) => ({ scope: 'partners', cases: [ids.case] }), told: nothingHere },
  'POST /api/desk/export/rows': {
    body: (_by, ids) => ({ scope: 'partners', cases: [ids.case], digest: 'a'.repeat(64) }),
    told: nothingHere,
  },
})
