import { no, type Verdict, yes } from '#kernel/refusal.ts'

/** The words of a name as access.folded_name() folds them: without marks, in small letters. */
const wordsOf = (said: string): ReadonlySet<string> =>
  new Set(
    said
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll('đ', 'd')
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  )

const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean => [...some].every((word) => all.has(word))

/** Whether a label says where the name stands and not the name: a label is kept, a name is not. Refuses `screening.label_is_name`. */
export function canLabel(label: string, named: string): Verdict {
  const [place, name] = [wordsOf(label), wordsOf(named)]
  const isName = name.size > 0 && (isWithin(name, place) || isWithin(place, name))
  return isName ? no('screening.label_is_name') : yes
}
