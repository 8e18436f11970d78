import { filesBelow, textOf } from '#tools/files.ts'

export const PARTS = ['check', 'unit', 'database', 'conformance', 'browser', 'stories'] as const
export type Part = (typeof PARTS)[number]
export type FilePart = Exclude<Part, 'check'>

export type TestFile = { readonly path: string; readonly part: FilePart; readonly needs: readonly string[] }

const FOLDERS = ['src', 'web', 'tools', 'bench', 'conformance', 'test']
const BROWSER_NEEDS = ['chromium', 'fonts-noto-core']

/** Every test file of the tree with the part it belongs to and the system packages it says it needs. */
export function findTestFiles(root: string): TestFile[] {
  return FOLDERS.flatMap((folder) => filesBelow(root, folder))
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => {
      const text = textOf(root, path) ?? ''
      const part = partOf(path, text)
      return { path, part, needs: needsOf(part, text) }
    })
}

/** `x.db.test.ts`, and whatever imports the scratch database, needs PostgreSQL; the folder decides the rest. */
export function partOf(path: string, text: string): FilePart {
  if (path.startsWith('test/browser/')) return 'browser'
  if (path.startsWith('conformance/')) return 'conformance'
  if (path.endsWith('.db.test.ts')) return 'database'
  if (path.startsWith('test/')) return 'stories'
  return /^(?:import|\}) .*from '[^']*\/test\/database\.ts'/m.test(text) ? 'database' : 'unit'
}

/** A test file names system packages in a line of its own: `// needs poppler-utils, qpdf`. */
function needsOf(part: FilePart, text: string): string[] {
  const said = [...text.matchAll(/^\/\/ needs ([a-z0-9][a-z0-9, -]*)$/gm)].flatMap((match) => (match[1] ?? '').split(/,\s*/))
  return [...new Set([...(part === 'browser' ? BROWSER_NEEDS : []), ...said])]
}

/** The titles a test file announces, read without running it; for files that cannot run here. */
export function titlesIn(text: string): string[] {
  return [...text.matchAll(/\btest\(\s*(['"`])(.*?)\1/g)].map((match) => match[2] ?? '')
}
