import { LANGUAGES, type Language, type Said } from '#kernel/languages.ts'
import type { CorridorFile } from './release.contract.ts'

export type Words = Readonly<Record<string, string>>

/**
 * Our own words of a corridor in English, by a key that stays the same while the text changes: the code of the record
 * (the id of the corridor for its title and summary) and the path inside it, as in `H-7Q4M.agenda.0.summary`.
 */
export function listWords(corridor: CorridorFile): Map<string, string> {
  const found = new Map<string, string>()
  mapSaid(corridor, corridor.id, (key, said) => {
    found.set(key, said.en)
    return said
  })
  return found
}

/** The same corridor with the words of other languages put in. Unknown keys and empty words are left out; English never changes. */
export function joinWords(corridor: CorridorFile, words: Partial<Record<Language, Words>>): CorridorFile {
  const others = LANGUAGES.filter((language) => language !== 'en' && words[language] !== undefined)
  return mapSaid(corridor, corridor.id, (key, said) => {
    const joined: Record<string, string> = { ...said }
    for (const language of others) {
      const own = words[language]
      const text: unknown = own !== undefined && Object.hasOwn(own, key) ? own[key] : undefined
      if (typeof text === 'string' && text.trim() !== '') joined[language] = text
    }
    return joined as Said
  }) as CorridorFile
}

type OnSaid = (key: string, said: Said) => Said

function mapSaid(value: unknown, path: string, onSaid: OnSaid): unknown {
  if (isSaid(value)) return onSaid(path, value)
  if (Array.isArray(value)) return value.map((inner, i) => mapSaid(inner, `${path}.${codeOf(inner) ?? i}`, onSaid))
  if (typeof value !== 'object' || value === null) return value
  const base = codeOf(value) ?? path
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapSaid(inner, `${base}.${key}`, onSaid)]))
}

function codeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('code' in value)) return undefined
  // A hedge has a code too, of a list; only a record's own code names it.
  return typeof value.code === 'string' && /^[A-Z]{1,3}-/.test(value.code) ? value.code : undefined
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'en' in value && typeof value.en === 'string'
}
