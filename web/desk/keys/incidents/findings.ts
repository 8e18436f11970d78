import type { IncidentDetail } from '#features/incidents/incident.contract.ts'
import type { Narrative, ShownIncident, Words } from '../../rooms/incidents/calls.ts'
import { type Card, keepCard, listCards, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'

const NARRATIVE = 'incident.narrative'
const NOTHING: Narrative = { text: '', said: '', place: '', addresses: [] }

type Bound = Readonly<Record<string, string>>
type Reason = { readonly kind: string; readonly bound: Bound; readonly text: string; readonly said: string }
type Content = { readonly bound: Bound; readonly text: string; readonly said: string }

/** Seals a reason together with the codes that it is a reason for, and answers the id of its card. */
export async function sealReason(
  vault: Vault,
  at: { readonly case: string; readonly incident: string },
  { kind, bound, text, said }: Reason,
): Promise<string> {
  const ring = await ringOf(vault, at.case)
  const content: Content = { bound, text: text.normalize('NFC'), said: said.normalize('NFC') }
  return (await keepCard(ring, { kind, about: at.incident, content })).id
}

type Keeping = {
  readonly case: string
  readonly incident: string
  readonly code: string
  readonly card: string | null
  readonly revision: number
  readonly content: Narrative
}

/** Seals what is told of an incident. A public record is pointed to by a web address and by nothing else. */
export async function keepNarrative(vault: Vault, { case: code, incident, code: of, card, revision, content }: Keeping) {
  if (!content.addresses.every(isPublicAddress)) throw new DeskFault('incidents.address', 'typed')
  const ring = await ringOf(vault, code)
  const text = (value: string) => value.normalize('NFC')
  const told = { text: text(content.text), said: text(content.said), place: text(content.place), addresses: content.addresses }
  const kept = await keepCard(ring, {
    kind: NARRATIVE,
    about: incident,
    content: { of, ...told },
    ...(card === null ? {} : { id: card, revision }),
  })
  return { card: kept.id, revision: kept.revision }
}

/** An address on the web, without a name and a password in it. */
export function isPublicAddress(address: string): boolean {
  const parsed = URL.parse(address)
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === ''
}

/** An incident with its reasons. What does not open, or says something else than the server shows, is marked; nothing is hidden. */
export async function shown(vault: Vault, code: string, told: IncidentDetail): Promise<Omit<ShownIncident, 'investigated'>> {
  const ring = await ringOf(vault, code)
  const { incident } = told
  const [listed] = await listCards(ring, { about: incident.id, kind: NARRATIVE })
  const reasons = [
    ...told.screening.map((one) => one.reason),
    ...told.information.map((one) => one.source),
    ...told.assessments.map((one) => one.basis),
  ]
  const wanted = [...new Set([...(listed === undefined ? [] : [listed.card]), ...reasons])]
  const cards = new Map((await readCards(ring, wanted)).map((card) => [card.id, card]))
  const wordsOf = (card: string, kind: string, bound: Bound) => reasonIn(cards.get(card), { kind, about: incident.id, bound })
  return {
    ...told,
    narrative: narrativeIn(listed === undefined ? undefined : cards.get(listed.card), incident),
    screening: told.screening.map((one) => ({
      ...one,
      words: wordsOf(one.reason, 'screening.reason', { element: one.element, answer: one.answer }),
    })),
    information: told.information.map((one) => ({
      ...one,
      words: wordsOf(one.source, 'information.source', { reliability: one.reliability, credibility: one.credibility, hedge: one.hedge }),
    })),
    assessments: told.assessments.map((one) => ({
      ...one,
      words: wordsOf(one.basis, 'assessment.basis', { status: one.status, standard: one.standard }),
    })),
  }
}

// guards T-37: the codes that a reason is for stand sealed beside it, so that a server which raises a hedge, turns an answer
// or moves a reason to another incident is found out on the screen.

type Expected = { readonly kind: string; readonly about: string; readonly bound: Bound }

function reasonIn(card: Card | undefined, expected: Expected): Words {
  if (card === undefined) return { text: '', said: '', problem: 'card.missing' }
  if (card.problem !== null) return { text: '', said: '', problem: card.problem }
  const content = card.content as Partial<Content> | null
  const isThis = card.kind === expected.kind && card.about === expected.about && sameCodes(content?.bound, expected.bound)
  if (!isThis) return { text: '', said: '', problem: 'card.not_this' }
  return { text: String(content?.text ?? ''), said: String(content?.said ?? ''), problem: null }
}

function sameCodes(one: Bound | undefined, other: Bound): boolean {
  const names = Object.keys(other)
  return one !== undefined && Object.keys(one).length === names.length && names.every((name) => one[name] === other[name])
}

function narrativeIn(card: Card | undefined, incident: { readonly id: string; readonly code: string }): ShownIncident['narrative'] {
  if (card === undefined) return { card: null, revision: 0, content: NOTHING, problem: null }
  const place = { card: card.id, revision: card.revision, content: NOTHING }
  if (card.problem !== null) return { ...place, problem: card.problem }
  const content = card.content as (Partial<Narrative> & { of?: unknown }) | null
  if (card.about !== incident.id || card.kind !== NARRATIVE || content?.of !== incident.code) return { ...place, problem: 'card.not_this' }
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const addresses = Array.isArray(content.addresses) ? content.addresses.filter((one) => typeof one === 'string') : []
  return { ...place, content: { text: text(content.text), said: text(content.said), place: text(content.place), addresses }, problem: null }
}
