import { filesBelow, textOf } from '#tools/files.ts'
import { ID } from './ids.ts'
import { lineAt } from './sources.ts'

/** That a test proves an id, or that a line of code guards a threat. */
export type Claim = { readonly id: string; readonly file: string; readonly line: number; readonly title: string }

/** Not right after a quotation mark: that is a test planted in a text. */
const TEST = /(?<=^|[\s;{}()>])(?:t\.)?test\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g
const PROVES = /^[ \t]*\/\/ proves ([^\n]+)$/gm
const GUARDS = /(?:\/\/|--|\*|'|#|\.)\s*guards ((?:[A-Z0-9-]+(?:, ?)?)+)/g
const TEST_FOLDERS = ['src', 'web', 'tools', 'test', 'conformance', 'bench']
const GUARD_FOLDERS = ['src', 'web', 'migrations']
const GUARD_FILES = ['.dependency-cruiser.mjs', 'asylia', 'tools/checks/lockfile.ts']

/** What tests claim: ids in brackets at the end of a title, or in a line `// proves …` right above the test. */
export function listProofs(root: string): Claim[] {
  const tests = TEST_FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter((path) => path.endsWith('.test.ts'))
  return tests.flatMap((file) => proofsIn(file, textOf(root, file) ?? ''))
}

export function proofsIn(file: string, text: string): Claim[] {
  const titles = [...text.matchAll(TEST)].map((match) => ({ title: match[2] ?? '', line: lineAt(text, match.index) }))
  const inTitles = titles.flatMap(({ title, line }) => idsAtEnd(title).map((id) => ({ id, file, line, title })))
  const inComments = [...text.matchAll(PROVES)].flatMap((match) => {
    const line = lineAt(text, match.index)
    const next = titles.find((title) => title.line > line && isRightBelow(text, line, title.line))
    return splitIds(match[1] ?? '').map((id) => ({ id, file, line, title: next?.title ?? '' }))
  })
  return [...inTitles, ...inComments]
}

/** Only comment lines may stand between the claim and its test. */
function isRightBelow(text: string, claim: number, test: number): boolean {
  const between = text.split('\n').slice(claim, test - 1)
  return between.every((line) => line.trim().startsWith('//'))
}

function idsAtEnd(title: string): string[] {
  const said = splitIds(/\(([^()]*)\)$/.exec(title)?.[1] ?? '')
  return said.length > 0 && said.every((word) => ID.test(word)) ? said : []
}

function splitIds(words: string): string[] {
  return words
    .split(/,\s*/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

/** Where source, migrations and import rules say that they guard a threat. */
export function listGuards(root: string): Claim[] {
  const files = GUARD_FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter(
    (path) => /\.(ts|sql)$/.test(path) && !path.endsWith('.test.ts'),
  )
  return [...files, ...GUARD_FILES].flatMap((file) => {
    const text = textOf(root, file) ?? ''
    return [...text.matchAll(GUARDS)].flatMap((match) =>
      splitIds(match[1] ?? '').map((id) => ({ id, file, line: lineAt(text, match.index), title: '' })),
    )
  })
}
