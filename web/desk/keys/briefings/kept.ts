import { deflateSync, inflateSync } from 'fflate'
import { b64u, unb64u, utf8 } from '#crypto/bytes.ts'
import type { ViewedCase } from '#features/cases/files/case.contract.ts'
import type { Audience } from '#features/dossiers/briefings/audience.contract.ts'
import type { Briefing, BriefingForm, BriefingLanguage } from '#features/dossiers/briefings/briefing.contract.ts'
import { casesOf } from '#features/dossiers/briefings/final.rules.ts'
import type { Copy } from '../../rooms/briefings/calls.ts'
import { type Card, keepCard, listCards, type Ring, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { openByAll, type SealedByAll, sealByAll } from './sealed-by-all.ts'

const VERSION = 'briefing.version'
const COPIES = 'briefing.copies'

/** What stands in front of a version: public words and codes, and nothing that a case tells. */
type Front = {
  readonly n: number
  readonly on: string
  readonly audience: Audience
  readonly title: string
  readonly form: BriefingForm
  readonly lang: BriefingLanguage
  readonly cases: readonly string[]
  /** Those of them of which it holds somebody's own words. */
  readonly named: readonly string[]
}
/** The briefing is packed, so that two hundred cases fit. Of more than one case it opens to nobody who does not open them all. */
type Content = Front & { readonly body: { readonly packed: string } | { readonly sealed: SealedByAll } }
export type KeptVersion = Front & { readonly card: Card<Content> }
export type OpenedVersion = KeptVersion & { readonly briefing: Briefing }

/** Refuses `briefing.readers_differ` when somebody reads the home who does not read one of the cases. guards T-21 */
export async function demandReaders(vault: Vault, home: string, cases: readonly string[]): Promise<void> {
  const { readers } = await ringOf(vault, home)
  for (const code of cases) {
    const own = new Set((await ringOf(vault, code)).readers)
    if (readers.some((one) => !own.has(one))) throw new DeskFault('briefing.readers_differ', 'refused')
  }
}

/** Seals the next version with its home, and a share of its key with each of the other cases. Throws what `keepCard` throws. */
export async function keepVersion(
  vault: Vault,
  home: string,
  { briefing, audience }: { readonly briefing: Briefing; readonly audience: Audience },
): Promise<number> {
  const ring = await ringOf(vault, home)
  const n = Math.max(0, ...(await versionsOf(ring)).map((one) => one.n)) + 1
  const { record } = await vault.door.ask<ViewedCase>('cases/view', { case: home })
  const packed = deflateSync(utf8(JSON.stringify(briefing)), { level: 9 })
  const [cases, named] = [casesOf(briefing), namedIn(briefing)]
  const others = cases.filter((code) => code !== home)
  const body = others.length === 0 ? { packed: b64u(packed) } : { sealed: await sealByAll(vault, others, packed) }
  const { title, form, lang, day: on } = briefing
  const content: Content = { n, on, audience, title, form, lang, cases, named, body }
  await keepCard(ring, { kind: VERSION, about: record, content })
  return n
}

/** Cases of which a briefing holds a name or somebody's own words. */
function namedIn({ sources }: Briefing): string[] {
  return [...new Set(sources.flatMap(({ kind, case: code }) => (kind === 'card' && code !== null ? [code] : [])))]
}

/** The versions of a home, the newest first; none of them is opened by that. */
export async function versionsOf(ring: Ring): Promise<KeptVersion[]> {
  const listed = await listCards(ring, { kind: VERSION })
  const cards = await readCards<Content>(
    ring,
    listed.map(({ card }) => card),
  )
  return cards
    .flatMap((card) => (card.problem === null && isContent(card.content) ? [{ ...card.content, card }] : []))
    .toSorted((one, other) => other.n - one.n)
}

function isContent(content: unknown): content is Content {
  return typeof content === 'object' && content !== null && 'body' in content && 'n' in content && 'audience' in content
}

/** One version by its card, opened. Throws `record.not_found`, and `briefing.not_all` to whoever does not open all its cases. */
export async function versionOf(ring: Ring, id: string): Promise<OpenedVersion> {
  const [card] = await readCards<Content>(ring, [id])
  if (card === undefined || card.problem !== null || !isContent(card.content)) throw new DeskFault('record.not_found', 'refused')
  const { body } = card.content
  const packed = 'packed' in body ? unb64u(body.packed) : await openByAll(ring.vault, body.sealed)
  const briefing = JSON.parse(new TextDecoder().decode(inflateSync(packed))) as Briefing
  // Of what is in it the briefing itself is asked: its front can be written by whoever writes in the home.
  return { ...card.content, card, briefing, cases: casesOf(briefing), named: namedIn(briefing) }
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
