import { createHash } from 'node:crypto'
import { newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { readInvitation, spellInvitation } from '../invitation.rules.ts'

const DAY_MS = 86_400_000
const DAYS = 3

export type Invitation = { readonly code: string; readonly hash: Buffer; readonly expires: Date }

/** A fresh code that opens one membership within three days; only its hash is kept. */
export function newInvitation(now: Date): Invitation {
  // Five draws of six signs, of which five are used.
  const signs = Array.from({ length: 5 }, () => newPublicCode('').slice(1, 6)).join('')
  return { code: spellInvitation(signs), hash: hashOf(signs), expires: new Date(now.getTime() + DAYS * DAY_MS) }
}

/** The hash of a typed code; refuses what cannot be one as it refuses what opens nothing. */
export function invitationHash(typed: string): Buffer {
  const signs = readInvitation(typed)
  if (signs === undefined) throw new Refusal('invitation.unknown')
  return hashOf(signs)
}

function hashOf(signs: string): Buffer {
  return createHash('sha256').update('asylia/v1/invitation\0').update(signs).digest()
}
