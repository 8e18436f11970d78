import { filesBelow, textOf } from '#tools/files.ts'

export type Source = { readonly path: string; readonly lines: readonly string[]; readonly text: string }

const FOLDERS = ['src', 'web', 'tools', 'test', 'bench', 'conformance']

/** Every TypeScript file of the tree with its text. */
export function listSources(root: string): Source[] {
  return FOLDERS.flatMap((folder) => filesBelow(root, folder))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => {
      const text = textOf(root, path) ?? ''
      return { path, text, lines: text.split('\n') }
    })
}

/** Tests and their builders; a builder is called `a-report.ts` and makes the smallest valid thing. */
export function isTest(path: string): boolean {
  return (
    path.endsWith('.test.ts') || path.startsWith('test/') || path.startsWith('conformance/') || /\/(an?|invented)-[a-z-]+\.ts$/.test(path)
  )
}

/** The line, counted from one, at which an offset of the text stands. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
