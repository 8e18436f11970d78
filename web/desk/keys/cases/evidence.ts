import type { OpenedFile } from '../../model.ts'
import type { CasesCalls } from '../../rooms/cases/calls.ts'
import type { Mail } from '../mail.ts'
import { keepCard, listCards, type Ring, readCards } from './ring.ts'
import { ringOf } from './rings.ts'

type Opening = CasesCalls['cases.openFile']['in']
/** What the case says of its originals; sealed, and read for a reason alone. */
type Manifest = { readonly files: readonly Listed[] }
type Listed = {
  readonly item: string
  readonly n: number
  readonly sha256: string
  readonly found: string
  readonly by: string
  readonly on: string
}

/**
 * Opens an original. The manifest of the case is asked for with the reason first, so that the line in the ledger stands
 * before anybody sees a byte; what was found, and by whom, is then written into it.
 */
export async function openOriginal(mail: Mail, { case: code, record, item, n, reason }: Opening): Promise<OpenedFile> {
  const ring = await ringOf(mail.vault, code)
  const known = await manifestOf(ring, record)
  const [manifest] = await readCards<Manifest>(ring, [known], reason)
  const opened = await mail.file(item, n)
  if (manifest?.problem === null && opened.problem === null && !manifest.content.files.some((file) => file.item === item && file.n === n)) {
    const line = {
      item,
      n,
      sha256: opened.sha256,
      found: opened.found,
      by: mail.vault.member,
      on: mail.vault.clock.now().toISOString().slice(0, 10),
    }
    const content: Manifest = { files: [...manifest.content.files, line] }
    await keepCard(ring, { kind: 'evidence.manifest', about: record, content, id: manifest.id, revision: manifest.revision })
  }
  return opened
}

async function manifestOf(ring: Ring, about: string): Promise<string> {
  const [listed] = await listCards(ring, { about, kind: 'evidence.manifest' })
  if (listed !== undefined) return listed.card
  const content: Manifest = { files: [] }
  return (await keepCard(ring, { kind: 'evidence.manifest', about, content })).id
}
