import { type Cannot, Damaged, type Kind, type Look, TooLarge } from './finding.ts'
import { lookInGif } from './gif.ts'
import { lookInHeic } from './heic.ts'
import { lookInJpeg } from './jpeg.ts'
import { copyOf, lookInOffice } from './office.ts'
import { lookInPdf } from './pdf.ts'
import { isPng, lookInPng } from './png.ts'
import { letters, Reader, starts } from './reader.ts'
import { lookInVideo } from './video.ts'
import { isWebp, lookInWebp } from './webp.ts'

const STILLS = /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)/

/** The kind by its first bytes; what the name ends with is not asked. */
function kindOf(head: Uint8Array): Kind {
  if (starts(head, '\xff\xd8\xff')) return 'jpeg'
  if (isPng(head)) return 'png'
  if (isWebp(head)) return 'webp'
  if (starts(head, 'GIF8')) return 'gif'
  if (starts(head, '%PDF-')) return 'pdf'
  if (starts(head, 'PK\x03\x04')) return 'office'
  if (starts(head, 'ftyp', 4)) return STILLS.test(letters(head, 8, 4)) ? 'heic' : 'video'
  return /^(moov|mdat|wide|free|skip|pnot)$/.test(letters(head, 4, 4)) ? 'video' : 'other'
}

const LOOKS: Readonly<Record<Kind, (reader: Reader, depth: number) => Promise<Look>>> = {
  jpeg: lookInJpeg,
  png: lookInPng,
  webp: lookInWebp,
  gif: lookInGif,
  heic: lookInHeic,
  video: lookInVideo,
  pdf: lookInPdf,
  office: (reader, depth) =>
    depth > 0 ? Promise.reject(new TooLarge('a document in a document')) : lookInOffice(reader, (blob) => look(blob, depth + 1)),
  other: () => Promise.resolve({ kind: 'other', findings: [{ code: 'unread' }], clean: 'kind' }),
}

function cannot(kind: Kind, why: Cannot): Look {
  return { kind, findings: [{ code: 'unread' }], clean: why }
}

async function look(blob: Blob, depth: number): Promise<Look> {
  if (blob.size === 0) return { kind: 'other', findings: [], clean: 'nothing' }
  const reader = new Reader(blob)
  const head = Uint8Array.from((await reader.some(0)).subarray(0, 32))
  const kind = kindOf(head)
  try {
    return await LOOKS[kind](reader, depth)
  } catch (error) {
    if (error instanceof Damaged) return cannot(kind, 'damaged')
    if (error instanceof TooLarge) return cannot(kind, 'too_large')
    throw error
  }
}

/**
 * What a file carries unseen, and its clean copy where one can be made: bounded in size, depth and count whatever the
 * bytes are; throws only what reading the file throws (T-19, U-06, U-14).
 */
export function lookInside(blob: Blob): Promise<Look> {
  return look(blob, 0)
}

/**
 * The clean copy of a file, looked at once more: null where anything but a plain picture is left in it.
 * guards T-19
 */
export async function cleanCopy(blob: Blob, found: Look): Promise<Blob | null> {
  if (typeof found.clean === 'string') return found.clean === 'nothing' ? blob : null
  const copy = copyOf(blob, found.clean.parts)
  const again = await lookInside(copy)
  return again.clean === 'nothing' && again.kind === found.kind ? copy : null
}
