import assert from 'node:assert/strict'
import type { Tries } from './scene.ts'

/** The door to other installations: everybody who reads codes reads which there are and how they stand, and nothing of what goes there. */
export const nodeTries: Tries = () => ({
  'GET /api/desk/nodes': {
    told: ({ body }) => {
      assert.deepEqual([Object.keys(body).toSorted(), body['nodes']], [['nodes', 'own'], []])
    },
  },
})
