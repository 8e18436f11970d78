import type { CodedFacts } from './audience.contract.ts'

/** Fewer people than this behind the same facts, and the facts are a name (UX-P-03). */
export const FEWEST = 5

/** Facts from the most to the least telling; what stands later is given up first. */
const STEPS: readonly (readonly (keyof CodedFacts)[])[] = [
  ['origin', 'host', 'method', 'year'],
  ['origin', 'host', 'method'],
  ['origin', 'host'],
  [],
]

/**
 * As many of the facts as at least `FEWEST` people share among all that are known, or none of them. `known` counts the case
 * itself; the fewer cases somebody knows, the less is said.
 */
// guards UX-P-03
export function sharedFacts(facts: CodedFacts, known: readonly CodedFacts[]): Partial<CodedFacts> {
  const kept = STEPS.find(
    (step) => step.length === 0 || known.filter((other) => step.every((key) => other[key] === facts[key])).length >= FEWEST,
  )
  return Object.fromEntries((kept ?? []).map((key) => [key, facts[key]]))
}

/**
 * Names of a list that stand in a text, whatever the accents and the case. Two parts of a name beside one another are a name,
 * in either order, and so is the one part of a name that has no other. A script without blanks is looked through as it is.
 */
export function namesIn(text: string, names: readonly string[]): readonly string[] {
  const line = ` ${partsOf(text).join(' ')} `
  const stands = (words: string) => line.includes(/\p{Script=Thai}/u.test(words) ? words : ` ${words} `)
  return names.filter((name) => {
    const parts = partsOf(name)
    if (parts.length === 1) return stands(parts[0] ?? '')
    return parts.some((one, at) => parts.some((other, place) => place !== at && stands(`${one} ${other}`)))
  })
}

function partsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length > 0)
}
