import { zipSync } from 'fflate'

/** The smallest pictures that a browser draws: 16 by 8 points, made for these tests. */
export const PLAIN_JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQF/8QAJBAAAAMFCQAAAAAAAAAAAAAAABExEhQVIWEBAwQFIzIzUYH/xAAVAQEBAAAAAAAAAAAAAAAAAAAABP/EABoRAAMBAAMAAAAAAAAAAAAAAAECEQBBccH/2gAMAwEAAhEDEQA/AM/KYbqxKjG6pp4J8e7Pl45cEmV6sNZqYAASMWp80JeoFg753//Z'
export const PLAIN_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAA0SURBVCiRY5SPD/vPQAFgokQzAwMDAwu6wJEQDCEGBgYGBps1f2jjgoE3AMPDuPxKMxcAAMctBssCTlxEAAAAAElFTkSuQmCC'
export const PLAIN_WEBP =
  'UklGRnYAAABXRUJQVlA4WAoAAAAAAAAADwAABwAAVlA4IFgAAABQAgCdASoQAAgAAoBCJbACdDA/yWQFyBxnkkAA/u6KM97rY3k3lgsLZ2RHFVfmzFR/VkcdG+QrSzjt+5sHm64j+t8Fz73xn/qeWeoF/e9EXX8shf2RTwAA'
export const PLAIN_GIF = 'R0lGODlhEAAIAIAAAAAAAAAAACH5BAQAAAAALAAAAAAQAAgAgB9fVuOzWgIQhI+py+HPzINxughswLynAgA7'

export type Planted = {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Words that the copy may not hold, in any of the encodings that `leftIn` tries. */
  readonly canaries: readonly string[]
}

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'))
export const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'latin1'))
export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts))
}
const u16 = (n: number): Uint8Array => Uint8Array.from([n >> 8, n & 255])
const u32 = (n: number): Uint8Array => Uint8Array.from([n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255])

/** What one file gives away: each word is of this file alone. */
type Secrets = { readonly place: string; readonly serial: string; readonly author: string; readonly device: string; readonly thumb: string }
const secretsOf = (i: number): Secrets => ({
  place: `+13.7${1000 + i}+100.5${2000 + i}`,
  serial: `SN-${777_000 + i}`,
  author: `Invented Person ${i}`,
  device: `Unphone ${i}`,
  thumb: `LITTLE-PICTURE-${i}`,
})

type Field = { readonly tag: number; readonly type: number; readonly count: number; readonly data: Uint8Array }
const ascii = (tag: number, text: string): Field => ({ tag, type: 2, count: text.length + 1, data: join(latin(text), Uint8Array.of(0)) })

/** A big-endian directory at `at`, its long values behind it, `next` as its link. */
function directory(at: number, fields: readonly Field[], next: number): Uint8Array {
  let tail = at + 2 + 12 * fields.length + 4
  const entries: Uint8Array[] = []
  const values: Uint8Array[] = []
  for (const { tag, type, count, data } of fields) {
    const short = data.length <= 4
    entries.push(join(u16(tag), u16(type), u32(count), short ? join(data, new Uint8Array(4 - data.length)) : u32(tail)))
    if (short) continue
    values.push(data)
    tail += data.length
  }
  return join(u16(fields.length), ...entries, u32(next), ...values)
}

/** An Exif block with a place, serials, owner, maker's notes, a time and a little picture. */
export function anExif(secrets: Secrets, orientation = 6): Uint8Array<ArrayBuffer> {
  const rational = (a: number, b: number): Uint8Array => join(u32(a), u32(b))
  const gps = (at: number): Uint8Array =>
    directory(
      at,
      [
        ascii(1, 'N'),
        { tag: 2, type: 5, count: 3, data: join(rational(13, 1), rational(45, 1), rational(7, 1)) },
        ascii(29, secrets.place),
      ],
      0,
    )
  const inner = (at: number): Uint8Array =>
    directory(
      at,
      [
        ascii(0x9003, '2026:03:14 10:11:12'),
        { tag: 0x927c, type: 7, count: 40, data: latin(`MAKER ${secrets.serial}`.padEnd(40)) },
        ascii(0xa430, secrets.author),
        ascii(0xa431, secrets.serial),
      ],
      0,
    )
  const little = latin(secrets.thumb)
  const first = (exif: number, place: number, next: number): Uint8Array =>
    directory(
      8,
      [
        ascii(0x010f, 'Invented Works'),
        ascii(0x0110, secrets.device),
        { tag: 0x0112, type: 3, count: 1, data: u16(orientation) },
        ascii(0x013b, secrets.author),
        { tag: 0x8769, type: 4, count: 1, data: u32(exif) },
        { tag: 0x8825, type: 4, count: 1, data: u32(place) },
      ],
      next,
    )
  const exif = 8 + first(0, 0, 0).length
  const place = exif + inner(exif).length
  const second = place + gps(place).length
  const pointer = (at: number): Uint8Array =>
    directory(
      second,
      [
        { tag: 0x0201, type: 4, count: 1, data: u32(at) },
        { tag: 0x0202, type: 4, count: 1, data: u32(little.length) },
      ],
      0,
    )
  const thumb = second + pointer(0).length
  return join(latin('MM'), u16(42), u32(8), first(exif, place, second), inner(exif), gps(place), pointer(thumb), little)
}

