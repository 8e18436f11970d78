import { identityText, newSeed, recipientOf } from '#crypto/age/identity.ts'
import { hex, randomBytes, unhex } from '#crypto/bytes.ts'
import { hashOfSegments, probeOf, sealSegment, segmentPlain } from '#crypto/files/segment.ts'
import { planSet, type SetPlan, sliceOf } from '#crypto/files/set-plan.ts'
import { sha256 } from '#crypto/kdf.ts'
import { excludedTeams } from '#crypto/mailbox/exclusions.ts'
import { changeConsent, closing, firstReport, followUp, type Intent } from '#crypto/mailbox/intents.ts'
import { memoryOf } from '#crypto/mailbox/known.ts'
import { type MailboxView, viewOf } from '#crypto/mailbox/mailbox-view.ts'
import { nextItem, oneWayItem, remembered, slotFacts } from '#crypto/mailbox/next-item.ts'
import { lookAgain, openMailbox } from '#crypto/mailbox/open-mailbox.ts'
import { sealSelf } from '#crypto/mailbox/self.ts'
import type { Consent, Exclusion, Self } from '#crypto/mailbox/shapes.ts'
import { deleteHash, deleteToken } from '#crypto/mailbox/slots.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { type CheckedRoster, checkRoster } from '#crypto/roster/check-roster.ts'
import { aHeader, anItem } from '#crypto/seal/an-item.ts'
import { type FileEntry, type ItemHeader, sealItem } from '#crypto/seal/item.ts'
import { type MailboxKeys, mailboxKeys } from '#crypto/secret/mailbox-keys.ts'

type House = { readonly origin: string; now(): Date }
export type Sending = {
  readonly to: readonly string[]
  readonly never?: readonly Exclusion[]
  readonly text: string
  readonly header?: Partial<ItemHeader>
}

export const CASEWORK: Consent = { casework: true, private_diplomacy: false, judicial: false, public: false }

/** Somebody who reports with the code of the client, without its screens. */
export type AReporter = {
  readonly keys: MailboxKeys
  self: Self | null
  report(sending: Sending): Promise<Sent>
  followUp(text: string, header?: Partial<ItemHeader>): Promise<Sent>
  close(): Promise<Sent>
  consent(consent: Consent): Promise<Sent>
  /** Everything that lies in the mailbox, as the reporter's phone would show it. */
  open(): Promise<MailboxView>
}
export type Sent = { readonly item: string; readonly frame: Uint8Array }

export async function rosterOf(house: House): Promise<CheckedRoster> {
  const file = async (name: string) => new Uint8Array(await (await fetch(`${house.origin}/report/${name}`)).arrayBuffer())
  const [pins, roster, epochs, former, recipients] = await Promise.all(
    ['pins.json', 'roster.json', 'epochs.json', 'epochs-former.json', 'recipients.bin'].map(file),
  )
  if (pins === undefined || roster === undefined || epochs === undefined || recipients === undefined) throw new Error('no list')
  const checked = checkRoster(
    { pins, roster, epochs, recipients, ...(former === undefined ? {} : { former }) },
    { now: house.now(), buildTime: new Date('2026-01-01') },
  )
  if (!checked.ok) throw new Error(checked.code)
  return checked
}

export async function post(house: House, frame: Uint8Array): Promise<number> {
  const answer = await fetch(`${house.origin}/api/intake`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: frame.slice(),
  })
  await answer.arrayBuffer()
  return answer.status
}

/** The teams of an item with their keys from the checked list. */
export function teamsIn(roster: CheckedRoster, to: readonly string[]): { id: string; recipient: Uint8Array }[] {
  return to.map((id) => {
    const recipient = roster.teams.find((team) => team.id === id)?.recipient
    if (recipient == null) throw new Error(`${id} cannot receive`)
    return { id, recipient }
  })
}

