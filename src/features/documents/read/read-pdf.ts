import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { getDocument, PasswordException, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { Refusal } from '#kernel/refusal.ts'
import type { ReadLimits } from './limits.rules.ts'
import { note, type ReadNote } from './note.rules.ts'
import { type Line, linesOf, pageText, type Run, withoutRepeats } from './pdf-lines.rules.ts'

const PACKAGE = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))

/**
 * The text layer of a PDF, pages apart by blank lines. Refuses one that needs a password, one of pictures only and one
 * that is too damaged; pages that cannot be read, or are beyond the limit, are counted in the notes. Nothing is drawn,
 * fetched or run.
 */
export async function readPdf(
  bytes: Uint8Array,
  limits: ReadLimits,
): Promise<{ readonly text: string; readonly notes: readonly ReadNote[] }> {
  const loading = getDocument({
    // A plain array of its own: the package refuses a Buffer and takes the memory for itself.
    data: Uint8Array.from(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
    cMapUrl: join(PACKAGE, 'cmaps') + sep,
    cMapPacked: true,
    standardFontDataUrl: join(PACKAGE, 'standard_fonts') + sep,
  })
  const document = await loading.promise.catch((error: unknown) => {
    throw new Refusal(error instanceof PasswordException ? 'document.encrypted' : 'document.malformed')
  })
  try {
    return await readPages(document, limits)
  } finally {
    await loading.destroy()
  }
}

async function readPages(document: PDFDocumentProxy, limits: ReadLimits) {
  const pages: Line[][] = []
  let broken = 0
  let units = 0
  const last = Math.min(document.numPages, limits.pages)
  for (let number = 1; number <= last; number++) {
    const runs = await runsOf(document, number)
    if (runs === undefined) broken++
    units += (runs ?? []).reduce((sum, run) => sum + run.text.length, 0)
    if (units > limits.units) throw new Refusal('document.inflates')
    pages.push(linesOf(runs ?? []))
  }
  const empty = pages.filter((page) => page.length === 0).length - broken
  if (pages.every((page) => page.length === 0)) throw new Refusal(broken > 0 ? 'document.malformed' : 'document.no_text_layer')
  const shown = withoutRepeats(pages)
  const text = shown.pages
    .map(pageText)
    .filter((one) => one !== '')
    .join('\n\n')
  const notes: ReadNote[] = [
    ...note('pages_without_text', empty),
    ...note('pages_unreadable', broken),
    ...note('pages_beyond_limit', document.numPages - last),
    ...note('repeated_lines', shown.removed),
  ]
  return { text: `${text}\n`, notes }
}

/** The runs of one page; undefined where the page cannot be read. */
async function runsOf(document: PDFDocumentProxy, number: number): Promise<Run[] | undefined> {
  try {
    const page = await document.getPage(number)
    const content = await page.getTextContent()
    page.cleanup()
    return content.items.flatMap((item) => {
      if (!('str' in item)) return []
      const [, , , tall = 0, x = 0, y = 0] = item.transform as number[]
      return [{ text: item.str, x, y, width: item.width, height: item.height || Math.abs(tall) || 10 }]
    })
  } catch {
    // A damaged page is counted by the caller; the others may still be read.
    return undefined
  }
}
