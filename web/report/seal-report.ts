import { identityText } from '#crypto/age/identity.ts'
import { hex, randomBytes } from '#crypto/bytes.ts'
import { freshSetKeys, type SetKeys, setKeysOf } from '#crypto/files/set-keys.ts'
import { dummySelfBlob } from '#crypto/mailbox/blob.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { blocked, guardWrap, unionOf } from '#crypto/mailbox/exclusions.ts'
import { sealSelf } from '#crypto/mailbox/self.ts'
import { deleteHash, deleteToken, selfSlotId } from '#crypto/mailbox/slots.ts'
import type { CheckedRoster, RosterTeam } from '#crypto/roster/check-roster.ts'
import { type BlobFor, type FileEntry, type ItemHeader, sealItem } from '#crypto/seal/item.ts'
import type { MailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import type { Draft, Sealed } from './draft.ts'
import type { Upload } from './state.ts'
import { WorkRefusal } from './work.ts'

const CONSENT = { casework: true, private_diplomacy: false, judicial: false, public: false } as const

type Reader = RosterTeam & { readonly recipient: Uint8Array }
type Files = readonly { readonly entry: FileEntry; readonly upload: Upload }[]
type SelfPart = { readonly slot: Uint8Array; readonly deleteHash: Uint8Array; readonly blob: Uint8Array | BlobFor }

/**
 * A first report, sealed. `keys` is null when the person keeps nothing: then every id is random and all sizes are the same.
 * Refuses before anything is sealed when a reader is excluded, cannot receive, or when all readers are bodies of a state.
 */
export async function sealReport(draft: Draft, roster: CheckedRoster, keys: MailboxKeys | null): Promise<Sealed> {
  const readers = readersOf(draft, roster)
  const item = randomBytes(16)
  const files = draft.files.map((file) => fileOf(file, keys === null ? freshSetKeys() : setKeysOf(keys, item, file.n), item))
  const header = headerOf(draft, roster, { item, keys, files })
  const { frame } = await sealItem({
    header,
    text: draft.text.normalize('NFC').replace(/\r\n?/g, '\n'),
    convKey: keys?.conv(0) ?? null,
    teams: readers.map(({ id, recipient }) => ({ id, recipient })),
    deleteHash: keys === null ? randomBytes(16) : deleteHash(deleteToken(keys, item)),
    self: keys === null ? await nobodys() : selfOf(keys, header, files),
    lane: 1,
  })
  return { frame, uploads: files.map(({ upload }) => upload) }
}

/** The chosen teams with their keys. guards T-06, T-27 */
function readersOf({ to, never }: Draft, { teams, receiving }: CheckedRoster): readonly Reader[] {
  if (receiving !== 'yes') throw new WorkRefusal('lists.nobody')
  guardWrap(to, blocked(never, teams))
  const readers = teams.filter((team): team is Reader => to.includes(team.id) && team.recipient !== null)
  if (readers.length === 0 || readers.length !== to.length) throw new WorkRefusal('lists.changed')
  if (readers.every(({ kind }) => kind === 'state')) throw new WorkRefusal('lists.only_states')
  return readers
}

function headerOf(
  draft: Draft,
  roster: CheckedRoster,
  { item, keys, files }: { item: Uint8Array; keys: MailboxKeys | null; files: Files },
): ItemHeader {
  const where = { ...(draft.host === '' ? {} : { host: draft.host }), ...(draft.origin.length === 0 ? {} : { origin: [...draft.origin] }) }
  return {
    v: 1,
    type: 'report',
    item: hex(item),
    instance: roster.instance,
    seq: 0,
    step: hex(keys === null ? randomBytes(32) : keys.chain(0)),
    urgent: draft.urgent,
    lane: 1,
    roster: roster.version,
    lang: draft.language,
    to: [...draft.to],
    never: unionOf(draft.never, []),
    consent: CONSENT,
    conv: keys === null ? null : convOf(keys, 0, 0),
    danger: draft.danger,
    files: files.map(({ entry }) => entry),
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(draft.when === undefined ? {} : { when: draft.when }),
    ...(draft.contact === '' ? {} : { contact: draft.contact.normalize('NFC') }),
  }
}

function fileOf(file: Draft['files'][number], keys: SetKeys, item: Uint8Array): Files[number] {
  const { n, name, type, size, segment, segments, probe, derivedFrom } = file
  return {
    entry: {
      n,
      set: hex(keys.set),
      identity: identityText(keys.identitySeed),
      name: name.normalize('NFC'),
      type,
      size,
      segment,
      segments,
      probe,
      ...(derivedFrom === undefined ? {} : { derived_from: derivedFrom }),
    },
    upload: { n, item: hex(item), set: hex(keys.set), token: keys.token, recipient: keys.recipient, segment, segments },
  }
}

/** The reporter's memory of what was sent: the phone keeps nothing. */
function selfOf(keys: MailboxKeys, header: ItemHeader, files: Files): SelfPart {
  const slot = selfSlotId(keys, 0, 0)
  const { item, to, never, consent, roster } = header
  const sets = files.map(({ entry: { n, set, size, probe } }) => ({ n, set, size, probe }))
  return {
    slot,
    deleteHash: deleteHash(deleteToken(keys, slot)),
    blob: (bodyHash) =>
      sealSelf(keys, {
        v: 1,
        type: 'self',
        index: 0,
        window: 0,
        g: 0,
        seq: 0,
        items: [{ seq: 0, item, body: hex(bodyHash), files: sets }],
        to,
        reached: to.map((team) => ({ team, g: 0 })),
        never,
        consent,
        roster,
      }),
  }
}

async function nobodys(): Promise<SelfPart> {
  return { slot: randomBytes(16), deleteHash: randomBytes(16), blob: await dummySelfBlob() }
}
