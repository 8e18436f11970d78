import { nothingHere, type Tries } from './scene.ts'

const none = { about: null, kind: null, after: null }

/** Doors to the sealed things of a case. */
export const cardTries: Tries = ({ things }) => ({
  'POST /api/desk/cases/open': {
    // Somebody else's code is taken, and is answered as one of the own team's would be; codes are random.
    body: (by, ids) => ({ case: ids.case.replace(/.$/, '2'), key: { wrap: ids.key, readers: [by.code] }, blocked: ['nobody-here'] }),
    told: nothingHere,
  },
  'POST /api/desk/cards/list': { body: (_by, ids) => ({ case: ids.case, ...none }), told: nothingHere },
  'POST /api/desk/cards/read': { body: (_by, ids) => ({ case: ids.case, cards: [ids.card], reason: null }), told: nothingHere },
  'POST /api/desk/cards/keep': {
    body: (_by, ids) => ({
      case: ids.case,
      card: ids.card,
      about: things.page,
      kind: 'note',
      generation: 1,
      revision: 1,
      blob: ids.cardBlob,
    }),
    told: nothingHere,
  },
  'POST /api/desk/cards/drop': { body: (_by, ids) => ({ case: ids.case, card: ids.card, revision: 1 }), told: nothingHere },
})
