import {
  AlignmentType,
  Bookmark,
  Document,
  Footer,
  Header,
  HeadingLevel,
  InternalHyperlink,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { colonIn, type Line, type Paper, type Part } from './paper.ts'

/** Fonts that travel inside the file, so that it looks alike on a machine that has none of them. */
export type Embedded = { readonly name: string; readonly data: Uint8Array }

const FONT = 'Noto Sans'
/** Twentieths of a point. */
const GAP = { short: 60, long: 120, mark: 28 } as const
const RED = '7a1f1f'
const BLUE = '16324f'

/** The paper as a Word file: headings, lists and notes are what they are called, and the file names no author and no time. */
// guards A-18, P-06
export async function writeDocx(paper: Paper, fonts: readonly Embedded[]): Promise<Uint8Array<ArrayBuffer>> {
  const gap = gaps(paper)
  const document = new Document({
    title: clean(paper.title),
    creator: '',
    lastModifiedBy: '',
    description: '',
    fonts: fonts.map(({ name, data }) => ({ name, data: data as Buffer })),
    styles: stylesOf(paper),
    numbering: {
      config: [
        {
          reference: 'points',
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '–',
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: 284, hanging: 284 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1_300, bottom: 1_200, left: 1_250, right: 1_250 } } },
        headers: { default: headerOf(paper) },
        footers: { default: footerOf(paper) },
        children: [
          new Paragraph({ style: 'kicker', children: runs(paper.kicker) }),
          new Paragraph({ heading: HeadingLevel.HEADING_1, children: runs(paper.title) }),
          ...paper.parts.flatMap((part) => partOf(part, gap, colonIn(paper.lang))),
          ...notesOf(paper),
        ],
      },
    ],
  })
  return withoutTime(new Uint8Array(await Packer.toArrayBuffer(document)))
}

type Gap = () => number

function gaps({ bits, isShort }: Paper): Gap {
  let at = -1
  return () => {
    at += 1
    return (isShort ? GAP.short : GAP.long) + (bits.length > 0 && bits[at % bits.length] === true ? GAP.mark : 0)
  }
}

function stylesOf({ isShort, lang }: Paper) {
  const size = isShort ? 19 : 21
  const heading = (points: number) => ({
    run: { font: FONT, size: points, bold: true, color: BLUE },
    paragraph: { spacing: { before: 200, after: 90 }, keepNext: true },
  })
  return {
    default: {
      document: { run: { font: FONT, size, language: { value: { en: 'en-GB', fr: 'fr-FR', vi: 'vi-VN' }[lang] } } },
      heading1: heading(isShort ? 27 : 34),
      heading2: heading(isShort ? 21 : 25),
      heading3: heading(22),
    },
    paragraphStyles: [
      { id: 'kicker', name: 'Kicker', run: { size: size - 3, color: '595959' } },
      { id: 'note', name: 'Source note', run: { size: size - 3 }, paragraph: { spacing: { after: 60 } } },
    ],
  }
}

function headerOf({ marking, copy }: Paper): Header {
  const text = clean(copy === null ? marking : `${marking} – ${copy}`)
  return new Header({ children: [new Paragraph({ children: [new TextRun({ text, bold: true, size: 16, color: RED })] })] })
}

function footerOf({ page }: Paper): Footer {
  const children = [clean(page.before), PageNumber.CURRENT, clean(page.between), PageNumber.TOTAL_PAGES]
  return new Footer({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, children: [new TextRun({ children, size: 16 })] })] })
}

function partOf({ heading, level, lines, isList }: Part, gap: Gap, colon: string): Paragraph[] {
  const at = level === 2 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3
  return [
    new Paragraph({ heading: at, children: runs(heading) }),
    ...lines.map(
      (line) =>
        new Paragraph({
          spacing: { after: gap() },
          children: lineOf(line, colon),
          ...(isList ? { numbering: { reference: 'points', level: 0 } } : {}),
        }),
    ),
  ]
}

function lineOf({ text, notes, mark }: Line, colon: string) {
  const numbers = notes.flatMap((note, at) => [
    ...(at === 0 ? [] : [new TextRun({ text: ',', superScript: true })]),
    new InternalHyperlink({ anchor: `n${note}`, children: [new TextRun({ text: String(note), superScript: true, color: '1f4e79' })] }),
  ])
  const before = mark === null ? [] : [new TextRun({ text: `${clean(mark)}${colon}`, bold: true, color: RED })]
  return [...before, ...runs(text), ...numbers]
}

function notesOf({ notes, notesTitle }: Paper): Paragraph[] {
  if (notes.length === 0) return []
  return [
    new Paragraph({ heading: HeadingLevel.HEADING_2, children: runs(notesTitle) }),
    ...notes.map(
      (note, at) => new Paragraph({ style: 'note', children: [new Bookmark({ id: `n${at + 1}`, children: runs(`${at + 1}. ${note}`) })] }),
    ),
  ]
}

/** Letters that Noto Sans does not draw, and the shipped font that does. */
const OTHER_SCRIPTS = [
  { font: 'Noto Sans Thai', letters: /^[\u0e00-\u0e7f]/, isRight: false },
  { font: 'Noto Naskh Arabic', letters: /^[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]/, isRight: true },
] as const

/** Fonts beside Noto Sans that a text needs. */
export function otherFonts(text: string): readonly string[] {
  return OTHER_SCRIPTS.filter(({ letters }) => new RegExp(letters.source.slice(1)).test(text)).map(({ font }) => font)
}

/** A text as runs of one font each. */
function runs(text: string): TextRun[] {
  const parts = clean(text).match(
    /[\u0e00-\u0e7f]+|[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+|[^\u0e00-\u0e7f\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+/g,
  )
  return (parts ?? []).map((part) => {
    const other = OTHER_SCRIPTS.find(({ letters }) => letters.test(part))
    return new TextRun(other === undefined ? { text: part } : { text: part, font: other.font, rightToLeft: other.isRight })
  })
}

/** XML 1.0 holds no control character. */
function clean(text: string): string {
  return text.normalize('NFC').replaceAll(/[\p{Cc}\u2028\u2029\ufffe\uffff]+/gu, ' ')
}

const EARLIEST = '1980-01-01T00:00:00Z'

/** Takes the moment of writing out of the properties and of the archive. */
function withoutTime(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts = unzipSync(file)
  const core = new TextDecoder().decode(parts['docProps/core.xml'])
  const still = core.replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${EARLIEST}`)
  return new Uint8Array(zipSync({ ...parts, 'docProps/core.xml': strToU8(still) }, { mtime: new Date('1980-01-01T00:00:00'), level: 6 }))
}
