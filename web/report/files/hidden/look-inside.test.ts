import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import {
  aCorpus,
  aDocument,
  aFilm,
  aGif,
  aJpeg,
  anExif,
  aPng,
  aWebp,
  box,
  bytesOf,
  join,
  latin,
  PLAIN_GIF,
  PLAIN_JPEG,
  PLAIN_PNG,
  PLAIN_WEBP,
  someSecrets,
} from './a-corpus.ts'
import type { FindingCode, Look } from './finding.ts'
import { cleanCopy, lookInside } from './look-inside.ts'

const blobOf = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes])
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const codesOf = (look: Look): FindingCode[] => look.findings.map(({ code }) => code)

async function copyOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const blob = blobOf(bytes)
  const copy = await cleanCopy(blob, await lookInside(blob))
  assert.ok(copy !== null)
  return new Uint8Array(await copy.arrayBuffer())
}

/** The bytes as they are, and the parts of a document unpacked by another library than ours. */
function layersOf(bytes: Uint8Array): string[] {
  const layers = [Buffer.from(bytes).toString('latin1')]
  if (layers[0]?.startsWith('PK')) layers.push(...Object.values(unzipSync(bytes)).map((part) => Buffer.from(part).toString('latin1')))
  return layers
}

function leftIn(bytes: Uint8Array, canaries: readonly string[]): string[] {
  const layers = layersOf(bytes)
  const wide = canaries.map((word) => [...word].join('\0'))
  return [...canaries, ...wide].filter((word) => layers.some((layer) => layer.includes(word)))
}

test('200 planted files lose place, serial, author and little picture, and the originals stay as they are (T-19, U-14)', async () => {
  const corpus = aCorpus(200)
  for (const { name, bytes, canaries } of corpus) {
    const before = hash(bytes)
    assert.ok(leftIn(bytes, canaries).length >= 3, `${name} carries what is looked for`)
    const found = await lookInside(blobOf(bytes))
    assert.ok(found.findings.length > 0, `${name} is told of`)
    const copy = await copyOf(bytes)
    assert.deepEqual(leftIn(copy, canaries), [], name)
    assert.doesNotMatch(Buffer.from(copy).toString('latin1'), /GPS|xmpmeta|8BIM|ICC_PROFILE|MAKER|Invented/, name)
    assert.equal(hash(bytes), before)
  }
  assert.equal(corpus.length, 200)
})

test('each thing a photo gives away has a finding of its own (U-14)', async () => {
  const photo = await lookInside(blobOf(aJpeg(someSecrets, 0)))
  for (const code of ['place', 'serial', 'author', 'device', 'when', 'preview', 'maker', 'note', 'profile', 'history', 'extra'] as const)
    assert.ok(codesOf(photo).includes(code), code)
  assert.equal(photo.findings.find(({ code }) => code === 'author')?.shown, someSecrets.author)
  assert.equal(photo.findings.find(({ code }) => code === 'when')?.shown, '2026:03:14 10:11:12')
  const film = await lookInside(blobOf(aFilm(someSecrets)))
  for (const code of ['place', 'track', 'author', 'device', 'when', 'serial', 'extra'] as const)
    assert.ok(codesOf(film).includes(code), code)
  assert.ok(someSecrets.place.startsWith(film.findings.find(({ code }) => code === 'place')?.shown ?? 'nothing'))
  const text = await lookInside(blobOf(aDocument(someSecrets)))
  for (const code of ['author', 'device', 'preview', 'when', 'history', 'place'] as const) assert.ok(codesOf(text).includes(code), code)
})

test('a picture without anything hidden is said to have nothing, and is its own copy', async () => {
  for (const plain of [PLAIN_JPEG, PLAIN_PNG, PLAIN_WEBP, PLAIN_GIF]) {
    const bytes = bytesOf(plain)
    const look = await lookInside(blobOf(bytes))
    assert.deepEqual([look.findings, look.clean], [[], 'nothing'])
    assert.equal(hash(await copyOf(bytes)), hash(bytes))
  }
})

test('the copy of a photo still says how it lies, and the coded picture is the same bytes', async () => {
  const copy = Buffer.from(await copyOf(aJpeg(someSecrets, 5)))
  const plain = bytesOf(PLAIN_JPEG)
  const coded = Buffer.from(plain.subarray(20, plain.length))
  assert.ok(copy.includes(coded))
  assert.ok(copy.includes(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6])))
  const upright = Buffer.from(await copyOf(aJpeg(someSecrets, 8)))
  assert.equal(upright.length, plain.length)
})

test('the copy of a film keeps its length and every byte that is seen or heard', async () => {
  const film = aFilm(someSecrets)
  const copy = await copyOf(film)
  assert.equal(copy.length, film.length)
  const seen = latin('WHAT IS SEEN AND HEARD')
  const at = Buffer.from(film).indexOf(Buffer.from(seen))
  assert.deepEqual(copy.subarray(at, at + seen.length), seen)
  const [moov, kept] = [Buffer.from(copy).indexOf('moov'), Buffer.from(copy).indexOf('stco')]
  assert.ok(moov > 0 && kept > moov)
})

