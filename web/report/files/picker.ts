import { FILE_MAX, REPORT_MAX } from '#crypto/constants.ts'
import { planSet } from '#crypto/files/set-plan.ts'
import type { Shell } from '../screens.ts'
import type { FilePick } from '../state.ts'
import type { Looked } from './ask.ts'
import { segmentSize } from './line-speed.ts'

/** Both: the copy without hidden data, and the original sealed beside it as evidence. */
export type Choice = 'both' | 'copy' | 'original'
export type Row = {
  readonly id: number
  readonly blob: Blob
  readonly name: string
  readonly type: string
  /** null while the worker looks; `unreadable` when the phone does not give the file. */
  look: Looked | 'unreadable' | null
  choice: Choice
}

export const MOST_FILES = 20
const LONGEST_NAME = 160

export type Problem = 'files.too_large' | 'files.too_much' | 'files.too_many'

/** The files of one report or message, from picking to sealing. Memory only; it ends with the page. guards T-16 */
export class Picker {
  readonly #shell: Shell
  readonly #changed: () => void
  readonly #rows: Row[] = []
  /** Why the last file was not taken; it stays on the screen while others are looked at. */
  problem: { readonly key: Problem; readonly name: string } | null = null
  #next = 1

  constructor(shell: Shell, changed: () => void) {
    this.#shell = shell
    this.#changed = changed
  }

  get rows(): readonly Row[] {
    return this.#rows
  }

  get bytes(): number {
    return this.#rows.reduce((sum, row) => sum + sizeOf(row), 0)
  }

  get looking(): boolean {
    return this.#rows.some(({ look }) => look === null)
  }

  /** Takes a file up unread; a size beyond the limits is refused before a byte of it is read (U-03). */
  add(file: File): Problem | null {
    if (file.size > FILE_MAX) return 'files.too_large'
    if (this.bytes + file.size > REPORT_MAX) return 'files.too_much'
    if (this.#rows.length >= MOST_FILES) return 'files.too_many'
    const row: Row = { id: this.#next, blob: file, name: nameOf(file.name), type: typeOf(file.type), look: null, choice: 'original' }
    this.#next += 1
    this.#rows.push(row)
    void this.#look(row)
    return null
  }

  remove(id: number): void {
    const at = this.#rows.findIndex((row) => row.id === id)
    if (at >= 0) this.#rows.splice(at, 1)
    this.#changed()
  }

  choose(id: number, choice: Choice): Problem | null {
    const row = this.#rows.find((one) => one.id === id)
    if (row === undefined) return null
    const before = row.choice
    row.choice = choice
    if (this.bytes <= REPORT_MAX) return null
    row.choice = before
    return 'files.too_much'
  }

  async #look(row: Row): Promise<void> {
    try {
      row.look = await this.#shell.work('files').call<Looked>('look', { blob: row.blob })
      if (row.look.clean === 'ready') row.choice = this.bytes + (row.look.copy?.size ?? 0) > REPORT_MAX ? 'copy' : 'both'
    } catch {
      row.look = 'unreadable'
    }
    this.#changed()
  }

  /** What is sealed and sent, numbered from 1; files that nobody can read are left out. */
  picks(): FilePick[] {
    const picks: FilePick[] = []
    for (const row of this.#rows) picks.push(...picksOf(row, picks.length + 1))
    return picks
  }
}

function pickOf(row: Row, n: number, blob: Blob, probe: string): FilePick {
  const { size } = blob
  const segment = segmentSize(size)
  return { n, blob, name: row.name, type: row.type, size, segment, segments: planSet(size, segment).count, probe }
}

/** One file, its copy, or both, the copy naming the original. */
function picksOf(row: Row, n: number): FilePick[] {
  const { look, choice } = row
  if (look === null || look === 'unreadable') return []
  const original = choice === 'copy' ? [] : [pickOf(row, n, row.blob, look.probe)]
  if (choice === 'original' || look.copy === null || look.copyProbe === null) return original
  const copy = pickOf(row, n + original.length, look.copy, look.copyProbe)
  const type = look.kind === 'heic' ? 'image/jpeg' : row.type
  return [...original, { ...copy, type, ...(original.length === 0 ? {} : { derivedFrom: n }) }]
}

/** What a row sends: the original, its copy, or both. */
function sizeOf({ blob, choice, look }: Row): number {
  const copy = look !== null && look !== 'unreadable' ? (look.copy?.size ?? 0) : 0
  return (choice === 'copy' ? 0 : blob.size) + (choice === 'original' ? 0 : copy)
}

/** The end of a long name says what it is, so the middle goes. */
function nameOf(name: string): string {
  const plain = name.normalize('NFC').replace(/[\p{Cs}\p{Cc}]/gu, '\ufffd')
  return plain.length <= LONGEST_NAME ? plain : `${plain.slice(0, LONGEST_NAME - 21)}…${plain.slice(-20)}`
}

function typeOf(type: string): string {
  return /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,80}$/.test(type) ? type : 'application/octet-stream'
}

/** A name as it is shown: what hides or turns letters is made visible (U-09). */
export function shownName(name: string): string {
  return name.replace(/[\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
}

type Kept = { readonly picker: Picker; readonly gone: AbortSignal }
const pickers = new Map<string, Kept>()

/** The picker of a place, the same until the person leaves or the message went out. */
export function pickerOf(shell: Shell, place: 'report' | 'mailbox', changed: () => void): Picker {
  const known = pickers.get(place)
  if (known !== undefined && known.gone === shell.gone) return known.picker
  const picker = new Picker(shell, changed)
  pickers.set(place, { picker, gone: shell.gone })
  shell.gone.addEventListener('abort', () => pickers.delete(place))
  return picker
}

export function dropPicker(place: 'report' | 'mailbox'): void {
  pickers.delete(place)
}
