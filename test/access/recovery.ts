import assert from 'node:assert/strict'
import { newSeed } from '#crypto/age/identity.ts'
import { signatureOf } from '#crypto/sign/sign.ts'
import { aRecovery, threeCustodians } from '../a-custody.ts'
import { nothingHere, refused, says, type Tries } from './scene.ts'

/** Doors to the recovery of a team, and to statements that wait for another anchor. */
export const recoveryTries: Tries = ({ desk, things }) => ({
  'POST /api/desk/recovery': {
    body: (by) => aRecovery(desk, [{ ...by, team: 'first-aid' }], threeCustodians(), newSeed()),
    told: refused(422, 'statement.refused'),
  },
  'POST /api/desk/recovery/shares': { body: () => ({ version: 7 }), told: nothingHere },
  'GET /api/desk/recovery/handed': { told: says({ shares: [] }) },
  'GET /api/desk/keys': { told: (answer) => assert.ok(!answer.raw.toString().includes(things.case)) },
  'POST /api/desk/statements/sign': {
    body: (by) => ({ kind: 'epoch', number: 7, signature: signatureOf(by.keys.signSeed, 'epoch', {}) }),
    told: nothingHere,
  },
})