test('the copy of a document keeps what it says, and other software opens it', async () => {
  const parts = unzipSync(await copyOf(aDocument(someSecrets)))
  const text = new TextDecoder().decode(parts['word/document.xml'])
  assert.match(text, /What happened stays\./)
  assert.doesNotMatch(text, /rsid|2026/)
  assert.equal(Object.keys(parts).length, 8)
  assert.deepEqual(await copyOf(Uint8Array.from(parts['word/media/image1.jpeg'] ?? [])), parts['word/media/image1.jpeg'])
})

test('where no copy can be made the person is told so and gets none', async () => {
  const heic = join(
    box('ftyp', latin('heic'), new Uint8Array(4)),
    box('meta', new Uint8Array(4), latin('iinf Exif')),
    box('mdat', latin('x')),
  )
  const cases: [Uint8Array<ArrayBuffer>, Look['clean']][] = [
    [heic, 'kind'],
    [latin('%PDF-1.7\n1 0 obj<</Author(Invented Person)/Producer<FEFF0041>>>endobj'), 'kind'],
    [latin('just some text'), 'kind'],
    [bytesOf(PLAIN_JPEG).slice(0, 200), 'damaged'],
    [bytesOf(PLAIN_PNG).slice(0, 60), 'damaged'],
    [aFilm(someSecrets).slice(0, 150), 'damaged'],
    [aDocument(someSecrets).slice(0, 600), 'damaged'],
  ]
  for (const [bytes, clean] of cases) {
    const look = await lookInside(blobOf(bytes))
    assert.equal(look.clean, clean)
    assert.equal(await cleanCopy(blobOf(bytes), look), null)
    assert.ok(look.findings.length > 0)
  }
  const pdf = await lookInside(blobOf(latin('%PDF-1.7\n1 0 obj<</Author(Invented Person)>>endobj')))
  assert.deepEqual(pdf.findings, [{ code: 'author', shown: 'Invented Person' }])
  const named = await lookInside(blobOf(heic))
  assert.ok(codesOf(named).includes('place'))
})

test('an author that a document hides across two pieces of a large PDF is found', async () => {
  const filler = new Uint8Array((1 << 20) - 30).fill(0x20)
  const look = await lookInside(blobOf(join(latin('%PDF-1.7\n'), filler, latin('/Author (Invented Person of two pieces)'))))
  assert.equal(look.findings[0]?.shown, 'Invented Person of two pieces')
})

test('hidden characters in what a file says are not shown (U-09)', async () => {
  const exif = { ...someSecrets, author: 'Ab\u0007c' }
  const look = await lookInside(blobOf(aPng(exif, 0)))
  assert.equal(look.findings.find(({ code }) => code === 'author')?.shown, 'Ab c')
})

test('a ZIP that unpacks too far, or further than it says, is left alone (U-06)', async () => {
  const bomb = aDocument(someSecrets)
  const view = Buffer.from(bomb)
  const at = view.lastIndexOf('docProps/core.xml') - 46
  new DataView(bomb.buffer).setUint32(at + 24, 60 << 20, true)
  const look = await lookInside(blobOf(bomb))
  assert.equal(look.clean, 'too_large')
  new DataView(bomb.buffer).setUint32(at + 24, 5, true)
  assert.equal((await lookInside(blobOf(bomb))).clean, 'damaged')
})

test('loops, depths and counts end (U-07)', async () => {
  const loop = anExif(someSecrets)
  new DataView(loop.buffer).setUint32(4, 8)
  const links = Buffer.from(loop)
  links.writeUInt32BE(8, 8 + 2 + 12 * 6)
  const started = performance.now()
  await lookInside(blobOf(join(bytesOf(PLAIN_PNG).slice(0, 33), latin('\0\0\x02\0eXIf'), links, new Uint8Array(600))))
  const many = join(box('ftyp', latin('isom')), ...Array.from({ length: 30_000 }, () => box('free')))
  assert.equal((await lookInside(blobOf(many))).clean, 'too_large')
  let deep: Uint8Array<ArrayBuffer> = box('mdia')
  for (let i = 0; i < 2000; i += 1) deep = box('moov', deep)
  await lookInside(blobOf(join(box('ftyp', latin('isom')), deep)))
  assert.ok(performance.now() - started < 5000)
})

test('whatever the bytes are, a look ends with a finding list and never throws (U-07, U-10)', async () => {
  const seeds = [
    aJpeg(someSecrets, 0),
    aPng(someSecrets, 0),
    aWebp(someSecrets, 0),
    aGif(someSecrets),
    aFilm(someSecrets),
    aDocument(someSecrets),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      fc.option(fc.nat()),
      async (seed, flips, cut) => {
        const bytes = seed.slice(0, cut === null ? seed.length : 4 + (cut % seed.length))
        for (const [at, byte] of flips) bytes[at % bytes.length] = byte
        const look = await lookInside(blobOf(bytes))
        assert.ok(Array.isArray(look.findings))
        const copy = await cleanCopy(blobOf(bytes), look)
        if (copy !== null) assert.equal((await lookInside(copy)).clean, 'nothing')
      },
    ),
    { numRuns: 400 },
  )
})