export function aReporter(house: House, mk: Uint8Array = randomBytes(32)): AReporter {
  const keys = mailboxKeys(mk)
  const send = async (intent: Intent, text: string, over: Partial<ItemHeader>): Promise<Sent> => {
    const roster = await rosterOf(house)
    const slot = { kind: 'self' as const, w: reporter.self?.window ?? 0, i: reporter.self === null ? 0 : reporter.self.index + 1 }
    const { header, convKey } = nextItem({ keys }, reporter.self, slot, intent)
    const whole = aHeader({ ...header, instance: roster.instance, roster: roster.version, ...over })
    const place = slotFacts(keys, slot)
    let next: Self | null = null
    const { frame } = await sealItem({
      header: whole,
      text,
      convKey,
      teams: teamsIn(roster, intent.to),
      deleteHash: deleteHash(deleteToken(keys, unhex(whole.item))),
      self: {
        slot: place.id,
        deleteHash: place.deleteHash,
        blob: async (bodyHash) => {
          next = remembered(reporter.self, slot, intent, {
            item: whole.item,
            body: hex(bodyHash),
            files: [],
            roster: roster.version,
            openSets: new Set(),
          })
          return sealSelf(keys, next)
        },
      },
      lane: whole.lane,
    })
    const status = await post(house, frame)
    if (status !== 201) throw new Error(`intake said ${status}`)
    reporter.self = next
    return { item: whole.item, frame }
  }
  const known = (): Self => {
    if (reporter.self === null) throw new Error('nothing was sent yet')
    return reporter.self
  }
  const reporter: AReporter = {
    keys,
    self: null,
    report: ({ to, never = [], text, header = {} }) => send(firstReport({ to, never, consent: CASEWORK }), text, header),
    followUp: (text, header = {}) => send(followUp(known()), text, header),
    close: () => send(closing(known()), '', {}),
    consent: async (consent) => {
      const [intent] = changeConsent(known(), consent, new Set())
      if (intent === undefined) throw new Error('nobody to tell')
      return send(intent, '', {})
    },
    open: () => openAll(house, keys),
  }
  return reporter
}

async function openAll(house: House, keys: MailboxKeys): Promise<MailboxView> {
  const roster = await rosterOf(house)
  const opener = openerOf(keys.identitySeed)
  const door = {
    keys,
    exchange: async (request: Uint8Array<ArrayBuffer>) => {
      const answer = await fetch(`${house.origin}/api/mailbox`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: request,
      })
      return new Uint8Array(await answer.arrayBuffer())
    },
    open: (sealed: Uint8Array) => openWith([opener], sealed, { min: 1, max: 1 }),
  }
  const replyKeys = roster.teams.flatMap(({ id, epoch, replyKey, former }) => [
    ...(replyKey === null ? [] : [{ team: id, epoch, key: replyKey }]),
    ...(former === undefined ? [] : [{ team: id, epoch: former.epoch, key: former.replyKey }]),
  ])
  const found = await lookAgain(door, await openMailbox(door))
  return viewOf({ keys, known: found, replyKeys, excluded: excludedTeams(memoryOf(found).self?.never ?? [], roster.teams) })
}

/** A report without words: no mailbox, and nobody can answer. */
export async function oneWay(house: House, { to, never = [], text, header = {} }: Sending): Promise<Sent> {
  const roster = await rosterOf(house)
  const facts = oneWayItem({ to, never, consent: CASEWORK })
  const item = anItem([], {})
  const whole = aHeader({ ...facts.header, instance: roster.instance, roster: roster.version, ...header })
  const { frame } = await sealItem({ ...item, header: whole, text, convKey: null, teams: teamsIn(roster, to), lane: whole.lane })
  const status = await post(house, frame)
  if (status !== 201) throw new Error(`intake said ${status}`)
  return { item: whole.item, frame }
}

/** A file as the report page seals and sends it; answers its entry for the header. */
export async function sendFile(
  house: House,
  itemHex: string,
  { n, name, data }: { n: number; name: string; data: Uint8Array },
): Promise<FileEntry> {
  const seed = newSeed()
  const plan = planSet(data.length, 131_072)
  const [set, token] = [hex(randomBytes(16)), randomBytes(32)]
  const hashes: Uint8Array[] = []
  for (let index = 0; index < plan.count; index += 1) {
    const { from, to } = sliceOf(plan, index)
    const part = data.subarray(from, to)
    hashes.push(sha256(part))
    const head = { item: unhex(itemHex), file: n, index }
    const plain = segmentPlain(plan, head, part, index === plan.count - 1 ? hashOfSegments(hashes) : undefined)
    await putSegment(house, { set, token, index, plan }, await sealSegment(recipientOf(seed), plain))
  }
  return {
    n,
    set,
    identity: identityText(seed),
    name,
    type: 'text/plain',
    size: data.length,
    segment: 131_072,
    segments: plan.count,
    probe: hex(probeOf(data.subarray(0, 65_536))),
  }
}

type Place = { readonly set: string; readonly token: Uint8Array; readonly index: number; readonly plan: SetPlan }

async function putSegment(house: House, { set, token, index, plan }: Place, sealed: Uint8Array): Promise<void> {
  const answer = await fetch(`${house.origin}/api/files/${set}/${index}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'asylia-token': Buffer.from(token).toString('base64url'),
      'asylia-total': String(plan.total),
      'asylia-segment': String(plan.segment),
    },
    body: sealed.slice(),
  })
  if (!answer.ok) throw new Error(`files said ${answer.status} ${await answer.text()}`)
}
