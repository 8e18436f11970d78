import { basename } from 'node:path'
import type { Check, Finding } from './finding.ts'
import { isTest, listSources, type Source } from './sources.ts'

const LONGEST = 300
const LONGEST_TEST = 500
const FOLDER_HOLDS = 30
const REASON = /^\/\/ long: \S.+/
const NO_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'service', 'misc', 'v2', 'stuff', 'lib'])
/** Tables of codes and words, and generated files, are not counted. */
const TABLES = [/^src\/base\/schema\.ts$/, /^src\/kernel\/vocabulary-codes\.ts$/, /^web\/[^/]+\/words\/[a-z]+\.ts$/]

/** File sizes, file names that say nothing, and feature folders that want to be split by noun. */
export const sizes: Check = {
  name: 'sizes',
  run: (root) => {
    const sources = listSources(root)
    const none: Finding[] = sources.length === 0 ? [{ says: 'there is no source, so nothing was measured' }] : []
    return Promise.resolve([...none, ...sources.flatMap(tooLong), ...sources.flatMap(nameless), ...tooFull(sources)])
  },
}

function tooLong({ path, lines }: Source): Finding[] {
  const length = lines.at(-1) === '' ? lines.length - 1 : lines.length
  if (
    length <= (isTest(path) ? LONGEST_TEST : LONGEST) ||
    TABLES.some((table) => table.test(path)) ||
    lines.slice(0, 3).some((line) => REASON.test(line))
  )
    return []
  return [{ file: path, says: `has ${length} lines; over ${LONGEST} it splits, or begins with a line "// long: reason"` }]
}

function nameless({ path }: Source): Finding[] {
  const words = basename(path).split(/[.-]/)
  const empty = words.find((word) => NO_NAMES.has(word))
  return empty === undefined ? [] : [{ file: path, says: `is called ${empty}, which names nothing` }]
}

function tooFull(sources: readonly Source[]): Finding[] {
  const folders = Map.groupBy(sources, ({ path }) => /^src\/features\/.*(?=\/)/.exec(path)?.[0] ?? '')
  return [...folders]
    .filter(([folder, files]) => folder !== '' && files.filter(({ path }) => !path.endsWith('.test.ts')).length > FOLDER_HOLDS)
    .map(([folder, files]) => ({ file: folder, says: `holds ${files.length} files; split it by noun` }))
}
