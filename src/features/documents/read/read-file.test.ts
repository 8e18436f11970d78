import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal, type RefusalCode } from '#kernel/refusal.ts'
import { readParagraphs } from '../segment.rules.ts'
import { aDocx, aZipBomb } from './a-docx.ts'
import { aPdf } from './a-pdf.ts'
import { READ_LIMITS } from './limits.rules.ts'
import { readFileToText } from './read-file.ts'
import { readHere } from './read-text.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const here = (bytes: Uint8Array, name?: string) => readHere(bytes, { limits: READ_LIMITS, ...(name === undefined ? {} : { name }) })
const refuses = (code: RefusalCode) => (error: unknown) => error instanceof Refusal && error.code === code
const noted = (read: { readonly notes: readonly { readonly code: string }[] }) => read.notes.map((note) => note.code)
const paragraphs = (text: string) => readParagraphs(text).map((one) => one.text)

test('plain text keeps every unit, in UTF-8 and in UTF-16 with its mark', async () => {
  const text = 'Đặng Thị Huệ\r\n\r\nถูกติดตาม 😀\n'
  assert.equal((await here(utf8(text))).text, text)
  assert.equal((await here(utf8(`\ufeff${text}`))).text, text)
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  assert.equal((await here(little)).text, text)
  assert.equal((await here(Buffer.from(little).swap16())).text, text)
})

test('an encoding is never guessed: other bytes are refused unless their encoding is stated', async () => {
  const bytes = Uint8Array.from([0x4e, 0x67, 0xf4, 0x20, 0xd0, 0xec, 0x6e, 0x68])
  await assert.rejects(here(bytes), refuses('document.not_utf8'))
  assert.equal((await readHere(bytes, { limits: READ_LIMITS, encoding: 'windows-1258' })).text, 'Ngô Đ\u0301nh')
  assert.equal((await readHere(bytes, { limits: READ_LIMITS, encoding: 'windows-1252' })).text, 'Ngô Ðình')
  await assert.rejects(here(Buffer.from('no mark', 'utf16le')), refuses('document.not_utf8'))
  const page = Buffer.concat([utf8('<html><meta charset="windows-1252"><p>caf'), Buffer.from([0xe9])])
  assert.equal((await here(page)).text, 'café\n')
})

test('marks that hide are kept and told', async () => {
  const text = 'Invented \u202eNa\u200bme\u202c was followed.'
  const read = await here(utf8(text))
  assert.equal(read.text, text)
  assert.deepEqual(read.notes, [
    { code: 'bidi_marks', count: 2 },
    { code: 'invisible_marks', count: 1 },
  ])
})

test('a page of the web gives its words alone: no script, style, comment, hidden part or picture from elsewhere', async () => {
  const page = `<!doctype html><html><head><title>x</title><script>steal()</script><style>p{}</style></head><body>
    <h1>A &amp; B</h1><!-- secret --><p>One<br>two <b>three</b> &eacute;</p><img src="https://tracker.example/x"><p hidden>gone</p>
    <ol><li><p>first</p><ul><li>inner</ul><li>second</ol><table><tr><td>a<td>b</table><script>x</script></body></html>`
  const read = await here(utf8(page))
  assert.equal(read.text, '# A & B\n\nOne\ntwo three é\n\n1. first\n\n- inner\n\n2. second\n\na b\n')
  assert.deepEqual(read.notes, [
    { code: 'scripts_left_out', count: 3 },
    { code: 'remote_left_out', count: 1 },
  ])
})

test('a page nested without end is walked without recursion', async () => {
  const read = await readFileToText(utf8(`<html>${'<div>'.repeat(20_000)}deep`))
  assert.equal(read.text, 'deep\n')
})

test('a DOCX gives its paragraphs with numbers, headings and footnotes; deleted words and macros stay out', async () => {
  const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  const read = await here(
    aDocx(
      [
        { text: 'An Invented Letter', style: 'Heading1' },
        { text: 'First call & more', list: '1' },
        { text: 'under it', list: '1', level: 1 },
        { text: 'also under it', list: '1', level: 1 },
        { text: 'Second call', list: '1' },
        { text: 'a point', list: '2' },
      ],
      {
        'word/footnotes.xml': `<w:footnotes ${w}><w:footnote><w:p><w:r><w:t>A note</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p></w:footnote></w:footnotes>`,
        'word/vbaProject.bin': 'macro',
      },
    ),
    'letter.docx',
  )
  assert.equal(
    read.text,
    '# An Invented Letter\n\n1. First call & more\n\n(a) under it\n\n(b) also under it\n\n2. Second call\n\n- a point\n\nA note\n',
  )
  assert.deepEqual(noted(read), ['macros_left_out', 'deletions_left_out'])
})

test('a zip bomb is refused before it is unpacked', async () => {
  const bomb = aZipBomb(24)
  assert.ok(bomb.length < 100_000)
  await assert.rejects(readFileToText(bomb, 'bomb.docx'), refuses('document.inflates'))
})

