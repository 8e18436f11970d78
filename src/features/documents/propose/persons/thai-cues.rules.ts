import cuesFile from '../../../../../data/documents/thai-cues.json' with { type: 'json' }
import { type Finding, type Page, plainWords, type Span, touches } from '../finding.rules.ts'
import { anyOf, wordSet } from '../word-tables.rules.ts'
import { type ThaiPair, thaiPairs } from './thai-pairs.rules.ts'

const words = (line: string): string => anyOf(wordSet(line))
const THAI = '\\u0E01-\\u0E4E'
/** What may stand between a name and its age: a nickname in quotation marks or in brackets. */
const NICKNAME = `(?: ?(?:หรือ ?)?(?:["“'‘][${THAI}]{2,16}["”'’]|\\([${THAI}]{2,16}\\)))`

type Cue = { readonly rule: string; readonly pattern: RegExp }
const AFTER: readonly Cue[] = [
  { rule: 'person.thai-age', pattern: new RegExp(`^${NICKNAME}? ?(?:วัย|อายุ) ?[0-9๐-๙]{1,3} ?ปี`, 'u') },
  { rule: 'person.thai-nickname', pattern: new RegExp(`^${NICKNAME}`, 'u') },
  { rule: 'person.thai-says', pattern: new RegExp(`^ ?(?:ได้|ยัง)?(?:${words(cuesFile.says)})[${THAI}]{0,20}?ว่า`, 'u') },
  { rule: 'person.thai-suffers', pattern: new RegExp(`^ ?(?:ได้|ยัง|เคย)?ถูก(?:${words(cuesFile.suffers)})`, 'u') },
  { rule: 'person.thai-does', pattern: new RegExp(`^ ?(?:ได้)?(?:${words(cuesFile.does)})`, 'u') },
]
const ROLE = new RegExp(`(?:${words(cuesFile.roles)}) $`, 'u')
// "เชื่อ" and "เชื่อม" have another word in them.
const NAMED = /(?<!เ)(?:ชื่อ|ชื่อว่า|นามว่า) ?$/u
const RELATIVE = new RegExp(`(?:${words(cuesFile.relatives)}) ?$`, 'u')
const verbsBefore = wordSet(cuesFile.verbsBefore)

/**
 * Persons in Thai script without a title: a given name and a surname that an age, a nickname, a verb or a role says to be
 * somebody's, and wherever they stand again in the text. `known` are the names that the text says so of; `taken` is read already.
 */
export function findThaiPairs(
  { number, text, language }: Pick<Page, 'number' | 'text' | 'language'>,
  taken: readonly Span[],
  known: ReadonlyMap<string, string>,
): Finding[] {
  if (language !== 'th') return []
  const found: Finding[] = []
  for (const pair of thaiPairs(text)) {
    if ([...taken, ...found.slice(-1)].some((other) => touches(other, pair))) continue
    const { start, end } = pair
    const value = plainWords(text.slice(start, end))
    const rule = cueOf(text, pair) ?? (known.has(value) ? 'person.named-before' : null)
    if (rule !== null) found.push({ paragraph: number, kind: 'person', start, end, value, rule })
  }
  return found
}

function cueOf(text: string, { start, end, lead }: ThaiPair): string | null {
  const [before, after] = [text.slice(Math.max(0, start - 40), start), text.slice(end, end + 60)]
  const behind = AFTER.find(({ pattern }) => pattern.test(after))
  if (behind !== undefined) return behind.rule
  if (NAMED.test(before)) return 'person.thai-named'
  if (RELATIVE.test(before)) return 'person.thai-relative'
  if (ROLE.test(before)) return 'person.thai-role'
  return verbsBefore.has(lead) ? 'person.thai-verb-before' : null
}
