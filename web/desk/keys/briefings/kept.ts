import { deflateSync, inflateSync } from 'fflate'
import { b64u, unb64u, utf8 } from '#crypto/bytes.ts'
import type { ViewedCase } from '#features/cases/files/case.contract.ts'
import type { Audience } from '#features/dossiers/briefings/audience.contract.ts'
import type { Briefing } from '#features/dossiers/briefings/briefing.contract.ts'
import type { Copy } from '../../rooms/briefings/calls.ts'
import { type Card, keepCard, listCards, type Ring, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'

const VERSION = 'briefing.version'
const COPIES = 'briefing.copies'

/** What the sealed card of a version holds. The briefing is packed, so that two hundred cases fit. */
type Content = { readonly n: number; readonly on: string; readonly audience: Audience; readonly packed: string }
export type KeptVersion = {
  readonly card: Card<Content>
  readonly n: number
  readonly on: string
  readonly audience: Audience
  readonly briefing: Briefing
}

/** Refuses `briefing.readers_differ` when somebody reads the home who does not read one of the cases. guards T-21 */
export async function demandReaders(vault: Vault, home: string, cases: readonly string[]): Promise<void> {
  const { readers } = await ringOf(vault, home)
  for (const code of cases) {
    const own = new Set((await ringOf(vault, code)).readers)
    if (readers.some((one) => !own.has(one))) throw new DeskFault('briefing.readers_differ', 'refused')
  }
}

/** Seals the next version with its home. */
export async function keepVersion(
  vault: Vault,
  home: string,
  given: { readonly briefing: Briefing; readonly audience: Audience },
): Promise<number> {
  const ring = await ringOf(vault, home)
  const n = Math.max(0, ...(await versionsOf(ring)).map((one) => one.n)) + 1
  const { record } = await vault.door.ask<ViewedCase>('cases/view', { case: home })
  const packed = b64u(deflateSync(utf8(JSON.stringify(given.briefing)), { level: 9 }))
  const content: Content = { n, on: given.briefing.day, audience: given.audience, packed }
  await keepCard(ring, { kind: VERSION, about: record, content })
  return n
}

/** The versions of a home that open here, the newest first. */
export async function versionsOf(ring: Ring): Promise<KeptVersion[]> {
  const listed = await listCards(ring, { kind: VERSION })
  const cards = await readCards<Content>(
    ring,
    listed.map(({ card }) => card),
  )
  return cards
    .flatMap((card) => (card.problem === null && isContent(card.content) ? [{ card, ...unpacked(card.content) }] : []))
    .toSorted((one, other) => other.n - one.n)
}

function isContent(content: unknown): content is Content {
  return typeof content === 'object' && content !== null && 'packed' in content && 'n' in content && 'audience' in content
}

function unpacked({ n, on, audience, packed }: Content): Omit<KeptVersion, 'card'> {
  return { n, on, audience, briefing: JSON.parse(new TextDecoder().decode(inflateSync(unb64u(packed)))) as Briefing }
}

/** One version by its card. Throws `record.not_found`. */
export async function versionOf(ring: Ring, id: string): Promise<KeptVersion> {
  const [card] = await readCards<Content>(ring, [id])
  if (card === undefined || card.problem !== null || !isContent(card.content)) throw new DeskFault('record.not_found', 'refused')
  return { card, ...unpacked(card.content) }
}

type Register = { readonly card: string | null; readonly revision: number; readonly copies: readonly Copy[] }

/** Who got which copy of a version. */
export async function copiesOf(ring: Ring, version: string): Promise<Register> {
  const [listed] = await listCards(ring, { about: version, kind: COPIES })
  if (listed === undefined) return { card: null, revision: 0, copies: [] }
  const [card] = await readCards<{ copies: readonly Copy[] }>(ring, [listed.card])
  if (card === undefined || card.problem !== null) throw new DeskFault(card?.problem ?? 'record.not_found', 'sealed')
  return { card: card.id, revision: card.revision, copies: card.content.copies }
}

/** Notes a copy before it exists: a paper without a line in the register is none. Throws `record.stale` when somebody was faster. */
// guards T-26
export async function noteCopy(ring: Ring, version: string, copy: Copy): Promise<void> {
  const { card, revision, copies } = await copiesOf(ring, version)
  await keepCard(ring, {
    kind: COPIES,
    about: version,
    content: { copies: [...copies, copy] },
    ...(card === null ? {} : { id: card, revision }),
  })
}
