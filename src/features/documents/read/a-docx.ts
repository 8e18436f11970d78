import { strToU8, zipSync } from 'fflate'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

export type InventedParagraph = { readonly text: string; readonly list?: string; readonly level?: number; readonly style?: string }

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export function paragraphXml({ text, list, level = 0, style }: InventedParagraph): string {
  const numbered = list === undefined ? '' : `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`
  const styled = style === undefined ? '' : `<w:pStyle w:val="${style}"/>`
  return `<w:p><w:pPr>${styled}${numbered}</w:pPr><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`
}

const NUMBERING = `<w:numbering ${W}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

/** A DOCX of invented text. List 1 is numbered (`1.`, `(a)`), list 2 has bullets. `more` adds or replaces parts. */
export function aDocx(paragraphs: readonly InventedParagraph[], more: Readonly<Record<string, string>> = {}): Uint8Array {
  const body = `<w:document ${W}><w:body>${paragraphs.map(paragraphXml).join('')}</w:body></w:document>`
  const parts = { '[Content_Types].xml': '<Types/>', 'word/document.xml': body, 'word/numbering.xml': NUMBERING, ...more }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

/** A DOCX whose words are spaces without end: small as a file, large when unpacked. */
export function aZipBomb(megabytes: number): Uint8Array {
  return aDocx([], {
    'word/document.xml': `<w:document ${W}><w:body><w:p>${' '.repeat(megabytes * 1024 * 1024)}</w:p></w:body></w:document>`,
  })
}
