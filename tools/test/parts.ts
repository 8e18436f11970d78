import { filesBelow, textOf } from '#tools/files.ts'

/**
 * The parts of a run, each at most three minutes: what needs nothing; the house, the rooms of features and whole worlds on a
 * database; what the desk's browser does with keys; other people's data; and in Chromium the page for reports, the mailbox behind it,
 * the other pages for the public, the desk's cases, and its pages that speak with offices, partners and states; then stories of
 * whole commands.
 */
export const PARTS = [
  'check',
  'unit',
  'house',
  'rooms',
  'worlds',
  'keys',
  'conformance',
  'report',
  'mailbox',
  'public',
  'desk',
  'outward',
  'stories',
] as const
export type Part = (typeof PARTS)[number]
export type FilePart = Exclude<Part, 'check'>

/** Whether a part opens pages in Chromium. */
export const inBrowser = (part: Part): boolean => PAGES.has(part)
const PAGES: ReadonlySet<Part> = new Set(['report', 'mailbox', 'public', 'desk', 'outward'])

export type TestFile = { readonly path: string; readonly part: FilePart; readonly needs: readonly string[] }

const FOLDERS = ['src', 'web', 'tools', 'bench', 'conformance', 'test']
const BROWSER = 'test/browser/'
const OUTWARD = 'test/browser/outward/'
const BROWSER_NEEDS = ['chromium', 'fonts-noto-core']

/**
 * Every test file of the tree with the part it belongs to and the system packages it says it needs, the largest first: what is
 * long to read is long to run, and a long one begun last would leave a core idle.
 */
export function findTestFiles(root: string): TestFile[] {
  return FOLDERS.flatMap((folder) => filesBelow(root, folder))
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => ({ path, text: textOf(root, path) ?? '' }))
    .sort((a, b) => b.text.length - a.text.length)
    .map(({ path, text }) => ({ path, part: partOf(path, text), needs: needsOf(path, text) }))
}

/** `x.db.test.ts`, and whatever imports the scratch database, needs PostgreSQL; folder and imports decide the rest. */
export function partOf(path: string, text: string): FilePart {
  if (path.startsWith(OUTWARD)) return 'outward'
  if (path.startsWith(BROWSER)) return pagesOf(text)
  if (path.startsWith('conformance/')) return 'conformance'
  if (path.startsWith('web/desk/keys/')) return 'keys'
  const needsDatabase = path.endsWith('.db.test.ts') || /^(?:import|\}) .*from '[^']*\/test\/database\.ts'/m.test(text)
  if (path.startsWith('test/')) return path.endsWith('.db.test.ts') ? 'worlds' : 'stories'
  if (!needsDatabase) return 'unit'
  return path.startsWith('src/features/') ? 'rooms' : 'house'
}

/** Whose pages a browser's test opens: it says so by the house that it builds. */
function pagesOf(text: string): FilePart {
  if (text.includes("'./a-desk-house.ts'")) return 'desk'
  if (text.includes("'./a-mailbox-house.ts'")) return 'mailbox'
  return text.includes("'./a-report-house.ts'") ? 'report' : 'public'
}

/** A test file names system packages in a line of its own: `// needs poppler-utils, qpdf`. */
function needsOf(path: string, text: string): string[] {
  const said = [...text.matchAll(/^\/\/ needs ([a-z0-9][a-z0-9, -]*)$/gm)].flatMap((match) => (match[1] ?? '').split(/,\s*/))
  return [...new Set([...(path.startsWith(BROWSER) ? BROWSER_NEEDS : []), ...said])]
}

/** The titles a test file announces, read without running it; for files that cannot run here. */
export function titlesIn(text: string): string[] {
  return [...text.matchAll(/\btest\(\s*(['"`])(.*?)\1/g)].map((match) => match[2] ?? '')
}
