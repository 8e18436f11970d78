import { sha256 as sha256Hash } from '@noble/hashes/sha2.js'
import { readIdentity } from '#crypto/age/identity.ts'
import { hex, unhex } from '#crypto/bytes.ts'
import { openSet } from '#crypto/files/read-set.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import type { FileEntry } from '#crypto/seal/item.ts'
import type { OpenedFile } from '../model.ts'
import { DoorRefusal } from './door.ts'
import { DeskFault } from './fault.ts'
import { kindOf } from './file-name.ts'
import { codeOf } from './item-view.ts'
import type { Entry } from './mailbag.ts'
import type { Vault } from './vault.ts'

const ONE = { min: 1, max: 1 }

/** Fetches, opens and checks one file of an item: all of it or nothing. Its name reaches no file system (U-08, U-21). */
export async function fetchFile(vault: Vault, entry: Entry, n: number, onPart: (done: number, all: number) => void): Promise<OpenedFile> {
  const file = entry.opened?.header.files.find((one) => one.n === n)
  if (file === undefined) throw new DeskFault('record.not_found', 'refused')
  const opener = openerOf(readIdentity(file.identity))
  const set = await openSet(unhex(entry.listed.item), file, {
    fetch: async (index) => {
      onPart(index, file.segments)
      return segment(vault, file, index)
    },
    open: (sealed) => openWith([opener], sealed, ONE),
  })
  const whole = set.state === 'whole' ? set.parts : []
  const kind = kindOf(whole[0] ?? new Uint8Array())
  const hash = sha256Hash.create()
  for (const part of whole) hash.update(part)
  return {
    parts: whole,
    saveAs: `E-${codeOf(entry.listed.item).slice(2)}-${n}.${kind.ending}`,
    type: kind.type,
    found: kind.type,
    sha256: hex(hash.digest()),
    problem: set.state === 'whole' ? null : 'file.incomplete',
  }
}

/** One sealed segment; null when it has not arrived. */
async function segment({ door }: Vault, { set }: FileEntry, index: number): Promise<Uint8Array | null> {
  try {
    return (await door.bytes(`files/${set}/${index}`)).bytes
  } catch (error) {
    if (error instanceof DoorRefusal && error.status === 404) return null
    throw error
  }
}
