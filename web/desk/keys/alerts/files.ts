import { SealingRefusal } from '#crypto/refusals.ts'
import { type AlertFile, fileDigest, readAlertFile, writeAlertFile } from '#crypto/team/alert-file.ts'
import type { View } from '#features/alerts/alert.contract.ts'
import type { GivenFile, SavedFile } from '../../rooms/alerts/calls.ts'
import { kindOf } from '../file-name.ts'
import { peersFor } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'
import { signedReplies } from './replies.ts'
import { openText, sealText } from './sealed-text.ts'

type To = { readonly recipient: Uint8Array; readonly epoch: number }

/** Seals files to the team that sent the alert and puts them there; what names them is signed with the reply that follows. */
export async function attachAll(vault: Vault, delivery: string, to: To, files: readonly GivenFile[]): Promise<AlertFile[]> {
  const named: AlertFile[] = []
  for (const { name, bytes } of files) {
    const sealed = await sealText(writeAlertFile(bytes), to)
    await vault.door.ask('alerts/received/attach', { delivery, ...sealed })
    named.push({ id: sealed.text, name: name.normalize().slice(0, 200), bytes: bytes.length, digest: fileDigest(bytes) })
  }
  return named
}

/** One file, only if a member of that office signed a reply that names these very bytes; saved under a name of ours (U-08). guards T-22 */
export async function openFile(
  vault: Vault,
  asked: { readonly alert: string; readonly delivery: string; readonly file: string },
): Promise<SavedFile> {
  const view = await vault.door.ask<View>('alerts/view', { alert: asked.alert })
  await peersFor(
    vault,
    view.offices.map(({ office }) => office),
  )
  const entry = (await signedReplies(vault, view))
    .flatMap(({ said, named }) => (said?.delivery === asked.delivery ? named : []))
    .find(({ id }) => id === asked.file)
  const kept = view.files.find(({ text, delivery }) => text === asked.file && delivery === asked.delivery)
  if (entry === undefined || kept === undefined) throw new SealingRefusal('alert.unsigned')
  const { bytes } = await vault.door.bytes('alerts/file', { file: asked.file })
  const plain = await openText(
    kept,
    bytes,
    vault.epochs.map(({ opener }) => opener),
  )
  const found = readAlertFile(plain, entry)
  const { type, ending } = kindOf(found)
  return { bytes: new Uint8Array(found), saveAs: `${asked.alert}-${asked.file.slice(0, 4)}.${ending}`, type }
}
