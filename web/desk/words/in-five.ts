type Five = readonly [string, string, string, string, string]

/** Words that stand beside each other in five languages, as catalogues; a key that misses one does not compile. */
export function inFive<Key extends string>(
  all: Readonly<Record<Key, Five>>,
): Readonly<Record<'en' | 'vi' | 'th' | 'fr' | 'ar', Readonly<Record<Key, string>>>> {
  const column = (n: 0 | 1 | 2 | 3 | 4) =>
    Object.fromEntries(Object.entries<Five>(all).map(([key, words]) => [key, words[n]])) as Readonly<Record<Key, string>>
  return { en: column(0), vi: column(1), th: column(2), fr: column(3), ar: column(4) }
}
