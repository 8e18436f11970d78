import assert from 'node:assert/strict'
import { b64u } from '#crypto/bytes.ts'
import { nothingHere, says, type Tries } from './scene.ts'

const HEARD = {
  v: 1,
  type: 'node-heard',
  team: 'harbour',
  name: 'quay-node',
  instance: '0'.repeat(32),
  pins: '0'.repeat(64),
  sign: b64u(new Uint8Array(32)),
  by: b64u(new Uint8Array(32)),
  at: '2026-11-22T10:00:00Z',
}

/**
 * The doors to other installations: everybody who reads codes reads which there are, how they stand and their public keys, and
 * nothing of what goes there. What a team heard, it alone reads.
 */
export const nodeTries: Tries = () => ({
  'GET /api/desk/nodes': {
    told: ({ body }) => {
      assert.deepEqual([Object.keys(body).toSorted(), body['nodes']], [['nodes', 'own'], []])
    },
  },
  'GET /api/desk/nodes/offices': { told: says({ nodes: [] }) },
  'POST /api/desk/nodes/list': { body: () => ({ name: 'quay-node' }), told: nothingHere },
  'POST /api/desk/nodes/hear': { body: () => ({ statement: HEARD, signature: b64u(new Uint8Array(64)) }), told: nothingHere },
})
