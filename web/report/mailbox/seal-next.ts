import { identityText } from '#crypto/age/identity.ts'
import { hex, randomBytes, unhex } from '#crypto/bytes.ts'
import { type SetKeys, setKeysOf } from '#crypto/files/set-keys.ts'
import { excludedTeams, guardWrap } from '#crypto/mailbox/exclusions.ts'
import type { ItemFacts, Sent } from '#crypto/mailbox/next-item.ts'
import { slotFacts } from '#crypto/mailbox/next-item.ts'
import { sealSelf } from '#crypto/mailbox/self.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'
import { deleteHash, deleteToken, type SelfSlot } from '#crypto/mailbox/slots.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import type { CheckedRoster } from '#crypto/roster/check-roster.ts'
import { type FileEntry, type ItemHeader, sealItem } from '#crypto/seal/item.ts'
import type { MailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import type { Language } from '#kernel/languages.ts'
import type { FilePick, Upload } from '../state.ts'

export type ToSeal = {
  /** The mailbox that keeps the memory of it; for a move the new one. */
  readonly keys: MailboxKeys
  readonly roster: CheckedRoster
  readonly facts: ItemFacts
  readonly slot: SelfSlot
  readonly memory: (sent: Sent) => Self
  readonly text: string
  readonly language: Language
  readonly files: readonly Omit<FilePick, 'blob'>[]
}

export type SealedNext = { readonly frame: Uint8Array; readonly uploads: readonly Upload[]; readonly self: Self }

/** Seals one item of a conversation with the memory that goes out with it. Refuses before anything is sealed. guards T-06, T-27 */
export async function sealNext(what: ToSeal): Promise<SealedNext> {
  const { keys, roster, facts, slot } = what
  const item = randomBytes(16)
  const files = what.files.map((file) => fileOf(file, setKeysOf(keys, item, file.n), item))
  const header = headerOf(what, hex(item), files)
  const teams = readersOf(roster, header)
  const kept: { self?: Self } = {}
  const { id, deleteHash: selfDelete } = slotFacts(keys, slot)
  const blob = async (bodyHash: Uint8Array): Promise<Uint8Array> => {
    const sets = files.map(({ entry: { n, set, size, probe } }) => ({ n, set, size, probe }))
    const openSets = new Set(sets.map(({ set }) => set))
    kept.self = what.memory({ item: hex(item), body: hex(bodyHash), files: sets, roster: roster.version, openSets })
    return sealSelf(keys, kept.self)
  }
  const self = { slot: id, deleteHash: selfDelete, blob }
  const { frame } = await sealItem({
    header,
    text: what.text.normalize('NFC').replace(/\r\n?/g, '\n'),
    convKey: facts.convKey,
    teams,
    deleteHash: deleteHash(deleteToken(keys, item)),
    self,
    lane: 1,
  })
  if (kept.self === undefined) throw new SealingRefusal('self.malformed')
  return { frame, uploads: files.map(({ upload }) => upload), self: kept.self }
}

function headerOf({ roster, facts, language }: ToSeal, item: string, files: readonly FileParts[]): ItemHeader {
  const { to, never, ...rest } = facts.header
  return {
    v: 1,
    ...rest,
    to: [...to],
    never: [...never],
    item,
    instance: roster.instance,
    urgent: false,
    lane: 1,
    roster: roster.version,
    lang: language,
    danger: 'unsaid',
    files: files.map(({ entry }) => entry),
  }
}

function readersOf(roster: CheckedRoster, { to, never }: ItemHeader) {
  guardWrap(to, excludedTeams(never, roster.teams))
  return to.map((id) => {
    const recipient = roster.teams.find((team) => team.id === id)?.recipient ?? null
    if (recipient === null) throw new SealingRefusal('recipient.malformed')
    return { id, recipient }
  })
}

type FileParts = { readonly entry: FileEntry; readonly upload: Upload }

function fileOf(file: Omit<FilePick, 'blob'>, keys: SetKeys, item: Uint8Array): FileParts {
  const { n, name, type, size, segment, segments, probe, derivedFrom } = file
  const derived = derivedFrom === undefined ? {} : { derived_from: derivedFrom }
  const set = hex(keys.set)
  return {
    entry: {
      n,
      set,
      identity: identityText(keys.identitySeed),
      name: name.normalize('NFC'),
      type,
      size,
      segment,
      segments,
      probe,
      ...derived,
    },
    upload: { n, item: hex(item), set, token: keys.token, recipient: keys.recipient, segment, segments },
  }
}

/** What goes on with an upload needs, from the words alone. */
export function uploadOf(
  keys: MailboxKeys,
  file: { item: string; n: number; set: string },
  cut: Pick<Upload, 'segment' | 'segments'>,
): Upload {
  const { token, recipient } = setKeysOf(keys, unhex(file.item), file.n)
  return { n: file.n, item: file.item, set: file.set, token, recipient, ...cut }
}
