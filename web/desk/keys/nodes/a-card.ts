import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, randomBytes } from '#crypto/bytes.ts'
import { nodeFingerprint, writeNodeCard } from '#crypto/node/node-card.ts'
import { newMember } from '#crypto/team/member.ts'

/** The card of an installation that nobody runs, and what is read aloud of it. */
export function aCard() {
  const card = {
    v: 1 as const,
    type: 'node-card' as const,
    instance: hex(randomBytes(16)),
    gen: 1,
    sign: b64u(newMember().signKey),
    recipient: b64u(recipientOf(newSeed())),
    pins: hex(randomBytes(32)),
    url: 'https://quay.example',
  }
  return { card: b64u(writeNodeCard(card)), fingerprint: nodeFingerprint(card) }
}
