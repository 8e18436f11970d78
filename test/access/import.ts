import { randomUUID } from 'node:crypto'
import { newPublicCode } from '#kernel/ids.ts'
import { nothingHere, says, type Tries } from './scene.ts'

/** Doors of a member who brings a table: everybody opens cases of their own, and none of somebody else's. */
export const importTries: Tries = () => ({
  'POST /api/desk/import/row': {
    body: (by, ids) => ({
      mark: 'a'.repeat(32),
      batch: randomUUID(),
      // A team that nobody has: the whole row falls, and the answer names nothing.
      open: { case: newPublicCode('C'), key: { wrap: ids.key, readers: [by.code] }, blocked: ['nobody-here'] },
      people: [],
      liberty: [],
      incidents: [],
      acts: [],
      cards: [],
    }),
    told: nothingHere,
  },
  'POST /api/desk/import/known': { body: () => ({ marks: ['a'.repeat(32)] }), told: says({ known: [] }) },
  'POST /api/desk/import/batches': { body: () => ({}), told: says({ batches: [] }) },
  // What somebody else brought in is not there, whoever asks.
  'POST /api/desk/import/undo': { body: () => ({ batch: randomUUID(), after: null }), told: says({ undone: 0, touched: [], next: null }) },
})
