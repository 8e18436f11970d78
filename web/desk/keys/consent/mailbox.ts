import { hex, utf8 } from '#crypto/bytes.ts'
import { hmac, kdf } from '#crypto/kdf.ts'
import type { ConsentList } from '#features/cases/consent/consent.contract.ts'
import { meaningOf } from '#features/cases/consent/consent.rules.ts'
import type { Ended, Offer, Scope } from '../../rooms/consent/calls.ts'
import { openRing } from '../cases/ring.ts'
import { DoorRefusal } from '../door.ts'
import { DeskFault } from '../fault.ts'
import type { Mail, SpokenConsent } from '../mail.ts'

/** What messages are called in rows, as far as this session needed it: opening a case's keys leaves a line, so it is done once. */
const marks = new WeakMap<Mail, Map<string, string>>()

/**
 * Heeds what reporters said in their mailboxes: a no of a proved message ends what it can mean at once, a yes is offered to a
 * member. Each message counts once; what was agreed at the desk after it stays.
 */
export async function heedMailbox(mail: Mail): Promise<{ ended: readonly Ended[]; offers: readonly Offer[] }> {
  const heeded: Heeded[] = []
  for (const spoken of mail.spokenConsents()) heeded.push(await heed(mail, spoken))
  return {
    ended: heeded.map(({ ended }) => ended).filter(({ scopes }) => scopes.length > 0),
    offers: heeded.map(({ offer }) => offer).filter(({ scopes }) => scopes.length > 0),
  }
}

type Heeded = { readonly ended: Ended; readonly offer: Offer }

async function heed(mail: Mail, spoken: SpokenConsent): Promise<Heeded> {
  const { case: code, isFirst } = spoken
  const nothing = { ended: { case: code, scopes: [] }, offer: { case: code, mark: '', scopes: [] } }
  const list = await listOf(mail, code)
  const rows = list?.rows.filter(({ subject }) => subject === 'reporter') ?? []
  if (list === null) return nothing
  const { ends, proposes } = meaningOf(spoken.consent, rows, list.today)
  if (ends.length + proposes.length === 0) return nothing
  const mark = await markOf(mail, spoken)
  const isNew = (scope: Scope) => !rows.some((row) => row.scope === scope && row.mark === mark)
  // The first report withdraws nothing: what was not asked for in it may have been agreed to since.
  const scopes = isFirst ? [] : ends.filter(isNew)
  if (scopes.length > 0) {
    const said = { case: code, subject: 'reporter', scopes, giver: 'self', basis: 'mailbox', card: null, mark }
    await mail.vault.door.ask('consent/withdraw', said)
  }
  return { ended: { case: code, scopes }, offer: { case: code, mark, scopes: proposes.filter(isNew) } }
}

/** Null for a case that this member does not read; a reader's desk heeds it. */
async function listOf({ vault }: Mail, code: string): Promise<ConsentList | null> {
  try {
    return await vault.door.ask<ConsentList>('consent/list', { case: code })
  } catch (error) {
    if (error instanceof DoorRefusal && error.code === 'record.not_found') return null
    throw error
  }
}

/** The message by a name that only readers of the case can make: the server learns of no item by it. guards T-06 */
async function markOf(mail: Mail, { case: code, item }: SpokenConsent): Promise<string> {
  const known = marks.get(mail) ?? new Map<string, string>()
  marks.set(mail, known)
  const before = known.get(item)
  if (before !== undefined) return before
  const [first] = (await openRing(mail.vault, code)).seeds
  if (first === undefined) throw new DeskFault('case.keys_missing', 'sealed')
  const mark = hex(hmac(kdf(first, 'case/consent-mark'), utf8(item)))
  known.set(item, mark)
  return mark
}