test('entities and document types of a DOCX are refused, damage too', async () => {
  const lol = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x"><w:p><w:t>&b;</w:t></w:p></w:document>'
  await assert.rejects(here(aDocx([], { 'word/document.xml': lol })), refuses('document.malformed'))
  await assert.rejects(here(aDocx([], { 'word/document.xml': '<w:document><w:p>' })), refuses('document.malformed'))
  const whole = aDocx([{ text: 'An invented text of some length. '.repeat(400) }])
  const complete = (await here(whole)).text
  for (let length = 8; length < whole.length; length += 16) {
    await here(whole.slice(0, length)).then(
      (read) => assert.equal(read.text, complete, 'the words are all there or none'),
      (error: unknown) => assert.ok(error instanceof Refusal, String(error)),
    )
  }
  await assert.rejects(here(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'locked.docx'), refuses('document.encrypted'))
})

test('a PDF gives its lines; a page break inside a sentence leaves one paragraph, repeated heads stand once', async () => {
  const page = (n: number, lines: string[]) => ['Council of Corvena', '', ...lines, '', `${n}`]
  const read = await readFileToText(
    aPdf([
      page(1, ['The weaver reported the cancellation of his']),
      page(2, ['passport and left.', '', 'A second paragraph stands here', 'on two lines.']),
      page(3, ['The end.']),
    ]),
  )
  assert.equal(read.kind, 'pdf')
  const found = paragraphs(read.text)
  assert.ok(found.includes('The weaver reported the cancellation of his passport and left.'), JSON.stringify(found))
  assert.ok(found.includes('A second paragraph stands here on two lines.'))
  assert.equal(found.filter((one) => one === 'Council of Corvena').length, 1)
  assert.deepEqual(noted(read), ['repeated_lines'])
})

test('a PDF of pictures only is refused, one with some such pages says how many', async () => {
  await assert.rejects(readFileToText(aPdf([[], []])), refuses('document.no_text_layer'))
  assert.deepEqual((await readFileToText(aPdf([['Words.'], []]))).notes, [{ code: 'pages_without_text', count: 1 }])
})

test('a truncated PDF is a refusal or a part, never a crash', async () => {
  const whole = aPdf([['One line of an invented text.'], ['Another line.']])
  for (const part of [0.1, 0.4, 0.7, 0.95]) {
    const cut = whole.slice(0, Math.floor(whole.length * part))
    await here(cut).then(
      (read) => assert.ok(read.text.length > 0),
      (error: unknown) => assert.ok(error instanceof Refusal, String(error)),
    )
  }
})

test('what takes too long or too much memory is ended, and this process goes on', async () => {
  const page = utf8(`<html>${'<div><p>word '.repeat(60_000)}`)
  await assert.rejects(readFileToText(page, 'slow.html', { limits: { seconds: 0.02 } }), refuses('document.too_slow'))
  const heavy = utf8(`<html>${'<p>word<br>'.repeat(1_500_000)}`)
  await assert.rejects(readFileToText(heavy, 'heavy.html', { limits: { memoryMegabytes: 96 } }), refuses('document.too_heavy'))
})

test('pictures, packs and empty files are refused in words', async () => {
  await assert.rejects(here(Uint8Array.from([0x89, 0x50, 0x4e, 0x47])), refuses('document.kind_unknown'))
  await assert.rejects(here(new Uint8Array()), refuses('document.empty'))
  await assert.rejects(here(utf8(' \n ')), refuses('document.empty'))
  await assert.rejects(readHere(utf8('longer'), { limits: { ...READ_LIMITS, bytes: 3 } }), refuses('document.too_large'))
})

test('any bytes under any name end in a text or a refusal', async () => {
  const seeds = [
    aPdf([['An invented line.']]),
    aDocx([{ text: 'An invented line.', list: '1' }]),
    utf8('<ul><li>x</ul><script>'),
    utf8('# Text'),
  ]
  const names = fc.constantFrom('x', 'x.html', 'x.md', 'x.docx', 'x.pdf')
  const bent = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { maxLength: 12 }), fc.nat(4_000))
    .map(([seed, changes, cut]) => {
      const bytes = seed.slice(0, Math.max(8, seed.length - (cut % seed.length)))
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte
      return bytes
    })
  const check = async (bytes: Uint8Array, name: string) => {
    try {
      const read = await here(bytes, name)
      assert.ok(read.text.isWellFormed() && readParagraphs(read.text).length >= 0)
    } catch (error) {
      if (!(error instanceof Refusal)) assert.ok(!(error instanceof assert.AssertionError) && error instanceof Error, String(error))
    }
  }
  const numRuns = process.env['ASYLIA_LONG'] === '1' ? 3_000 : 120
  await fc.assert(fc.asyncProperty(fc.oneof(bent, fc.uint8Array({ maxLength: 400 })), names, check), { numRuns })
})
