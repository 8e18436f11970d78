import type { Check, Finding } from './finding.ts'
import { isTest, lineAt, listSources, type Source } from './sources.ts'

type Ban = {
  readonly says: string
  readonly pattern: RegExp
  readonly allows?: (path: string) => boolean
  /** Look at the text with comments and quoted text blanked, so that words about a thing are not the thing. */
  readonly codeOnly: boolean
  /** A comment on the line, or on the one above, gives the reason. */
  readonly unlessExplained?: true
}

const isTool = (path: string): boolean => /^(tools|bench)\//.test(path)

const BANS: readonly Ban[] = [
  {
    says: 'forges a permit; only src/base/transact.ts makes one',
    pattern: /\bas\s+(?:unknown\s+as\s+)?Permit\b/g,
    allows: (path) => path === 'src/base/transact.ts',
    codeOnly: true,
  },
  {
    says: 'swallows an error; catch only where there is something to do',
    // The planted violations are texts.
    allows: (path) => path === 'test/planted.test.ts',
    pattern: /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/g,
    codeOnly: false,
  },
  {
    says: 'swallows an error; say in a comment why nobody needs to hear of it',
    pattern: /^[^=\n]*\.catch\(\s*(?:async\s*)?\([^)]*\)\s*=>\s*(?:\{\s*\}|undefined|null)\s*,?\s*\)\s*$/gm,
    codeOnly: true,
    unlessExplained: true,
  },
  {
    says: 'reads the environment; src/base/config.ts does that once, for everybody',
    pattern: /(?<!\breadConfig\()\bprocess\s*\.\s*env\b|\bprocess\s*\[/g,
    allows: (path) => path === 'src/base/config.ts' || isTest(path) || isTool(path),
    codeOnly: true,
  },
  {
    says: 'speaks SQL; only stores and base do',
    pattern: /\b(?:select\s[^`;]*?\sfrom\s|insert\s+into\s|delete\s+from\s|update\s+[a-z_.]+\s+set\s)/gi,
    allows: (path) => path.endsWith('.store.ts') || path.startsWith('src/base/') || isTest(path) || isTool(path),
    codeOnly: false,
  },
  {
    says: 'puts a promise off without an issue; write TODO(#issue) or do it',
    pattern: /\bTODO\b(?!\(#\d+\))|\b(?:FIXME|XXX|HACK)\b/g,
    allows: (path) => path === 'tools/checks/bans.ts' || isTest(path),
    codeOnly: false,
  },
  {
    says: 'draws an ordered or guessable id; ids come from kernel/ids.ts',
    pattern: /\bMath\.random\(|\bv7\(|uuidv7/g,
    allows: (path) => isTest(path) || isTool(path),
    codeOnly: true,
  },
  {
    says: 'asks the clock itself; time comes from kernel/clock.ts',
    pattern: /\bDate\.now\(|\bnew Date\(\)/g,
    allows: (path) => path === 'src/kernel/clock.ts' || isTest(path) || isTool(path),
    codeOnly: true,
  },
]

/** Constructs that no other tool forbids and the house does. */
export const bans: Check = {
  name: 'bans',
  run: (root) => {
    const sources = listSources(root)
    const none: Finding[] = sources.length === 0 ? [{ says: 'there is no source, so nothing was looked at' }] : []
    return Promise.resolve([...none, ...sources.flatMap((source) => BANS.flatMap((ban) => breaches(ban, source)))])
  },
}

function breaches(ban: Ban, source: Source): Finding[] {
  if (ban.allows?.(source.path) === true) return []
  const text = ban.codeOnly ? blankWords(source.text) : source.text
  return [...text.matchAll(ban.pattern)]
    .map((match) => ({ file: source.path, line: lineAt(text, match.index), says: ban.says }))
    .filter(({ line }) => ban.unlessExplained !== true || !isExplained(source.lines, line))
}

function isExplained(lines: readonly string[], line: number): boolean {
  return /\/\/ \S/.test(lines[line - 1] ?? '') || /^\s*\/\/ \S/.test(lines[line - 2] ?? '')
}

const WORDS = /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g

/** Comments and plain strings become spaces of the same length, so that offsets stay; templates keep their code. */
function blankWords(text: string): string {
  return text.replaceAll(WORDS, (words) => words.replaceAll(/[^\n]/g, ' '))
}
