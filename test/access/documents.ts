import { nothingHere, says, type Tries } from './scene.ts'

/** Doors to public documents in review: of a verifier whom nobody let in, they hold nothing. */
export const documentTries: Tries = () => ({
  'POST /api/desk/documents/list': { body: () => ({}), told: says({ letIn: false, documents: [] }) },
  'POST /api/desk/documents/open': { body: () => ({ document: 'D-ABCDEF', part: null }), told: nothingHere },
  'POST /api/desk/documents/decide': {
    body: (_by, ids) => ({ proposal: ids.page, seen: 0, decision: 'accepted', edits: {}, record: null, reason: null }),
    told: nothingHere,
  },
})
