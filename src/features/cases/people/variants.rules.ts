import { foldText } from '../search/tokens.rules.ts'

/** How two names are alike: the same letters, the same name written otherwise, or one that somebody should look at. */
export type Likeness = 'same' | 'variant' | 'possible'

const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** More than any name; what is longer is compared by its beginning. */
const LONGEST = 200
/** Words that are part of a name in one list and not in another. */
const PARTICLES = new Set(['al', 'el', 'ul', 'bin', 'ibn', 'ben', 'bint', 'binti', 'ال', 'بن', 'ابن', 'بنت'])

/** The words of a name as they are compared: folded, without particles. A name of particles alone keeps them. */
export function nameWords(name: string): readonly string[] {
  const folded = foldText(name.slice(0, LONGEST)).replaceAll(/(?<![\p{L}\p{M}])ال(?=\p{Script=Arabic}{3})/gu, '')
  const all = [...folded.matchAll(WORD)].map(([word]) => word)
  const told = all.filter((word) => !PARTICLES.has(word))
  return told.length > 0 ? told : all
}

/** Spellings of one sound in Latin letters, as Thai, Vietnamese and Arabic names are written abroad; the longer first. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/[^a-z]/g, ''],
  [/ck|q/g, 'k'],
  [/ph/g, 'p'],
  [/bh/g, 'p'],
  [/th|dh/g, 't'],
  [/kh|gh/g, 'k'],
  [/ch|tch|dj/g, 'j'],
  [/sh/g, 's'],
  [/w|v/g, 'v'],
  [/ou|oo|u/g, 'u'],
  [/ee|ie|ei|ii|y/g, 'i'],
  [/aa|ah(?=$)/g, 'a'],
  [/or(?=n)/g, 'o'],
  [/(.)\1+/g, '$1'],
]

/** A word in Latin letters with one spelling for each sound; the empty word for another script. */
export function latinSound(word: string): string {
  return /[a-z]/.test(word) ? LATIN.reduce((sound, [from, to]) => sound.replace(from, to), word) : ''
}

const CLASSES: readonly (readonly [string, string])[] = [
  ['k', 'กขฃคฅฆ' + 'كقغخ' + 'kgqx'],
  ['j', 'จฉชฌ' + 'ج' + 'jc'],
  ['t', 'ดตถทธฎฏฐฑฒ' + 'تطدضذث' + 'td'],
  ['p', 'บปผพภ' + 'بپ' + 'bp'],
  ['f', 'ฝฟ' + 'ف' + 'f'],
  ['s', 'ซศษส' + 'سصزشظ' + 'sz'],
  ['m', 'ม' + 'م' + 'm'],
  ['n', 'นณ' + 'ن' + 'n'],
  ['g', 'ง'],
  ['l', 'รลฬ' + 'رل' + 'rl'],
]
const CLASS = new Map(CLASSES.flatMap(([sign, letters]) => [...letters].map((letter) => [letter, sign] as const)))

/**
 * The consonants of a word by their sound, over scripts: what is left of a name when vowels, glides and breath, which every
 * romanisation writes otherwise, are taken away. Thai letters that are written and not spoken go first.
 */
export function skeletonOf(word: string): string {
  const spoken = word.replaceAll(/ษณ์|[ก-ฮ][ิุ]?์/g, '')
  const latin = spoken.replaceAll('ng', 'ง').replaceAll(/ph|bh/g, 'p').replaceAll(/sh/g, 's').replaceAll(/ch/g, 'j').replaceAll(/ck/g, 'k')
  const classes = [...latin].map((letter) => CLASS.get(letter) ?? '').join('')
  return classes.replaceAll(/(.)\1+/g, '$1')
}

const LATIN_LETTER = /\p{Script=Latin}/u
const isLatin = (words: readonly string[]): boolean => words.every((word) => LATIN_LETTER.test(word))
const together = (words: readonly string[]): string => words.toSorted().join(' ')

/** Fewer consonants than this say nothing of a name. */
const SKELETON_LEAST = 3

