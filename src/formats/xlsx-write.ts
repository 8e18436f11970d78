import { type Zippable, zipSync } from 'fflate'

/** A row of cells; numbers stay numbers, every text is written as text and can be no formula. */
export type XlsxTable = { readonly name: string; readonly rows: Iterable<readonly (string | number | null)[]> }

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const utf8 = (text: string) => new TextEncoder().encode(text)

/** XML text without the signs that XML cannot hold. */
function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (sign) => ('\t\n\r'.includes(sign) ? sign : '\uFFFD'))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A cell is either a number or an inline string: a workbook runs no text of this type, whatever it begins with. guards A-18 */
function cell(value: string | number | null): string {
  if (value === null || value === '') return '<c/>'
  if (typeof value === 'number' && Number.isFinite(value)) return `<c><v>${value}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(String(value))}</t></is></c>`
}

function sheetXml(rows: XlsxTable['rows']): string {
  const lines = [...rows].map((row) => `<row>${row.map(cell).join('')}</row>`)
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** Excel takes sheet names of up to 31 signs without these. */
const sheetName = (name: string, at: number) => escaped(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)) || `Sheet${at + 1}`

/** A workbook of plain tables (ECMA-376). It holds no author, no date and no formula; the same tables give the same bytes. */
export function writeXlsx(tables: readonly XlsxTable[]): Uint8Array {
  const numbered = tables.map((table, at) => ({ ...table, at: at + 1 }))
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>${numbered.map(({ at }) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${type}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbered.map(({ name, at }) => `<sheet name="${sheetName(name, at)}" sheetId="${at}" r:id="rId${at}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbered.map(({ at }) => `<Relationship Id="rId${at}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(numbered.map(({ at, rows }) => [`xl/worksheets/sheet${at}.xml`, sheetXml(rows)])),
  }
  const files: Zippable = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, utf8(xml)]))
  return zipSync(files, { level: 6, mtime: new Date('1980-01-01T00:00:00') })
}
