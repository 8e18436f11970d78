import { open, readdir, readFile } from 'node:fs/promises'

/** A word that must not be found, in the encodings in which a program might hold it. */
export function encodingsOf(word: string): Pattern[] {
  const utf8 = Buffer.from(word, 'utf8')
  const wide = Buffer.from(word, 'utf16le')
  // The middle of a base64 text depends on where its word begins in a group of three.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .slice(4, -4),
  )
  return [
    { name: 'utf-8', bytes: utf8 },
    { name: 'utf-16le', bytes: wide },
    { name: 'utf-16be', bytes: Buffer.from(wide).swap16() },
    { name: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { name: 'percent', bytes: Buffer.from(encodeURIComponent(word)) },
    { name: 'form', bytes: Buffer.from(new URLSearchParams({ '': word }).toString().slice(1)) },
    { name: 'escaped', bytes: Buffer.from(word.replace(/[^ -~]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)) },
    ...base64.map((text, shift) => ({ name: `base64 ${shift}`, bytes: Buffer.from(text) })),
  ]
}

/** This process and all below it. */
export async function processesBelow(root: number): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = await Promise.all(names.map(async (name) => [Number(name), await parentOf(name)] as const))
  const found = [root]
  for (const one of found) found.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child))
  return found
}

async function parentOf(pid: string): Promise<number | undefined> {
  // The name of a program may hold brackets; the state and the parent follow the last one.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

const PIECE = 4 * 1024 * 1024

type Pattern = { readonly name: string; readonly bytes: Buffer }

/** Which of the patterns stand in the readable memory of a process; throws when the memory cannot be read at all. */
export async function searchMemory(pid: number, patterns: readonly Pattern[]): Promise<Set<string>> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8')
  const overlap = Math.max(...patterns.map(({ bytes }) => bytes.length))
  const found = new Set<string>()
  let read = 0
  for await (const piece of readMemory(pid, maps, overlap)) {
    read += piece.length
    for (const { name, bytes } of patterns) if (piece.includes(bytes)) found.add(name)
  }
  if (read < PIECE) throw new Error(`the memory of process ${pid} was not readable`)
  return found
}

/** Readable memory in pieces that overlap, so that no word is cut. */
async function* readMemory(pid: number, maps: string, overlap: number): AsyncGenerator<Buffer> {
  const memory = await open(`/proc/${pid}/mem`, 'r')
  const piece = Buffer.alloc(PIECE + overlap)
  try {
    for (const { at, length } of piecesOf(maps, piece.length)) {
      // A page that went away meanwhile, or that its owner never touched, has nothing to search.
      const got = await memory.read(piece, 0, length, at).catch(() => ({ bytesRead: 0 }))
      yield piece.subarray(0, got.bytesRead)
    }
  } finally {
    await memory.close()
  }
}

function* piecesOf(maps: string, most: number): Generator<{ at: number; length: number }> {
  for (const [, from = '', to = ''] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) r\S{3} (?!.*\[v(?:var|syscall|dso))/gm)) {
    const end = Number.parseInt(to, 16)
    for (let at = Number.parseInt(from, 16); at < end; at += PIECE) yield { at, length: Math.min(most, end - at) }
  }
}
