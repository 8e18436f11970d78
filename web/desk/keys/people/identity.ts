import type { Person } from '#features/cases/people/person.contract.ts'
import type { Identity, OpenedIdentity, Reason } from '../../rooms/people/calls.ts'
import { type Card, keepCard, type Ring, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import { noteIdentity } from '../search/note-opened.ts'
import type { Vault } from '../vault.ts'
import { isIdentity } from './identity-form.ts'

export const IDENTITY_KIND = 'person.identity'

/** What an identity card says of itself inside: whose it is, so that no other card can be shown in its place. */
type Content = { readonly person: string; readonly identity: Identity }

/** The newest revision of a card that this session has seen; an older one is not taken again. */
const seen = new WeakMap<Vault, Map<string, number>>()
const opened = new WeakMap<Vault, Map<string, Named>>()

export type Named = { readonly code: string; readonly names: readonly string[]; readonly findable: boolean }

/** The names that were opened in this session, of whoever may be found by name. They end with the worker. */
export const namesOf = (vault: Vault): readonly Named[] => [...(opened.get(vault)?.values() ?? [])]

function remember(vault: Vault, person: Person, { names, aliases }: Identity): void {
  const known = opened.get(vault) ?? new Map<string, Named>()
  opened.set(vault, known)
  const also = aliases.split(/[\n,;]/).map((alias) => alias.trim())
  known.set(person.code, { code: person.code, names: [...names, ...also].filter((name) => name !== ''), findable: person.findable })
}

// guards T-37: whose card it is stands inside; the row that a server shows beside it proves nothing.

/** The identity that a card holds, only if it is this person's and no older than what was seen. Throws `card.not_this`, `card.older`. */
export function identityIn(vault: Vault, person: Person, card: Card): OpenedIdentity {
  if (card.problem !== null) throw new DeskFault(card.problem, 'sealed')
  const content = card.content as Partial<Content> | null
  const isThis = card.about === person.id && card.kind === IDENTITY_KIND && content?.person === person.code
  if (!isThis || !isIdentity(content.identity)) throw new DeskFault('card.not_this', 'sealed')
  const known = seen.get(vault) ?? new Map<string, number>()
  seen.set(vault, known)
  if (card.revision < (known.get(card.id) ?? 0)) throw new DeskFault('card.older', 'sealed')
  known.set(card.id, card.revision)
  remember(vault, person, content.identity)
  if (!person.lowProfile) noteIdentity(vault, person.case, card)
  return { card: card.id, revision: card.revision, identity: content.identity }
}

/** Opens an identity card. The server writes a line with the reason; the desk believes nothing but the card. */
export async function openIdentity(vault: Vault, person: Person, reason: Reason): Promise<OpenedIdentity> {
  if (person.identity === null) throw new DeskFault('record.not_found', 'refused')
  const ring = await ringOf(vault, person.case)
  const [card] = await readCards(ring, [person.identity.card], reason)
  if (card === undefined) throw new DeskFault('record.not_found', 'refused')
  return identityIn(vault, person, card)
}

type Keeping = { readonly person: Person; readonly card: string | null; readonly revision: number; readonly identity: Identity }

/** Seals an identity card in the place of the revision that is open. */
export async function keepIdentity(vault: Vault, { person, card, revision, identity }: Keeping): Promise<OpenedIdentity> {
  const ring: Ring = await ringOf(vault, person.case)
  const content: Content = { person: person.code, identity: composed(identity) }
  const old = card === null ? {} : { id: card, revision }
  const kept = await keepCard(ring, { kind: IDENTITY_KIND, about: person.id, content, ...old })
  return identityIn(vault, person, kept)
}

/** Canonical JSON takes one form of a letter alone. */
function composed(identity: Identity): Identity {
  const text = (value: string) => value.normalize('NFC')
  return {
    names: identity.names.map(text),
    aliases: text(identity.aliases),
    birth: text(identity.birth),
    documents: text(identity.documents),
    contacts: text(identity.contacts),
    address: text(identity.address),
    family: text(identity.family),
    place: text(identity.place),
    notes: text(identity.notes),
  }
}