export const anXmp = (s: Secrets): string =>
  `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="${s.place}" aux:SerialNumber="${s.serial}" xmpMM:DocumentID="${s.device}"><dc:creator>${s.author}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`

const segment = (marker: number, data: Uint8Array): Uint8Array => join(Uint8Array.of(0xff, marker), u16(data.length + 2), data)

function anIptc(s: Secrets): Uint8Array {
  const set = (n: number, text: string): Uint8Array => join(Uint8Array.of(0x1c, 2, n), u16(text.length), latin(text))
  const data = join(set(80, s.author), set(90, s.place), set(120, s.serial))
  const even = data.length % 2 === 0 ? data : join(data, Uint8Array.of(0))
  return join(latin('Photoshop 3.0\0'), latin('8BIM'), u16(0x0404), u16(0), u32(data.length), even)
}

export function aJpeg(s: Secrets, which: number): Uint8Array<ArrayBuffer> {
  const plain = bytesOf(PLAIN_JPEG)
  const carried = [
    segment(0xe1, join(latin('Exif\0\0'), anExif(s, 1 + (which % 8)))),
    segment(0xe1, join(latin('http://ns.adobe.com/xap/1.0/\0'), latin(anXmp(s)))),
    segment(0xed, anIptc(s)),
    segment(0xfe, latin(`by ${s.author} ${s.device}`)),
    segment(0xe2, latin(`ICC_PROFILE\0\x01\x01${s.device}`)),
    segment(0xe5, latin(`MakersOwn ${s.serial}`)),
  ]
  const some = carried.filter((_, i) => ((which >> (i % 5)) & 1) === 0 || i === 0)
  const trailer = which % 3 === 0 ? latin(`MotionPhoto ${s.place} ${s.thumb}`) : new Uint8Array(0)
  return join(plain.subarray(0, 2), ...some, plain.subarray(2), trailer)
}

/** CRC-32 is not asked for by our reader, but a browser refuses a wrong one in critical chunks only. */
const chunk = (type: string, data: Uint8Array): Uint8Array => join(u32(data.length), latin(type), data, u32(0))

export function aPng(s: Secrets, which: number): Uint8Array<ArrayBuffer> {
  const plain = bytesOf(PLAIN_PNG)
  const carried = [
    chunk('tEXt', latin(`Author\0${s.author}`)),
    chunk('iTXt', latin(`XML:com.adobe.xmp\0\0\0\0\0${anXmp(s)}`)),
    chunk('eXIf', anExif(s)),
    chunk('tIME', Uint8Array.of(7, 234, 3, 14, 1, 2, 3)),
    chunk('zTXt', latin(`Comment\0\0${s.serial}`)),
    chunk('caBX', latin(s.device)),
  ]
  const trailer = which % 2 === 0 ? latin(s.thumb) : new Uint8Array(0)
  return join(plain.subarray(0, 33), ...carried.slice(which % 3), plain.subarray(33), trailer)
}

export function aWebp(s: Secrets, which: number): Uint8Array<ArrayBuffer> {
  const plain = bytesOf(PLAIN_WEBP)
  const part = (type: string, data: Uint8Array): Uint8Array =>
    join(latin(type), Uint8Array.from([data.length & 255, (data.length >> 8) & 255, 0, 0]), data, new Uint8Array(data.length & 1))
  const carried = join(
    part('EXIF', anExif(s)),
    part('XMP ', latin(anXmp(s))),
    which % 2 === 0 ? part('ICCP', latin(s.device)) : new Uint8Array(0),
  )
  const all = join(plain, carried)
  new DataView(all.buffer).setUint32(4, all.length - 8, true)
  all[20] = 0x2c
  return all
}

