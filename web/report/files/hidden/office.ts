import { type FindingCode, Findings, type Look, type Part } from './finding.ts'
import type { Reader } from './reader.ts'
import { canInflate, type Entry, entriesOf, type Kept, unpack, zipOf } from './zip.ts'

const UTF8 = new TextEncoder()
const CORE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
const APP =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
const CUSTOM =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'

const TOLD: readonly (readonly [FindingCode, RegExp])[] = [
  ['author', /<(?:dc:creator|cp:lastModifiedBy|Company|Manager)>([^<]+)</],
  ['when', /<(?:dcterms:created|dcterms:modified)[^>]*>([^<]+)</],
  ['device', /<Application>([^<]+)</],
  ['note', /<(?:dc:title|dc:subject|dc:description|cp:keywords)>([^<]+)</],
]

/** Attributes that name who wrote, in Word, Excel and PowerPoint. */
const NAMES = /(\s(?:w|w15|w16du|p15|p188):(?:author|initials|userId|providerId|name)=")([^"]*)(")/g
const PLAIN_NAMES = /(<(?:p:cmAuthor|p188:author|person|threadedComment)\b[^>]*?\s(?:name|initials|displayName|userId|id)=")([^"]*)(")/g
const SHEET_AUTHOR = /(<author>)([^<]*)(<\/author>)/g
const SESSIONS = /\sw:rsid\w*="[0-9A-Fa-f]*"|<w:rsids>.*?<\/w:rsids>|<w:rsid(?:Root)?\b[^>]*\/>/gs
const TIMES = /(\s(?:w|w16du):date(?:Utc)?=")([^"]*)(")/g

function readProperties(text: string, found: Findings): void {
  for (const [code, mark] of TOLD) {
    const told = mark.exec(text)?.[1]
    if (told !== undefined) found.add(code, told)
  }
}

/** The part without who wrote and when; the same text where it said nothing. */
function withoutNames(text: string, found: Findings): string {
  const hide = (_all: string, before: string, name: string, after: string): string => {
    if (name !== '' && name !== 'A') found.add('author', name)
    return `${before}A${after}`
  }
  return text
    .replace(NAMES, hide)
    .replace(PLAIN_NAMES, hide)
    .replace(SHEET_AUTHOR, hide)
    .replace(TIMES, (_all, before: string, time: string, after: string) => {
      if (!time.startsWith('1980-')) found.add('when', time)
      return `${before}1980-01-01T00:00:00Z${after}`
    })
    .replace(SESSIONS, () => {
      found.add('history')
      return ''
    })
}

type Inner = (blob: Blob) => Promise<Look>
type Made = { readonly kept: Kept; readonly changed: boolean }

async function property(reader: Reader, entry: Entry, plain: string, found: Findings): Promise<Made> {
  const text = new TextDecoder().decode(await unpack(reader, entry))
  if (text === plain) return { kept: { entry }, changed: false }
  readProperties(text, found)
  if (entry.name.endsWith('custom.xml')) found.add('note')
  return { kept: { entry, bytes: UTF8.encode(plain) }, changed: true }
}

async function picture(reader: Reader, entry: Entry, found: Findings, inner: Inner): Promise<Made | null> {
  const blob = new Blob([await unpack(reader, entry)])
  const look = await inner(blob)
  for (const { code, shown } of look.findings) found.add(code, shown)
  if (look.clean === 'nothing' || look.kind === 'other') return { kept: { entry }, changed: false }
  if (typeof look.clean === 'string') return null
  const bytes = new Uint8Array(await copyOf(blob, look.clean.parts).arrayBuffer())
  return { kept: { entry, bytes }, changed: true }
}

/** The copy as a Blob: new bytes, and slices of the original that nothing reads until it is sent. */
export function copyOf(original: Blob, parts: readonly Part[]): Blob {
  return new Blob(parts.map((part) => (part instanceof Uint8Array ? part : original.slice(part.at, part.end))))
}

async function thumbnail(entry: Entry, found: Findings): Promise<Made> {
  if (entry.size === 0) return { kept: { entry }, changed: false }
  found.add('preview')
  return { kept: { entry, bytes: new Uint8Array(0) }, changed: true }
}

async function written(reader: Reader, entry: Entry, found: Findings): Promise<Made> {
  const text = new TextDecoder().decode(await unpack(reader, entry))
  const plain = withoutNames(text, found)
  return plain === text ? { kept: { entry }, changed: false } : { kept: { entry, bytes: UTF8.encode(plain) }, changed: true }
}

const PROPERTIES: Readonly<Record<string, string>> = { 'docProps/core.xml': CORE, 'docProps/app.xml': APP, 'docProps/custom.xml': CUSTOM }
/** Parts that say how the others hang together and name nobody. */
const PLUMBING = /\.rels$|^\[Content_Types\]\.xml$|\/$|^(word|xl|ppt)\/fonts\//

/** Null where this part cannot be made clean, so that the whole document cannot. */
async function partOf(reader: Reader, entry: Entry, found: Findings, inner: Inner): Promise<Made | null> {
  const { name } = entry
  const plain = PROPERTIES[name]
  if (plain !== undefined) return property(reader, entry, plain, found)
  if (name.startsWith('docProps/thumbnail')) return thumbnail(entry, found)
  if (/^(word|xl|ppt)\/media\//.test(name)) return picture(reader, entry, found, inner)
  if (/^(word|xl|ppt)\/.*\.xml$/.test(name)) return written(reader, entry, found)
  if (PLUMBING.test(name)) return { kept: { entry }, changed: false }
  // Files within the file, programs and data of other programs: nobody here can say what they hold.
  found.add('extra')
  return null
}

/** Looks through a Word, Excel or PowerPoint file (ECMA-376); its copy names nobody. */
export async function lookInOffice(reader: Reader, inner: Inner): Promise<Look> {
  const found = new Findings()
  const entries = await entriesOf(reader)
  if (entries.some(({ locked }) => locked)) return { kind: 'office', findings: [{ code: 'unread' }], clean: 'locked' }
  if (!entries.some(({ name }) => name === '[Content_Types].xml')) return { kind: 'other', findings: [{ code: 'unread' }], clean: 'kind' }
  if (!canInflate) return { kind: 'office', findings: [{ code: 'author' }], clean: 'kind' }
  const made: Made[] = []
  let whole = true
  for (const entry of entries) {
    const part = await partOf(reader, entry, found, inner)
    if (part === null) whole = false
    else made.push(part)
  }
  if (!whole) return { kind: 'office', findings: found.list, clean: 'kind' }
  const changed = made.some((part) => part.changed)
  return { kind: 'office', findings: found.list, clean: changed ? { parts: zipOf(made.map(({ kept }) => kept)) } : 'nothing' }
}
