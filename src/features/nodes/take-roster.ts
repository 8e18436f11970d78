import type { Tx } from '#base/transact.ts'
import { hex, unb64u } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { aliasOf } from '#crypto/node/node-alias.ts'
import { checkRoster, type RosterTeam } from '#crypto/roster/check-roster.ts'
import type { RosterOf } from './body.contract.ts'
import { saveList } from './list.store.ts'
import { type KnownNode, saveRoster } from './node.store.ts'
import { endNodeTeams, keepNodeTeam } from './office.store.ts'

/**
 * Takes the signed list of keys of a node, judged as a browser judges our own: against the pins whose hash was in the fingerprint
 * that was read aloud. A list that does not hold changes nothing, nor does an older one than was taken before, nor one that names
 * an older key of a team: somebody may have that key since. guards T-47
 */
export async function takeRoster(tx: Tx, node: KnownNode, said: RosterOf): Promise<'done' | 'node.roster_refused' | 'node.alias_taken'> {
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
  await saveList(tx.db, node, { digest: hex(sha256(canonicalBytes(said))), ...files })
  const stays = await keepTeams(tx, node, verdict.teams)
  await endNodeTeams(tx.db, node.id, stays)
  return stays.length === verdict.teams.length ? 'done' : 'node.alias_taken'
}

/** Those that have their name here; one whose name a team bears is left out, and its node is told of. */
async function keepTeams(tx: Tx, node: KnownNode, teams: readonly RosterTeam[]): Promise<string[]> {
  const stays: string[] = []
  for (const { id: slug, name, kind, of, serves, conflicts, epoch, recipient } of teams) {
    const facts = { names: name, kind, of, serves, conflicts }
    const given = { slug, here: aliasOf(slug, node.name), facts, epoch: recipient === null ? 0 : epoch }
    if ((await keepNodeTeam(tx.db, node.id, given)) !== null) stays.push(slug)
  }
  return stays
}
