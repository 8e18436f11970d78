import { hex, randomBytes, unhex } from '#crypto/bytes.ts'
import { dummySelfBlob } from '#crypto/mailbox/blob.ts'
import { firstReport } from '#crypto/mailbox/intents.ts'
import { type ItemFacts, nextItem, oneWayItem, remembered, slotFacts } from '#crypto/mailbox/next-item.ts'
import { sealSelf } from '#crypto/mailbox/self.ts'
import { deleteHash, deleteToken, type SelfSlot } from '#crypto/mailbox/slots.ts'
import type { CheckedRoster } from '#crypto/roster/check-roster.ts'
import { bucketOf, type ItemHeader, type ItemToSeal, sealItem } from '#crypto/seal/item.ts'
import { mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import type { Language } from '#kernel/languages.ts'
import { type Draft, exclusionsOf } from './steps.ts'

const FIRST_SLOT: SelfSlot = { kind: 'self', w: 0, i: 0 }
/** Who reports asks that the case is worked on, and has agreed to nothing else. */
const CONSENT = { casework: true, private_diplomacy: false, judicial: false, public: false } as const

/** Whether the words of a draft fit into one item. */
export function fits(draft: Draft, roster: CheckedRoster, language: Language): boolean {
  const to = draft.readers.length === 0 ? ['nobody-yet'] : draft.readers
  const facts = oneWayItem({ to, never: exclusionsOf(draft), consent: CONSENT })
  return bucketOf(headerOf({ ...draft, item: '0'.repeat(32) }, facts, { roster, language }), draft.text) !== null
}

/**
 * Seals a finished draft as lane A would: padded, to six stanzas, with the memory of its mailbox beside it. Without the
 * words of a mailbox nobody can answer it. guards T-02
 */
export async function sealReport(draft: Draft, roster: CheckedRoster, language: Language): Promise<Uint8Array> {
  const choice = { to: draft.readers, never: exclusionsOf(draft), consent: CONSENT }
  const teams = roster.teams.flatMap(({ id, recipient }) => (recipient !== null && draft.readers.includes(id) ? [{ id, recipient }] : []))
  const around = { text: draft.text, teams, lane: 2 } as const
  const ready = draft.digits === '' ? oneWay(choice) : await withMailbox(draft, choice, roster)
  const header = headerOf(draft, ready.facts, { roster, language })
  const sealed = await sealItem({ ...around, header, convKey: ready.facts.convKey, deleteHash: ready.deleteHash, self: await ready.self })
  return sealed.frame
}

type Choice = Parameters<typeof firstReport>[0]
type Ready = { readonly facts: ItemFacts; readonly deleteHash: Uint8Array; readonly self: ItemToSeal['self'] | Promise<ItemToSeal['self']> }

function oneWay(choice: Choice): Ready {
  const self = dummySelfBlob().then((blob) => ({ slot: randomBytes(16), deleteHash: randomBytes(16), blob }))
  return { facts: oneWayItem(choice), deleteHash: randomBytes(16), self }
}

async function withMailbox(draft: Draft, choice: Choice, roster: CheckedRoster): Promise<Ready> {
  const keys = mailboxKeys(await masterKey({ digits: draft.digits }, roster.instance))
  const intent = firstReport(choice)
  const slot = slotFacts(keys, FIRST_SLOT)
  const blob = (bodyHash: Uint8Array) => {
    const sent = { item: draft.item, body: hex(bodyHash), files: [], roster: roster.version, openSets: new Set<string>() }
    return sealSelf(keys, remembered(null, FIRST_SLOT, intent, sent))
  }
  return {
    facts: nextItem({ keys }, null, FIRST_SLOT, intent),
    deleteHash: deleteHash(deleteToken(keys, unhex(draft.item))),
    self: { slot: slot.id, deleteHash: slot.deleteHash, blob },
  }
}

type Around = { readonly roster: CheckedRoster; readonly language: Language }

function headerOf(draft: Draft, { header }: ItemFacts, { roster, language }: Around): ItemHeader {
  const where = {
    ...(draft.host === '' ? {} : { host: draft.host }),
    ...(draft.origin === '' ? {} : { origin: [draft.origin] }),
  }
  return {
    v: 1,
    ...header,
    item: draft.item,
    instance: roster.instance,
    urgent: draft.urgent,
    lane: 2,
    roster: roster.version,
    lang: language,
    danger: draft.danger,
    files: [],
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(draft.rough === '' ? {} : { when: { precision: 'unknown', said: draft.rough } }),
    ...(draft.contact === '' ? {} : { contact: draft.contact }),
  }
}
