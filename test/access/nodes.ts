import { nothingHere, refused, type Tries } from './scene.ts'

/** Doors to other installations. Who they are every member reads, as the list of teams; what they share is their team's own. */
export const nodeTries: Tries = () => ({
  'GET /api/desk/nodes': {
    told: ({ body }) => {
      if (JSON.stringify(body['nodes']) !== '[]') throw new Error('a node was told of where there is none')
    },
  },
  'GET /api/desk/nodes/conflicts': {
    told: ({ body }) => {
      if (JSON.stringify(body) !== '{"conflicts":[]}') throw new Error('a conflict of somebody else was told')
    },
  },
  'POST /api/desk/nodes/extracts/share': {
    body: () => ({ office: 'third-aid', fields: [{ field: 'host', value: 'FR' }] }),
    told: nothingHere,
  },
  'POST /api/desk/nodes/conflicts/settle': {
    body: () => ({ node: 'harbour', extract: 'X-ABCDEF', field: 'host', value: 'FR' }),
    told: nothingHere,
  },
  'POST /api/desk/nodes/introduce': {
    body: () => ({ name: 'harbour', card: 'A'.repeat(1_000), fingerprint: '0'.repeat(32) }),
    told: refused(422, 'node.card_malformed'),
  },
  'POST /api/desk/nodes/revoke': { body: () => ({ name: 'harbour' }), told: nothingHere },
  'POST /api/desk/nodes/resume': { body: () => ({ name: 'harbour' }), told: nothingHere },
})
