import { recipientText } from '#crypto/age/identity.ts'
import { RECIPIENT_LENGTH } from '#crypto/constants.ts'
import { canonicalOr } from '#crypto/roster/canonical-or.ts'
import { isSignedRoster } from '#crypto/roster/roster.ts'

/** The published keys as `age -R` reads them: a comment names the team, the line after it is its key. Teams without a key are named as such. */
export function keysText(rosterFile: Uint8Array, recipients: Uint8Array): string {
  const signed = canonicalOr(rosterFile, isSignedRoster)
  if (signed === undefined) return ''
  const lines = signed.roster.teams.map(({ name, kind, of }, at) => {
    const raw = recipients.subarray(at * RECIPIENT_LENGTH, (at + 1) * RECIPIENT_LENGTH)
    const who = `# ${name['en'] ?? ''} (${[KINDS[kind], ...of].join(', ')})`
    return raw.every((byte) => byte === 0) ? `${who}: cannot receive now\n` : `${who}\n${recipientText(raw)}\n`
  })
  return lines.join('')
}

const KINDS = { ngo: 'independent organisation', eu: 'European Union', state: 'body of a state' } as const
