import { Damaged } from './finding.ts'

const WINDOW = 1 << 20

/** Reads a file of any size through one window, so that memory stays flat. */
export class Reader {
  readonly size: number
  readonly #blob: Blob
  #from = 0
  #window: Uint8Array<ArrayBuffer> = new Uint8Array(0)

  constructor(blob: Blob) {
    this.#blob = blob
    this.size = blob.size
  }

  /** The `n` bytes at `at`; refuses what lies outside the file. */
  async bytes(at: number, n: number): Promise<Uint8Array<ArrayBuffer>> {
    if (at < 0 || n < 0 || at + n > this.size) throw new Damaged('outside the file')
    if (at < this.#from || at + n > this.#from + this.#window.length) await this.#load(at, n)
    return this.#window.subarray(at - this.#from, at - this.#from + n)
  }

  /** What the window holds from `at` on: at least one byte, or none at the end of the file. */
  async some(at: number): Promise<Uint8Array<ArrayBuffer>> {
    if (at >= this.size) return new Uint8Array(0)
    if (at < this.#from || at >= this.#from + this.#window.length) await this.#load(at, 1)
    return this.#window.subarray(at - this.#from)
  }

  async #load(at: number, n: number): Promise<void> {
    const end = Math.min(this.size, at + Math.max(n, WINDOW))
    this.#window = new Uint8Array(await this.#blob.slice(at, end).arrayBuffer())
    this.#from = at
    if (this.#window.length !== end - at) throw new Damaged('the file has changed')
  }
}

export const u16be = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
export const u32be = (bytes: Uint8Array, at: number): number => ((u16be(bytes, at) << 16) | u16be(bytes, at + 2)) >>> 0
export const u16le = (bytes: Uint8Array, at: number): number => ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)
export const u32le = (bytes: Uint8Array, at: number): number => ((u16le(bytes, at + 2) << 16) | u16le(bytes, at)) >>> 0

/** Bytes as Latin-1 letters: marks and tags are looked for, nothing is read as text of a person. */
export function letters(bytes: Uint8Array, at = 0, n = bytes.length - at): string {
  let text = ''
  const end = Math.min(bytes.length, at + n)
  for (let from = at; from < end; from += 8192) text += String.fromCharCode(...bytes.subarray(from, Math.min(end, from + 8192)))
  return text
}

export function starts(bytes: Uint8Array, mark: string, at = 0): boolean {
  return letters(bytes, at, mark.length) === mark
}

/** Text of a person, read as UTF-8 and never refused. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\0+$/, '')
}
