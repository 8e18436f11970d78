import { open, readdir, readFile } from 'node:fs/promises'

/** A word that must not be found, in the encodings in which a program might hold it; shorter ones than eight bytes would be found by chance. */
export function encodingsOf(word: string): Pattern[] {
  const utf8 = Buffer.from(word, 'utf8')
  const wide = Buffer.from(word, 'utf16le')
  // The middle of a base64 text depends on where its word begins in a group of three.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), utf8])
      .toString('base64')
      .slice(4, -4),
  )
  // Of plain letters both orders hold the same middle, so that one search finds either.
  const isPlain = utf8.length === word.length
  const wides = isPlain
    ? [{ name: 'utf-16', bytes: wide.subarray(0, -1) }]
    : [
        { name: 'utf-16le', bytes: wide },
        { name: 'utf-16be', bytes: Buffer.from(wide).swap16() },
      ]
  const all = [
    { name: 'utf-8', bytes: utf8 },
    ...wides,
    { name: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { name: 'percent', bytes: Buffer.from(encodeURIComponent(word)) },
    { name: 'form', bytes: Buffer.from(new URLSearchParams({ '': word }).toString().slice(1)) },
    { name: 'escaped', bytes: Buffer.from(word.replace(/[^ -~]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)) },
    ...base64.map((text, shift) => ({ name: `base64 ${shift}`, bytes: Buffer.from(text) })),
  ]
  return all.filter(({ bytes }, at) => bytes.length >= 8 && all.findIndex((other) => other.bytes.equals(bytes)) === at)
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

const PIECE = 256 * 1024

const ZEROS = Buffer.alloc(2 * PIECE)

type Pattern = { readonly name: string; readonly bytes: Buffer }

/**
 * Which of the patterns stand in the memory of these processes, as `pid name`. Memory that they share is read once, as are
 * programs and libraries not at all. Throws when nothing could be read; a process that ended meanwhile holds nothing.
 */
export async function searchMemory(pids: readonly number[], patterns: readonly Pattern[]): Promise<string[]> {
  const overlap = Math.max(...patterns.map(({ bytes }) => bytes.length))
  const shared = new Set<string>()
  const found = new Set<string>()
  let read = 0
  for (const pid of pids) {
    for await (const piece of readMemory(pid, overlap, shared)) {
      read += piece.length
      for (const name of namesIn(piece, patterns)) found.add(`${pid} ${name}`)
    }
  }
  if (read < PIECE) throw new Error('no memory could be read')
  return [...found]
}

function namesIn(piece: Buffer, patterns: readonly Pattern[]): string[] {
  // Most of what a process has is still untouched.
  if (piece.equals(ZEROS.subarray(0, piece.length))) return []
  return patterns.filter(({ bytes }) => piece.includes(bytes)).map(({ name }) => name)
}

/** Memory in use, in pieces that overlap, so that no word is cut. */
async function* readMemory(pid: number, overlap: number, shared: Set<string>): AsyncGenerator<Buffer> {
  const maps = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '')
  const memory = await open(`/proc/${pid}/mem`, 'r').catch(() => null)
  if (memory === null) return
  const piece = Buffer.alloc(PIECE + overlap)
  try {
    for (const { at, length } of [...rangesOf(maps, shared)].flatMap((range) => piecesOf(range, piece.length))) {
      // A page that went away meanwhile has nothing to search.
      const got = await memory.read(piece, 0, length, at).catch(() => ({ bytesRead: 0 }))
      yield piece.subarray(0, got.bytesRead)
    }
  } finally {
    await memory.close()
  }
}

type Range = { readonly from: number; readonly to: number }

function piecesOf({ from, to }: Range, most: number): { at: number; length: number }[] {
  return Array.from({ length: Math.ceil((to - from) / PIECE) }, (_, index) => {
    const at = from + index * PIECE
    return { at, length: Math.min(most, to - at) }
  })
}

const MAPPING = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ (\S+ \d+) *([^\n]*)\n[^]*?^Rss: +(\d+) kB/gm

/** What a process has in use and may have written, each shared range for the first process that names it. */
function* rangesOf(maps: string, shared: Set<string>): Generator<Range> {
  for (const [, from = '', to = '', rights = '', inode = '', path = '', resident] of maps.matchAll(MAPPING)) {
    const isProgram = path.startsWith('/') && !rights.includes('w')
    if (resident === '0' || !rights.startsWith('r') || isProgram || path.startsWith('[v')) continue
    const isKnown = rights.endsWith('s') && shared.has(`${inode} ${path}`)
    shared.add(`${inode} ${path}`)
    if (!isKnown) yield { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }
  }
}
