import { Refusal } from '#kernel/refusal.ts'
import { otherFonts, writeDocx } from './docx-write.ts'
import { type Letters, lettersOf, missingLetters } from './glyphs.ts'
import { type Paper, textsOf } from './paper.ts'
import { writePlainText } from './plain-text.ts'
import { openTypst, type Typesetter } from './typst-run.ts'
import { writeTypst } from './typst-source.ts'

/** The fonts that are shipped, as their packages name them; a paper is set in these and no others. */
export const FONT_FILES = {
  'Noto Sans': 'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'Noto Sans Bold': 'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'Noto Sans Thai': 'noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf',
  'Noto Sans Thai Bold': 'noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf',
  'Noto Naskh Arabic': 'noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf',
  'Noto Naskh Arabic Bold': 'noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf',
} as const
export type FontName = keyof typeof FONT_FILES
export const FONT_NAMES = Object.keys(FONT_FILES) as FontName[]
export const FORMS = ['pdf', 'docx', 'txt'] as const
export type PaperForm = (typeof FORMS)[number]

export type Press = {
  /** Refuses `briefing.letter_missing` with the code points, and `briefing.too_long` for a page that is none. */
  readonly print: (paper: Paper, form: PaperForm) => Promise<Uint8Array<ArrayBuffer>>
  readonly end: () => void
}

/** One page is tried in these sizes of letters, in points; smaller ones are not read in a car. */
const PAGE_SIZES = [10, 9.4, 8.8, 8.3] as const

/** Opens the press with what it is made of. Typst is begun when the first PDF is asked for: DOCX and text need none of it. */
export function openPress(fonts: Readonly<Record<FontName, Uint8Array>>, wasm: () => Promise<BufferSource>): Press {
  const letters: Letters[] = FONT_NAMES.map((name) => lettersOf(fonts[name]))
  let typst: Promise<Typesetter> | null = null
  const setter = () => {
    typst ??= wasm().then((bytes) =>
      openTypst(
        bytes,
        FONT_NAMES.map((name) => fonts[name]),
      ),
    )
    return typst
  }
  return {
    print: async (paper, form) => {
      const text = textsOf(paper)
      const missing = missingLetters(text.normalize('NFC'), letters)
      if (missing.length > 0) throw new Refusal('briefing.letter_missing', missing.slice(0, 5).join(' '))
      if (form === 'txt') return new Uint8Array(new TextEncoder().encode(writePlainText(paper)))
      if (form === 'docx') {
        const used = ['Noto Sans', ...otherFonts(text)] as FontName[]
        return writeDocx(
          paper,
          used.map((name) => ({ name, data: fonts[name] })),
        )
      }
      return setPdf(paper, await setter())
    },
    end: () => void typst?.then((one) => one.end()),
  }
}

function setPdf(paper: Paper, { pdf, pages }: Typesetter): Uint8Array<ArrayBuffer> {
  if (!paper.isShort) return pdf(writeTypst(paper))
  const source = PAGE_SIZES.map((size) => writeTypst(paper, size)).find((one) => pages(one) === 1)
  if (source === undefined) throw new Refusal('briefing.too_long')
  return pdf(source)
}