function areVariants(one: readonly string[], other: readonly string[]): boolean {
  if (together(one) === together(other)) return true
  const [sound, otherSound] = [one.map(latinSound), other.map(latinSound)]
  if (sound.includes('') || otherSound.includes('')) return false
  return together(sound) === together(otherSound) || sound.join('') === otherSound.join('')
}

/** A name without its middle, or with its words joined; abroad both happen at every border. */
function mayBeShortened(one: readonly string[], other: readonly string[]): boolean {
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one]
  if (fewer.length < 2) return false
  const left = more.map((word) => latinSound(word) || word)
  return fewer.every((word) => {
    const at = left.indexOf(latinSound(word) || word)
    if (at !== -1) left.splice(at, 1)
    return at !== -1
  })
}

function mayBeRomanised(one: readonly string[], other: readonly string[]): boolean {
  const [bones, otherBones] = [one.map(skeletonOf), other.map(skeletonOf)]
  const isLong = bones.join('').length >= SKELETON_LEAST
  const isAcross = isLatin(one) !== isLatin(other)
  if (isAcross) return isLong && (bones.join('') === otherBones.join('') || together(bones) === together(otherBones))
  return isLong && one.length === other.length && one.join('')[0] === other.join('')[0] && bones.join(' ') === otherBones.join(' ')
}

/**
 * How like two names are, in any script and order; null for names that nothing joins. The same from both sides. It is a
 * proposal for somebody who looks, and never a finding that two people are one.
 */
export function likenessOf(one: string, other: string): Likeness | null {
  const [words, otherWords] = [nameWords(one), nameWords(other)]
  if (words.length === 0 || otherWords.length === 0) return null
  if (words.join('') === otherWords.join('')) return 'same'
  if (areVariants(words, otherWords)) return 'variant'
  return mayBeShortened(words, otherWords) || mayBeRomanised(words, otherWords) ? 'possible' : null
}

const ORDER: readonly Likeness[] = ['same', 'variant', 'possible']

export type Named = { readonly code: string; readonly names: readonly string[]; readonly findable: boolean }
export type NameHit = { readonly code: string; readonly name: string; readonly likeness: Likeness }

/**
 * The people whose names are like what was typed, the likest first, each once. Whoever keeps a low profile from this member
 * is not among them, and nothing says that somebody was left out (R-NGO-07).
 */
export function findByName(typed: string, people: readonly Named[]): readonly NameHit[] {
  const hits = people
    .filter(({ findable }) => findable)
    .flatMap(({ code, names }): NameHit[] => {
      const found = names
        .map((name) => ({ code, name, likeness: likenessOf(typed, name) ?? beginsLike(typed, name) }))
        .filter((hit): hit is NameHit => hit.likeness !== null)
        .toSorted((a, b) => ORDER.indexOf(a.likeness) - ORDER.indexOf(b.likeness))
      return found.slice(0, 1)
    })
  return hits.toSorted((a, b) => ORDER.indexOf(a.likeness) - ORDER.indexOf(b.likeness) || (a.code < b.code ? -1 : 1))
}

/** What somebody still types: each of its words begins a word of the name. */
function beginsLike(typed: string, name: string): Likeness | null {
  const [words, all] = [nameWords(typed), nameWords(name)]
  const isBegun = words.length > 0 && words.every((word) => all.some((one) => one.startsWith(word) || startsLike(one, word)))
  return isBegun ? 'possible' : null
}

function startsLike(one: string, word: string): boolean {
  const sound = latinSound(word)
  return sound !== '' && latinSound(one).startsWith(sound)
}

/** What an index holds of a name beside its words, so that a search finds its variants: sounds, and skeletons with a mark. */
export function variantTokens(name: string): ReadonlySet<string> {
  const words = nameWords(name)
  const sounds = words.map(latinSound).filter((sound) => sound !== '')
  const bones = words.map(skeletonOf).filter((skeleton) => skeleton.length >= SKELETON_LEAST)
  return new Set([...words, ...sounds, ...bones.map((skeleton) => `~${skeleton}`)])
}
