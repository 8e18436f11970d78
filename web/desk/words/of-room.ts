type Catalogue<Key extends string> = Readonly<Record<Key, string>>

/** The words of one room in five languages; a key that misses one does not compile. Keys begin with the room: `cases.title`. */
export function wordsOf<Key extends `${string}.${string}`>(all: {
  readonly en: Catalogue<Key>
  readonly vi: NoInfer<Catalogue<Key>>
  readonly th: NoInfer<Catalogue<Key>>
  readonly fr: NoInfer<Catalogue<Key>>
  readonly ar: NoInfer<Catalogue<Key>>
}): typeof all {
  return all
}
