import type { Static } from 'typebox'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { sealCard } from '#crypto/case/card.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openCard } from '#crypto/open/open-card.ts'
import type { FindAnswer, Found, Person, Taken } from '#features/cases/people/person.contract.ts'
import type { ApprovalsView } from '#features/teams/approvals/approvals.contract.ts'
import type { Identity, Reason, UnsealRequest } from '../../rooms/people/calls.ts'
import { answerRequest, askForYes, problemOf, type Told } from '../approvals/approve.ts'
import { readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import { readersOf, type Vault } from '../vault.ts'
import { identityIn } from './identity.ts'
import { isIdentity } from './identity-form.ts'

const ACTION = 'identity.unseal'

// guards T-22: nobody sees a name in a case that they do not read unless a reader hands it over, for one member, for an hour.

/** Asks the readers of a case for one identity card, by the person's code alone. */
export function askUnseal(vault: Vault, person: string, reason: Reason): Promise<{ id: string }> {
  return askForYes(vault, { action: ACTION, subject: person, case: null, binds: { person, member: vault.member }, reason })
}

/** What is asked for, and whether this member can answer it. */
export async function listRequests(vault: Vault): Promise<readonly UnsealRequest[]> {
  const told = await openRequests(vault)
  const codes = [...new Set(told.map(({ asked }) => asked.statement.subject))].slice(0, 100)
  const found = codes.length === 0 ? [] : (await vault.door.ask<Static<typeof FindAnswer>>('people/unseal/find', { people: codes })).found
  return told.map((one) => requestOf(vault, one, found))
}

async function openRequests(vault: Vault): Promise<readonly Told[]> {
  const { approvals } = await vault.door.ask<ApprovalsView>('approvals')
  return approvals.filter(({ asked, over }) => asked.statement.action === ACTION && !over)
}

function requestOf(vault: Vault, told: Told, found: readonly Found[]): UnsealRequest {
  const { statement } = told.asked
  const mine = statement.member === vault.member
  return {
    id: statement.id,
    person: statement.subject,
    member: statement.member,
    reason: statement.reason,
    at: statement.at,
    mine,
    state: told.state === 'waiting' ? 'waiting' : 'approved',
    problem: problemOf(vault, told) ?? otherThanShown(told),
    answerable: !mine && told.state === 'waiting' && found.some(({ code, card }) => code === statement.subject && card !== null),
  }
}

/** What is signed is whose card and for whose eyes; whoever asks does it for themselves. */
function otherThanShown({ asked, binds }: Told): string | null {
  const { subject, member } = asked.statement
  return binds['person'] === subject && binds['member'] === member ? null : 'approval.other_payload'
}

async function findRequest(vault: Vault, id: string): Promise<Told> {
  const told = (await openRequests(vault)).find(({ asked }) => asked.statement.id === id)
  if (told === undefined) throw new DeskFault('record.not_found', 'refused')
  const problem = otherThanShown(told)
  if (problem !== null) throw new DeskFault(problem, 'sealed')
  return told
}

/** Says yes, opens the card with a reason of one's own, and seals it to the key of the member who asked, and to no other. */
export async function giveUnseal(vault: Vault, id: string, reason: Reason): Promise<{ until: string }> {
  const told = await findRequest(vault, id)
  const { subject: person, member } = told.asked.statement
  const { found } = await vault.door.ask<Static<typeof FindAnswer>>('people/unseal/find', { people: [person] })
  const place = found.find(({ code, card }) => code === person && card !== null)
  const reader = readersOf(vault).find((one) => one.member === member)
  if (place === undefined || place.card === null || reader === undefined) throw new DeskFault('record.not_found', 'refused')
  const ring = await ringOf(vault, place.case)
  const [card] = await readCards(ring, [place.card], reason)
  if (card === undefined) throw new DeskFault('record.not_found', 'refused')
  const opened = identityIn(vault, { ...place, id: place.id, findable: false } as unknown as Person, card)
  if (told.state === 'waiting') await answerRequest(vault, told, true)
  const blob = await sealCard(unb64u(reader.recipient), factsOf(vault, id, person), { person, member, identity: opened.identity })
  return vault.door.ask<{ until: string }>('people/unseal/give', {
    approval: id,
    case: place.case,
    person,
    member,
    card: opened.card,
    revision: opened.revision,
    blob: b64u(blob),
  })
}

export async function refuseUnseal(vault: Vault, id: string): Promise<void> {
  await answerRequest(vault, await findRequest(vault, id), false)
}

/** A wrap belongs to one request for one person; the code of the case is not told to whoever does not read it. */
const factsOf = ({ instance, team }: Vault, id: string, person: string) => ({
  instance,
  case: team,
  id,
  about: person,
  kind: 'identity.wrap',
  revision: 1,
})

/** Opens what was handed to this member, only if it is what was asked for. Throws `card.not_this`. */
export async function takeUnseal(vault: Vault, id: string, person: string): Promise<{ identity: Identity; by: string; until: string }> {
  const told = await vault.door.ask<Taken>('people/unseal/take', { approval: id })
  const opened = await openCard([openerOf(vault.keys.seed)], unb64u(told.blob), factsOf(vault, id, person))
  const content = opened?.content as { person?: unknown; member?: unknown; identity?: unknown } | undefined
  if (content === undefined) throw new DeskFault('unlock.no_key', 'sealed')
  if (content.person !== person || content.member !== vault.member || !isIdentity(content.identity))
    throw new DeskFault('card.not_this', 'sealed')
  return { identity: content.identity, by: told.by, until: told.until }
}
