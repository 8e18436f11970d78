import { hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type HeardNode, heardBy } from '#crypto/node/heard-node.ts'
import { addressAt, aliasOf } from '#crypto/node/node-alias.ts'
import type { RosterFiles, RosterTeam } from '#crypto/roster/check-roster.ts'
import type { NodeFiles, NodeOffices } from '#features/nodes/node.contract.ts'
import { checkList } from '../key-list.ts'
import { readersOf, type Vault } from '../vault.ts'

/** An office whose keys this desk checked: of the own list, or of the list of an installation whose fingerprint was heard. */
export type Office = Pick<RosterTeam, 'name' | 'kind' | 'of' | 'conflicts' | 'anchors' | 'recipient' | 'epoch'> & {
  /** What it is called here; that is how the server speaks of it. */
  readonly team: string
  /** What it calls itself. */
  readonly id: string
  /** The installation that it belongs to; null for an office here. */
  readonly peer: HeardNode | null
}

/** Whether its offices are offered: `unheard` until somebody of the team heard its fingerprint, `refused` while its list does not hold. */
export type Trust = 'heard' | 'unheard' | 'waits' | 'refused'
export type Peer = {
  readonly name: string
  readonly state: string
  readonly trust: Trust
  /** Which rule its list breaks. */
  readonly problem: string | null
  readonly heard: { readonly member: string; readonly at: string } | null
  readonly offices: readonly Office[]
}
type Told = NodeOffices['nodes'][number]

const known = new WeakMap<Vault, readonly Peer[]>()
/** The newest list of each node, and no other one: a node that makes many does not fill the memory of this desk. */
const fetched = new WeakMap<Vault, Map<string, { readonly list: string; readonly files: RosterFiles }>>()

/**
 * The other installations, each with the offices whose keys hold: what a member of this team signed that they heard, the pins that
 * this stands for, and the list of keys that these pins sign. What the server says without that chain is no office. guards T-47
 */
export async function readPeers(vault: Vault): Promise<readonly Peer[]> {
  const { nodes } = await vault.door.ask<NodeOffices>('nodes/offices')
  const peers = await Promise.all(nodes.map((node) => peerOf(vault, node)))
  known.set(vault, peers)
  return peers
}

/** For these teams: what was checked in this session, read once more where an office is not known, or before something is sealed. */
export async function peersFor(vault: Vault, teams: readonly string[], { anew = false } = {}): Promise<void> {
  const found = known.get(vault)?.flatMap(({ offices }) => offices) ?? []
  const away = teams.filter((team) => team.includes('--'))
  if (away.some((team) => anew || !found.some((one) => one.team === team))) await readPeers(vault)
}

async function peerOf(vault: Vault, node: Told): Promise<Peer> {
  const { name, state } = node
  const said = heardOf(vault, node)
  const none = { name, state, problem: null, heard: null, offices: [] }
  if (said === undefined) return { ...none, trust: 'unheard' }
  // Who signed it, not who the server says it was.
  const heard = { member: readersOf(vault).find(({ signKey }) => signKey === said.by)?.member ?? '', at: said.at }
  const files = await filesOf(vault, node)
  if (files === null) return { ...none, heard, trust: 'waits' }
  const refused = (problem: string): Peer => ({ ...none, heard, trust: 'refused', problem })
  if (hex(sha256(files.pins)) !== said.pins) return refused('roster.not_pinned')
  const list = checkList(files, vault.clock.now())
  if (!list.ok) return refused(list.code)
  if (list.instance !== said.instance) return refused('roster.not_pinned')
  return { ...none, heard, trust: 'heard', offices: list.teams.map((team) => officeAt(said, team)) }
}

/** Only for the keys that stand there now: a new introduction is heard anew. */
function heardOf(vault: Vault, { name, card, heard }: Told): HeardNode | undefined {
  if (heard === null) return undefined
  const { statement, signature } = heard
  const members = readersOf(vault).map(({ signKey }) => signKey)
  const said = heardBy({ statement, signature }, { team: vault.team, name, members })
  return said?.instance === card.instance && said.pins === card.pins ? said : undefined
}

async function filesOf(vault: Vault, { name, list }: Told): Promise<RosterFiles | null> {
  if (list === null) return null
  const kept = fetched.get(vault) ?? new Map<string, { readonly list: string; readonly files: RosterFiles }>()
  fetched.set(vault, kept)
  const before = kept.get(name)
  if (before?.list === list) return before.files
  const told = await vault.door.ask<NodeFiles>('nodes/list', { name })
  const files = {
    pins: unb64u(told.pins),
    roster: unb64u(told.roster),
    epochs: unb64u(told.epochs),
    former: unb64u(told.former),
    recipients: unb64u(told.recipients),
  }
  kept.set(name, { list, files })
  return files
}

/** Its name says whose it is, so that no office elsewhere passes for one here. */
function officeAt(peer: HeardNode, { id, name, kind, of, conflicts, anchors, recipient, epoch }: RosterTeam): Office {
  const names = Object.fromEntries(Object.entries(name).map(([language, said]) => [language, `${said} (${peer.name})`]))
  return { team: aliasOf(id, peer.name), id, peer, name: names, kind, of, conflicts, anchors, recipient, epoch }
}

/** An office by what it is called here, with keys that hold; undefined for whatever only the server knows. */
export function officeOf(vault: Vault, team: string): Office | undefined {
  const own = vault.list.ok ? vault.list.teams.find(({ id }) => id === team) : undefined
  if (own !== undefined) return { ...own, team, peer: null }
  return known
    .get(vault)
    ?.flatMap(({ offices }) => offices)
    .find((one) => one.team === team)
}

/** What two people sign as the office: its own name and whose it is. What is not known stays what the server calls it, and fits nothing. */
export function addressOf(vault: Vault, team: string): string {
  const office = officeOf(vault, team)
  return office?.peer == null ? team : addressAt(office.id, office.peer.instance)
}

/** What this team is called by whoever writes from there. */
export function ownAddress({ team, list, instance }: Vault, { peer }: Pick<Office, 'peer'>): string {
  return peer === null ? team : addressAt(team, list.ok ? list.instance : instance)
}
