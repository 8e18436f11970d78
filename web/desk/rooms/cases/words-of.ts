import type { Entry } from '#features/cases/entries/entry.contract.ts'
import { labelOf, type VocabularyList } from '#kernel/vocabulary.ts'
import { dayInWords, isKey, language, say } from '../../words.ts'

/** The word of a code of casework in the language on the screen; the code itself where there is none. */
export function codeWord(code: string): string {
  const key = `cases.code.${code}`
  return isKey(key) ? say(key) : code
}

/** The word of a term of a vocabulary. */
export function termWord(list: VocabularyList, code: string): string {
  return labelOf(list, code, language.value).text
}

/** An article of a code of law by its number; the state stands before it. */
export function provisionWord(code: string): string {
  const [law = '', article = ''] = code.split('.')
  if (code === 'other' || article === 'other') return codeWord(code.replaceAll(/[.-]/g, '_'))
  return say('cases.provision', { state: law.slice(0, 2).toUpperCase(), article })
}

/** What is to be done, whether a measure of the vocabulary or somebody's own short word. */
export function actionWord(action: string): string {
  return action.startsWith('own-') ? action.slice(4).replaceAll('-', ' ') : termWord('protection_actions', action)
}

/** "2025", "March 2025", "before 3 May 2025": never more exact than it is known. */
export function whenWords({ from, until, precision }: Pick<Entry, 'from' | 'until' | 'precision'>): string {
  const precise = termWord('date_precision', precision)
  if (precision === 'year') return (from ?? '').slice(0, 4)
  if (precision === 'exact') return dayInWords(from ?? '')
  if (from === null && until === null) return precise
  return `${precise}: ${[from, until]
    .filter((one) => one !== null)
    .map(dayInWords)
    .join(' – ')}`
}
