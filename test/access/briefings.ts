import { nothingHere, says, type Tries } from './scene.ts'

/** The door of a member who hands out a briefing of cases. */
export const briefingTries: Tries = () => ({
  'POST /api/desk/briefings/take': {
    body: (_by, ids) => ({ version: ids.card, digest: 'a'.repeat(64), cases: [ids.case], audience: 'dialogue' }),
    told: nothingHere,
  },
  'POST /api/desk/briefings/homes': { body: () => ({}), told: says({ homes: [] }) },
})
