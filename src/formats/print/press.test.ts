import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { Refusal } from '#kernel/refusal.ts'
import { loadPress } from './load-press.ts'
import type { Paper } from './paper.ts'
import { writePlainText } from './plain-text.ts'
import type { Press } from './press.ts'

let press: Press
let folder: string
before(async () => {
  press = await loadPress()
  folder = mkdtempSync(join(tmpdir(), 'asylia-press-'))
})
after(() => {
  press.end()
  rmSync(folder, { recursive: true })
})

const line = (text: string, notes: readonly number[] = [1], mark: string | null = null) => ({ text, notes, mark })
const paper = (over: Partial<Paper> = {}): Paper => ({
  lang: 'en',
  title: 'Ask for three things',
  kicker: 'Briefing',
  marking: 'TLP:AMBER',
  copy: 'Copy 7K2M',
  bits: [],
  isShort: false,
  parts: [
    { heading: 'In one minute', level: 2, isList: false, lines: [line('Đỗ Thị Ước hỏi: giam giữ ở đâu?')] },
    {
      heading: 'What to ask',
      level: 2,
      isList: true,
      lines: [line('Where is the person held?'), line('When may the family visit?', [1, 2], 'Alleged')],
    },
  ],
  notesTitle: 'Sources',
  notes: ['First source [Q-7Q4M]', 'Second source [Q-8Q4M]'],
  page: { before: 'Page ', between: ' of ' },
  ...over,
})

async function pdfFile(given: Paper): Promise<string> {
  const file = join(folder, 'paper.pdf')
  writeFileSync(file, await press.print(given, 'pdf'))
  return file
}
const tool = (name: string, ...args: string[]) => execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

test('the PDF is tagged: one main heading, lists, links to notes, in reading order, and holds no author, time or script (A11Y-11, P-06)', async () => {
  const file = await pdfFile(paper())
  const info = tool('pdfinfo', file)
  assert.match(info, /Tagged: +yes/)
  assert.match(info, /JavaScript: +no/)
  assert.doesNotMatch(info, /Author|CreationDate|ModDate/)
  const structure = tool('pdfinfo', '-struct', file)
  assert.equal(structure.match(/^ *H1 /gm)?.length, 1)
  for (const tag of ['H2', 'L', 'LI', 'LBody', 'Link', 'P']) assert.match(structure, new RegExp(`^ *${tag}\\b`, 'm'), tag)
  assert.match(tool('qpdf', '--check', file), /No syntax or stream encoding errors/)
  const text = tool('pdftotext', file, '-').replaceAll(/\s+/g, ' ')
  const places = [
    'Ask for three things',
    'In one minute',
    'Đỗ Thị Ước hỏi: giam giữ ở đâu?',
    'What to ask',
    'Where is the person',
    'Alleged: When may',
    'Sources',
    'First source',
  ].map((words) => text.indexOf(words))
  assert.ok(!places.includes(-1))
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  )
  assert.match(text, /TLP:AMBER – Copy 7K2M/)
})

test('every font in the PDF is one of the shipped ones, also for Thai and Arabic', async () => {
  const file = await pdfFile(paper({ title: 'กรุงเทพ and العربية' }))
  const fonts = tool('pdffonts', file).split('\n').slice(2).filter(Boolean)
  assert.ok(fonts.some((one) => one.includes('Thai')) && fonts.some((one) => one.includes('Naskh')))
  assert.ok(
    fonts.every((one) => /Noto(?:Sans|SansThai|NaskhArabic)-(?:Regular|Bold)\b.* yes yes yes /.test(one)),
    fonts.join('\n'),
  )
})

test('a letter that no shipped font draws is refused by its number in every form, wherever it stands', async () => {
  for (const form of ['pdf', 'docx', 'txt'] as const)
    for (const odd of [
      { title: '中' },
      { notes: ['中'] },
      { copy: '中' },
      { parts: [{ heading: 'x', level: 2 as const, isList: false, lines: [line('中')] }] },
    ])
      await assert.rejects(
        press.print(paper(odd), form),
        (error) => error instanceof Refusal && error.code === 'briefing.letter_missing' && error.detail === 'U+4E2D',
      )
})

test('what looks like a command of a typesetter or of a word processor is printed as it was written (A-17, A-18)', async () => {
  const hostile = [
    '#eval("1")',
    '\\") #panic("',
    '$x$ *b* _i_ `r` @n1 <pages>',
    '<script>alert(1)</script>',
    '=HYPERLINK("x")',
    '{ HYPERLINK x }',
    '"]]> & <w:p/>',
  ]
  const given = paper({ parts: [{ heading: 'h', level: 2, isList: true, lines: hostile.map((text) => line(text, [])) }] })
  const text = tool('pdftotext', await pdfFile(given), '-').replaceAll(/\s+/g, ' ')
  const word = strFromU8(unzipSync(await press.print(given, 'docx'))['word/document.xml'] ?? new Uint8Array())
  const plain = word
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
  for (const one of hostile) {
    assert.ok(text.includes(one), one)
    assert.ok(plain.includes(one), one)
  }
  assert.doesNotMatch(word, /instrText|fldSimple|w:object/)
})

test('one page is one page, in the largest letters that fit, and too much is refused', async () => {
  const lines = (n: number) =>
    Array.from({ length: n }, (_, at) =>
      line(`Sentence ${at} says something that a minister can say in a corridor, and no more than that is needed.`),
    )
  const page = (n: number) => paper({ isShort: true, parts: [{ heading: 'h', level: 2, isList: true, lines: lines(n) }] })
  for (const n of [3, 34, 40]) assert.match(tool('pdfinfo', await pdfFile(page(n))), /Pages: +1\n/, String(n))
  await assert.rejects(press.print(page(80), 'pdf'), (error) => error instanceof Refusal && error.code === 'briefing.too_long')
})

test('the Word file carries its font, headings, a real list and links to notes, and names no author and no time (P-06)', async () => {
  const parts = unzipSync(await press.print(paper(), 'docx'))
  const part = (name: string) => strFromU8(parts[name] ?? assert.fail(name))
  const word = part('word/document.xml')
  assert.equal(word.match(/w:val="Heading1"/g)?.length, 1)
  for (const found of [/w:numPr/, /w:anchor="n2"/, /w:bookmarkStart w:name="n1"/]) assert.match(word, found)
  assert.match(part('word/fontTable.xml'), /Noto Sans/)
  const core = part('docProps/core.xml')
  assert.doesNotMatch(core, /20[0-9][0-9]-/)
  assert.match(core, /<dc:creator><\/dc:creator>|<dc:creator\/>|^(?!.*dc:creator)/s)
  assert.doesNotMatch(
    Object.entries(parts)
      .map(([name, bytes]) => name + (name.endsWith('.xml') ? strFromU8(bytes) : ''))
      .join(),
    /w:ins |w:del |w:comment/,
  )
  assert.match(part('word/header1.xml'), /TLP:AMBER – Copy 7K2M/)
})

test('the same paper is the same PDF, byte for byte', async () => {
  assert.deepEqual(await press.print(paper(), 'pdf'), await press.print(paper(), 'pdf'))
})

test('plain text has short lines, marks in words and numbers that lead to the notes (A11Y-11)', () => {
  const text = writePlainText(paper())
  assert.ok(text.split('\n').every((one) => one.length <= 76))
  assert.match(text, /^- Alleged: When may the family visit\? \[1\]\[2\]$/m)
  assert.match(text, /^\[2\] Second source \[Q-8Q4M\]$/m)
  assert.doesNotMatch(text, /\t|[\u2500-\u257f]/)
})
