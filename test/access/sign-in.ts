import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { b64u } from '#crypto/bytes.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { nothingHere, refused, says, type Tries } from './scene.ts'

/** Devices, passkeys and notices of another team, and what a member may register in somebody else's name. */
export const signInTries: Tries = ({ owner, things }) => ({
  'GET /api/desk/codes': { told: (answer) => assert.ok(!answer.raw.toString().includes(things.case)) },
  'GET /api/desk/sign-ins': { told: (answer) => assert.ok(!answer.raw.toString().includes(owner.code)) },
  'POST /api/desk/devices/settle': { body: () => ({ device: newPublicCode('D'), isOurs: true }), told: nothingHere },
  'POST /api/desk/devices/forget': { body: () => ({ device: newPublicCode('D') }), told: nothingHere },
  'POST /api/desk/notices/settle': { body: () => ({ notice: randomUUID() }), told: nothingHere },
  'POST /api/desk/passkeys/keep': {
    body: () => ({
      member: owner.code,
      challenge: b64u(randomBytes(56)),
      credential: b64u(randomBytes(32)),
      clientData: b64u(randomBytes(64)),
      attestation: b64u(randomBytes(64)),
      label: 'laptop',
      wrap: null,
    }),
    told: nothingHere,
  },
  'POST /api/desk/passkeys/drop': { body: () => ({ passkey: randomUUID() }), told: nothingHere },
  'POST /api/desk/outside/connect': {
    body: () => ({ binding: b64u(randomBytes(32)), site: 'https://elsewhere.invented.example' }),
    told: refused(404, 'part.not_here'),
  },
  'POST /api/desk/outside/disconnect': { body: () => ({}), told: says({ done: true }) },
  'POST /api/desk/invitations/withdraw': { body: () => ({ code: '22222-33333-44444-55555-66666' }), told: nothingHere },
})
