import { filesBelow, textOf } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'
import { lineAt } from './sources.ts'

type Rule = {
  readonly says: string
  readonly pattern: RegExp
  readonly on: (path: string) => boolean
  /** Look at quoted text alone, so that `!==` is no exclamation. */
  readonly inStrings?: true
}

const TEXT = /\.(ts|js|mjs|cjs|json|md|sql|css|html|svg|yml|sh)$|^(asylia|\.ci\/run|\.npmrc|runtime\/\.npmrc|LICENSE)$/
/** Who asks for money in a lockfile is looked at by the check of lockfiles. */
const LOCKS = /(^|\/)package-lock\.json$/
/** The files that hold forbidden words in order to forbid them. */
const FORBIDDERS = new Set([
  'tools/checks/words.ts',
  'tools/checks/bans.ts',
  'tools/checks/checks.test.ts',
  'test/planted.test.ts',
  'STYLE.md',
])

const isCatalogue = (path: string): boolean => /^web\/[^/]+\/words\/.*\.ts$/.test(path)
const isEnglish = (path: string): boolean => /^web\/[^/]+\/words\/en\.ts$/.test(path)
const isPackaging = (path: string): boolean =>
  /^((runtime\/)?package\.json|(runtime\/)?\.npmrc|asylia|\.ci\/run|tools\/system-packages\.json|tools\/test\/system-packages\.ts)$/.test(
    path,
  )

const RULES: readonly Rule[] = [
  { says: 'shouts; no screen has an exclamation mark', pattern: /!/g, on: isCatalogue, inStrings: true },
  { says: 'calls somebody a victim; only the person may', pattern: /\bvictims?\b/gi, on: isEnglish, inStrings: true },
  { says: 'says invalid; say what is expected instead', pattern: /\binvalid\b/gi, on: isEnglish, inStrings: true },
  { says: 'names a folder of one machine', pattern: /(?<![\w.~/-])\/(?:work|root|tmp|home\/[a-z]+)\/[\w.-]/g, on: () => true },
  { says: 'names the host of a registry', pattern: /\bnpmjs\.(?:org|com)\b|\bdebian\.org\b/gi, on: () => true },
  { says: 'binds packages to a host', pattern: /\bgithub\.com\b/gi, on: isPackaging },
  { says: 'puts something off without an issue', pattern: /\bTODO\b(?!\(#\d)/g, on: (path) => path.endsWith('.md') || isCatalogue(path) },
]

/** Words that no screen, document or package file of ours holds. */
export const words: Check = {
  name: 'words',
  run: (root) => {
    const paths = filesBelow(root, '').filter((path) => TEXT.test(path) && !LOCKS.test(path) && !FORBIDDERS.has(path))
    if (paths.length === 0) return Promise.resolve([{ says: 'there is no text, so no word was looked at' }])
    return Promise.resolve(paths.flatMap((path) => findingsIn(path, textOf(root, path) ?? '')))
  },
}

function findingsIn(file: string, text: string): Finding[] {
  return RULES.filter((rule) => rule.on(file)).flatMap((rule) => {
    const searched = rule.inStrings === true ? keepStrings(text) : text
    return [...searched.matchAll(rule.pattern)].map((match) => ({ file, line: lineAt(text, match.index), says: rule.says }))
  })
}

const STRING_OR_OTHER = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[^'"`/]+|\//g
const HOLE = /\$\{[^}]*\}/g

/** Everything but quoted text becomes spaces; offsets stay. */
function keepStrings(text: string): string {
  const blank = (piece: string): string => piece.replaceAll(/[^\n]/g, ' ')
  return text.replaceAll(STRING_OR_OTHER, (piece) => (/^['"`]/.test(piece) ? piece.replaceAll(HOLE, blank) : blank(piece)))
}
