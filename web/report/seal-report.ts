import { identityText } from '#crypto/age/identity.ts'
import { hex, randomBytes } from '#crypto/bytes.ts'
import { freshSetKeys, type SetKeys, setKeysOf } from '#crypto/files/set-keys.ts'
import type { CheckedRoster } from '#crypto/roster/check-roster.ts'
import { sealFirstReport } from '#crypto/seal/first-report.ts'
import type { FileEntry } from '#crypto/seal/item.ts'
import type { MailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import type { Draft, Sealed } from './draft.ts'
import type { Upload } from './state.ts'
import { WorkRefusal } from './work.ts'

/**
 * A first report with its files, sealed. `keys` is null when the person keeps nothing. Refuses before anything is sealed
 * when a reader is excluded, cannot receive, or when all readers are bodies of a state.
 */
export async function sealReport(draft: Draft, roster: CheckedRoster, keys: MailboxKeys | null): Promise<Sealed> {
  demandReaders(draft, roster)
  const item = randomBytes(16)
  const files = draft.files.map((file) => fileOf(file, keys === null ? freshSetKeys() : setKeysOf(keys, item, file.n), item))
  const report = { ...draft, lane: 1, lang: draft.language, item, files: files.map(({ entry }) => entry) } as const
  const { frame } = await sealFirstReport(report, roster, keys)
  return { frame, uploads: files.map(({ upload }) => upload) }
}

/** The list may have changed since the readers were ticked. guards T-06 */
function demandReaders({ to }: Draft, { teams, receiving }: CheckedRoster): void {
  if (receiving !== 'yes') throw new WorkRefusal('lists.nobody')
  const readers = teams.filter(({ id, recipient }) => to.includes(id) && recipient !== null)
  if (readers.length === 0 || readers.length !== to.length) throw new WorkRefusal('lists.changed')
  if (readers.every(({ kind }) => kind === 'state')) throw new WorkRefusal('lists.only_states')
}

type Sending = { readonly entry: FileEntry; readonly upload: Upload }

function fileOf(file: Draft['files'][number], keys: SetKeys, item: Uint8Array): Sending {
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
