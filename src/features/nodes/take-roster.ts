import type { Tx } from '#base/transact.ts'
import { hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { checkRoster } from '#crypto/roster/check-roster.ts'
import type { RosterOf } from './body.contract.ts'
import { type KnownNode, saveRoster } from './node.store.ts'
import { endNodeTeams, keepNodeTeam } from './office.store.ts'

const LONGEST_SLUG = 23

/** What an office of a node is called here: its own name and the first letters of its installation, the same for everybody. */
export const aliasOf = (slug: string, instance: string): string => `${slug.slice(0, LONGEST_SLUG)}-${instance.slice(0, 8)}`

/**
 * Takes the signed list of keys of a node, judged as a browser judges our own: against the pins whose hash was in the fingerprint
 * that was read aloud. A list that does not hold changes nothing, nor does an older one than was taken before, nor one that names
 * an older key of a team: somebody may have that key since. guards T-47
 */
export async function takeRoster(tx: Tx, node: KnownNode, said: RosterOf): Promise<'done' | 'node.roster_refused'> {
  const files = {
    pins: unb64u(said.pins),
    roster: unb64u(said.roster),
    epochs: unb64u(said.epochs),
    former: unb64u(said.former),
    recipients: unb64u(said.recipients),
  }
  if (hex(sha256(files.pins)) !== node.card.pins) return 'node.roster_refused'
  const now = tx.clock.now()
  const verdict = checkRoster(files, { now, buildTime: now })
  if (!verdict.ok || verdict.instance !== node.instance) return 'node.roster_refused'
  const { version, epochs } = node.roster
  if (verdict.version < version || verdict.teams.some(({ id, epoch }) => epoch < (epochs[id] ?? 0))) return 'node.roster_refused'
  await saveRoster(tx.db, node, {
    version: verdict.version,
    epochs: { ...epochs, ...Object.fromEntries(verdict.teams.map(({ id, epoch }) => [id, epoch])) },
  })
  const stays: string[] = []
  for (const { id: slug, name, kind, of, serves, epoch, recipient } of verdict.teams) {
    const facts = { names: name, kind, of, serves }
    const kept = await keepNodeTeam(tx.db, node.id, {
      slug,
      here: aliasOf(slug, node.instance),
      facts,
      epoch: recipient === null ? 0 : epoch,
    })
    if (kept !== null) stays.push(slug)
  }
  await endNodeTeams(tx.db, node.id, stays)
  return 'done'
}
