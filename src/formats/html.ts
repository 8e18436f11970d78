/**
 * HTML as a tagged template. Every interpolation is escaped unless it is already HTML made here; where an
 * interpolation stands is read from the template itself, so a value can never end up where escaping does not help:
 * outside quotes, in a tag name, in a script, or as a link that leaves the site.
 */
export class SafeHtml {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** Attributes made by `attributes`; the only thing that may stand bare inside a tag. */
export class SafeAttributes {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Piece = string | number | SafeHtml | SafeAttributes | null | undefined | false | readonly Piece[]

type Position = 'text' | 'attribute' | 'link' | 'segment' | 'tag'
const known = new WeakMap<TemplateStringsArray, readonly Position[]>()
/** What would end a text or an attribute, and the controls that HTML forbids. */
const SPECIAL = /[&<>"'\p{Cc}]/u
const EACH = new RegExp(SPECIAL.source, 'gu')
const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as it may stand in HTML text and in a quoted attribute. Control characters that HTML forbids become U+FFFD. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH, (sign) => ENTITY[sign] ?? (/[\t\n\f\r]/.test(sign) ? sign : '\uFFFD')) : text
}

/** HTML that we wrote ourselves (our own SVG, our own constants); never for anything read from a record. */
export function raw(ours: string): SafeHtml {
  return new SafeHtml(ours)
}

/** Attributes with their values escaped; null, undefined and false leave the attribute out, true writes the bare name. */
export function attributes(values: Record<string, string | number | boolean | null | undefined>): SafeAttributes {
  let text = ''
  for (const [name, value] of Object.entries(values)) {
    if (!/^[a-zA-Z][a-zA-Z0-9:-]*$/.test(name)) throw new TypeError(`not an attribute name: ${name}`)
    if (/^on|^style$|^href$|^src$/i.test(name)) throw new TypeError(`attribute ${name} is written in the template or not at all`)
    if (value === null || value === undefined || value === false) continue
    text += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`
  }
  return new SafeAttributes(text.slice(1))
}

/** Joins pieces with HTML between them. */
export function join(pieces: readonly Piece[], between: SafeHtml): SafeHtml {
  return new SafeHtml(
    pieces
      .map((piece) => write(piece, 'text'))
      .filter((text) => text !== '')
      .join(between.text),
  )
}

/** The template. Throws a TypeError, our own bug, where an interpolation stands at a place that cannot be made safe. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): SafeHtml {
  let positions = known.get(strings)
  if (positions === undefined) {
    positions = readPositions(strings)
    known.set(strings, positions)
  }
  let text = strings[0] ?? ''
  for (let i = 0; i < pieces.length; i++) {
    text += write(pieces[i], positions[i] ?? 'text')
    text += strings[i + 1]
  }
  return new SafeHtml(text)
}

function write(piece: Piece, position: Position): string {
  if (typeof piece === 'string' || typeof piece === 'number') return writePlain(piece, position)
  if (piece === null || piece === undefined || piece === false) return ''
  if (piece instanceof SafeHtml || piece instanceof SafeAttributes) return writeSafe(piece, position)
  let text = ''
  for (const one of piece) text += write(one, position)
  return text
}

function writeSafe(piece: SafeHtml | SafeAttributes, position: Position): string {
  if (piece instanceof SafeHtml) {
    if (position !== 'text') throw new TypeError('HTML cannot stand inside a tag')
  } else if (position !== 'tag') throw new TypeError('attributes can stand inside a tag only')
  return piece.text
}

function writePlain(piece: string | number, position: Position): string {
  const text = String(piece)
  switch (position) {
    case 'text':
    case 'attribute':
      return escapeHtml(text)
    case 'tag':
      throw new TypeError('a value inside a tag needs quotes around it')
    case 'link':
      if (/^(#|\/(?![/\\]))/.test(text)) return escapeHtml(text)
      break
    case 'segment':
      if (!/^[/\\]/.test(text)) return escapeHtml(text)
  }
  throw new TypeError('a link stays on this site: it begins with / or #')
}

function readPositions(strings: TemplateStringsArray): Position[] {
  const positions: Position[] = []
  let state: 'text' | 'tag' | 'quoted' = 'text'
  let attribute = ''
  for (const [at, part] of strings.entries()) {
    let rest = part
    while (rest !== '') [state, attribute, rest] = advance(state, attribute, rest)
    if (at < strings.length - 1) positions.push(positionAt(state, attribute, part))
  }
  if (state !== 'text') throw new TypeError('a template ends inside a tag')
  return positions
}

/** Reads up to the next change of state. */
function advance(state: 'text' | 'tag' | 'quoted', attribute: string, part: string): ['text' | 'tag' | 'quoted', string, string] {
  if (state === 'text') {
    const open = part.search(/<[a-zA-Z/!]/)
    return open < 0 ? ['text', '', ''] : ['tag', '', part.slice(open + 1)]
  }
  if (state === 'quoted') {
    const close = part.indexOf('"')
    return close < 0 ? ['quoted', attribute, ''] : ['tag', '', part.slice(close + 1)]
  }
  const next = part.search(/[">']/)
  if (next < 0) return ['tag', '', '']
  if (part[next] === '>') return ['text', '', part.slice(next + 1)]
  const name = /([a-zA-Z:-]+)\s*=\s*$/.exec(part.slice(0, next))?.[1]
  if (part[next] === "'" || name === undefined) throw new TypeError('attribute values stand in double quotes')
  return ['quoted', name.toLowerCase(), part.slice(next + 1)]
}

function positionAt(state: 'text' | 'tag' | 'quoted', attribute: string, before: string): Position {
  if (state === 'text') return textPosition(before)
  if (state === 'quoted') return attributePosition(attribute, before)
  if (!/\s$/.test(before)) throw new TypeError('a value inside a tag needs quotes around it')
  return 'tag'
}

function textPosition(before: string): Position {
  if (/<\/?$/.test(before)) throw new TypeError('a tag name is never a value')
  if (/<(script|style)[^>]*>[^<]*$/i.test(before)) throw new TypeError('no value goes into a script or style')
  return 'text'
}

function attributePosition(attribute: string, before: string): Position {
  if (/^on|^style$/.test(attribute)) throw new TypeError(`no value goes into ${attribute}`)
  if (!/^(href|src|action|formaction|xlink:href)$/.test(attribute)) return 'attribute'
  if (before.endsWith('"')) return 'link'
  return before.endsWith('"/') ? 'segment' : 'attribute'
}
