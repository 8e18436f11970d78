import { nothingHere, refused, type Tries } from './scene.ts'

/** Doors of a member who takes along what the team owns: nobody alone, and nobody of another team. */
export const takeAlongTries: Tries = () => ({
  'POST /api/desk/take-along/begin': { body: () => ({}), told: refused(409, 'approval.needed') },
  'POST /api/desk/take-along/page': { body: (_by, ids) => ({ id: ids.page, table: 'asylia.card', after: null }), told: nothingHere },
})
