import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import type { CorridorFile } from '#features/observatory/release.contract.ts'
import { loadPress } from '#formats/print/load-press.ts'
import type { Press } from '#formats/print/press.ts'
import { no } from '#kernel/refusal.ts'
import { anInventedCase, aRound, ROUND, theCorridor } from './a-briefing.ts'
import { bitsOf, copyOf, markOf } from './copy-mark.rules.ts'
import { canFinish } from './final.rules.ts'
import { namesIn } from './jigsaw.rules.ts'
import { paperOf } from './paper.rules.ts'
import { printPublic } from './print-public.ts'

let corridor: CorridorFile
let press: Press
let folder: string
before(async () => {
  corridor = await theCorridor()
  press = await loadPress()
  folder = mkdtempSync(join(tmpdir(), 'asylia-briefing-'))
})
after(() => {
  press.end()
  rmSync(folder, { recursive: true })
})

const tool = (name: string, ...args: string[]) =>
  execFileSync(name, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] })
const fileOf = (bytes: Uint8Array) => {
  const file = join(folder, 'briefing.pdf')
  writeFileSync(file, bytes)
  return file
}

test('a round with 200 cases and all promises: live sources, tags, order, and no name outside the scope in any form (R-NGO-16, UX-P-01, UX-P-02, P-06)', async () => {
  const cases = Array.from({ length: 200 }, (_, n) => anInventedCase(n, n % 10 === 7 ? { dialogue: no('consent.withdrawn') } : undefined))
  const { briefing, left, hidden, agreed } = aRound(corridor, cases)
  assert.equal(left.length, 20)
  const citations = new Set(corridor.citations.map(({ code }) => code))
  const verdict = canFinish(briefing, { isLive: ({ id, kind }) => kind !== 'citation' || citations.has(id), agreed, hidden })
  assert.deepEqual(verdict, { ok: true })

  const paper = paperOf(briefing, { version: 1, copy: 1 })
  const lines = paper.parts.flatMap((part) => part.lines)
  assert.ok(lines.length > 900)
  for (const line of lines) assert.ok(line.notes.length > 0 && line.notes.every((note) => paper.notes[note - 1] !== undefined))

  const file = fileOf(await press.print(paper, 'pdf'))
  assert.match(tool('pdfinfo', file), /Tagged: +yes/)
  assert.match(tool('qpdf', '--check', file), /No syntax or stream encoding errors/)
  const pdf = tool('pdftotext', file, '-')
  const word = strFromU8(unzipSync(await press.print(paper, 'docx'))['word/document.xml'] ?? new Uint8Array()).replaceAll(/<[^>]+>/g, ' ')
  const plain = strFromU8(await press.print(paper, 'txt'))
  for (const text of [pdf, word, plain]) {
    assert.deepEqual(namesIn(text, hidden), [])
    for (const { canary, material } of cases) assert.equal(text.includes(canary), !left.includes(material.code), material.code)
  }
  const structure = tool('pdfinfo', '-struct', file)
  assert.equal(structure.match(/^ *H1 /gm)?.length, 1)
  assert.equal(structure.match(/^ *H3 /gm)?.length, 180)
  const flat = pdf.replaceAll(/\s+/g, ' ')
  const order = paper.parts.map(({ heading }) => heading)
  let from = 0
  for (const heading of order) {
    const at = flat.indexOf(heading, from)
    assert.ok(at >= from, heading)
    from = at
  }
})

test('the server prints public records in three forms, and has no way to be handed anything else', async () => {
  const pdf = await printPublic(corridor, { ...ROUND, form: 'page', marking: 'TLP:CLEAR' }, 'pdf')
  assert.match(tool('pdfinfo', fileOf(pdf)), /Pages: +1\n/)
  assert.match(strFromU8(await printPublic(corridor, { ...ROUND, lang: 'fr' }, 'txt')), /CE QU’IL FAUT DEMANDER/)
  assert.ok((await printPublic(corridor, { ...ROUND, lang: 'vi' }, 'docx')).length > 10_000)
  await assert.rejects(printPublic(corridor, { ...ROUND, subject: 'H-2222' }, 'txt'), /nothing here/)
  await assert.rejects(printPublic({ ...corridor, citations: [] }, ROUND, 'txt'), /withdrawn or taken away/)
})

/** Where lines begin on a page, from its picture: rows of pixels with ink after rows without. As a scan has them, and no finer. */
function topsOf(file: string): number[] {
  const pgm = execFileSync('pdftoppm', ['-gray', '-r', '120', '-l', '1', file], {
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [, width = 0, height = 0] = (/^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1')) ?? []).map(Number)
  const start = pgm.length - width * height
  const dark = Array.from({ length: height }, (_, y) => pgm.subarray(start + y * width, start + (y + 1) * width).some((ink) => ink < 140))
  return dark.flatMap((is, y) => (is && dark[y - 1] === false ? [y] : []))
}

/** The gaps between lines of one height, narrow or wide; what stands before the list is left out. */
function gapsOf(tops: readonly number[]): boolean[] {
  const distances = tops.slice(1).map((top, at) => top - (tops[at] ?? 0))
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0
  const isUsual = (one: number) => Math.abs(one - usual) < usual * 0.2
  const first = distances.findIndex((_, at) => distances.slice(at, at + 12).every(isUsual))
  const end = distances.findIndex((one, at) => at > first && !isUsual(one))
  const listed = distances.slice(first, end)
  const middle = (Math.min(...listed) + Math.max(...listed)) / 2
  return listed.map((one) => one > middle)
}

test('each of 50 copies names itself on every page and in its gaps, on paper as in the file; retyped text has no gaps to read (T-26)', async () => {
  const lines = Array.from({ length: 48 }, (_, n) => ({ text: `Item ${n} of the list`, notes: [], mark: null }))
  const bare = paperOf(aRound(corridor, []).briefing, { version: 1, copy: null })
  let named = 0
  for (let copy = 1; copy <= 50; copy += 1) {
    const number = copy * 1_301
    const parts = [{ heading: 'List', level: 2 as const, isList: true, lines }]
    const paper = { ...bare, copy: `Copy ${markOf(number)}`, bits: bitsOf(number), notes: [], parts }
    const file = fileOf(await press.print(paper, 'pdf'))
    assert.ok(tool('pdftotext', '-l', '1', file, '-').includes(markOf(number)))
    if (copyOf(gapsOf(topsOf(file))) === number) named += 1
  }
  assert.ok(named >= 48, `${named} of 50`)
  assert.equal(copyOf(bitsOf(77)), 77)
  assert.equal(copyOf(Array.from({ length: 48 }, () => null)), null)
  assert.equal(copyOf(bitsOf(77).map((bit, at) => (at === 5 ? !bit : bit))), null)
})