export function aGif(s: Secrets): Uint8Array<ArrayBuffer> {
  const plain = bytesOf(PLAIN_GIF)
  const comment = latin(`${s.author} ${s.serial} ${s.place}`)
  return join(plain.subarray(0, 19), Uint8Array.of(0x21, 0xfe, comment.length), comment, Uint8Array.of(0), plain.subarray(19))
}

export const box = (type: string, ...body: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const inside = join(...body)
  return join(u32(8 + inside.length), latin(type), inside)
}
const full = (...values: readonly number[]): Uint8Array => join(u32(0), ...values.map(u32))

/** A film with a place in its user data, an author, XMP, times, and a track of positions with samples of its own. */
export function aFilm(s: Secrets): Uint8Array<ArrayBuffer> {
  const head = box('ftyp', latin('isom'), u32(0), latin('isom'))
  const shown = latin('WHAT IS SEEN AND HEARD')
  const told = latin(`${s.place} ${s.serial}`)
  const data = box('mdat', shown, told)
  const track = (kind: string, at: number, n: number): Uint8Array =>
    box(
      'trak',
      box('tkhd', full(3_900_000_000, 3_900_000_000), new Uint8Array(72)),
      box(
        'mdia',
        box('mdhd', full(3_900_000_000, 3_900_000_000), new Uint8Array(12)),
        box('hdlr', full(0), latin(kind), new Uint8Array(13)),
        box('minf', box('stbl', box('stsz', full(n, 1)), box('stsc', full(1, 1, 1, 1)), box('stco', full(1, at)))),
      ),
      box('udta', box('name', latin(s.author))),
    )
  const at = head.length + 8
  const moov = box(
    'moov',
    box('mvhd', full(3_900_000_000, 3_900_000_000), new Uint8Array(88)),
    track('vide', at, shown.length),
    track('meta', at + shown.length, told.length),
    box('udta', box('\xa9xyz', latin(`${s.place}/`)), box('\xa9mod', latin(s.device)), box('\xa9aut', latin(s.author))),
    box('meta', latin(`com.apple.quicktime.location.ISO6709 ${s.place}`)),
  )
  return join(head, data, moov, box('uuid', latin(anXmp(s))), box('free', latin(s.thumb)))
}

/** A text with an author, a company, comments, changes by name, and a photo inside. */
export function aDocument(s: Secrets): Uint8Array<ArrayBuffer> {
  const text = (xml: string): Uint8Array => new TextEncoder().encode(xml)
  return Uint8Array.from(
    zipSync(
      {
        '[Content_Types].xml': text('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        '_rels/.rels': text('<Relationships/>'),
        'docProps/core.xml': text(
          `<cp:coreProperties><dc:creator>${s.author}</dc:creator><cp:lastModifiedBy>${s.author}</cp:lastModifiedBy></cp:coreProperties>`,
        ),
        'docProps/app.xml': text(`<Properties><Application>${s.device}</Application><Company>${s.place}</Company></Properties>`),
        'docProps/thumbnail.jpeg': latin(s.thumb),
        'word/document.xml': text(
          `<w:document><w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="${s.author}" w:date="2026-03-14T10:11:12Z"><w:t>What happened stays.</w:t></w:ins></w:p></w:document>`,
        ),
        'word/comments.xml': text(`<w:comments><w:comment w:author="${s.author}" w:initials="${s.serial}"/></w:comments>`),
        'word/media/image1.jpeg': aJpeg(s, 0),
      },
      { mtime: new Date('2026-03-14T10:11:12Z') },
    ),
  )
}

/** 200 invented files, each with a place, a serial, an author and a little picture that nobody else has. */
export function aCorpus(count = 200): Planted[] {
  return Array.from({ length: count }, (_, i) => {
    const s = secretsOf(i)
    const canaries = Object.values(s)
    const of = (name: string, bytes: Uint8Array<ArrayBuffer>): Planted => ({ name: `${i}.${name}`, bytes, canaries })
    if (i % 20 === 19) return of('gif', aGif(s))
    if (i % 10 === 8) return of('docx', aDocument(s))
    if (i % 10 === 7) return of('webp', aWebp(s, i))
    if (i % 10 === 6 || i % 10 === 5) return of('mp4', aFilm(s))
    if (i % 10 === 4 || i % 10 === 3) return of('png', aPng(s, i))
    return of('jpg', aJpeg(s, i))
  })
}

export const someSecrets: Secrets = secretsOf(4242)
