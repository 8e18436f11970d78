export const FILE_KINDS = ['text', 'markdown', 'html', 'pdf', 'docx'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** `encrypted` is an Office file in the container that only protected and very old ones have. */
export type SeenKind = FileKind | 'encrypted' | 'unknown'

const OLE = [0xd0, 0xcf, 0x11, 0xe0]
const ZIP = [0x50, 0x4b, 0x03, 0x04]
const PICTURES_AND_PACKS = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x50, 0x4b, 0x05, 0x06],
  [0x7b, 0x5c, 0x72, 0x74],
]

/** What the bytes are. A name decides only between text, Markdown and HTML, which have no mark of their own. */
export function kindOf(bytes: Uint8Array, name = ''): SeenKind {
  if (opensWith(bytes, OLE)) return /\.docx$/i.test(name) ? 'encrypted' : 'unknown'
  if (opensWith(bytes, ZIP)) return 'docx'
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  // Readers of PDF look for the header in the first 1,024 bytes (ISO 32000-1, Annex H.3).
  if (head.includes('%PDF-')) return 'pdf'
  if (PICTURES_AND_PACKS.some((mark) => opensWith(bytes, mark))) return 'unknown'
  const opening = head
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\0', '')
    .trimStart()
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(opening) || /\.x?html?$/i.test(name)) return 'html'
  return /\.(?:md|markdown)$/i.test(name) ? 'markdown' : 'text'
}

function opensWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}
