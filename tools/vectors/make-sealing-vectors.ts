import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { armourCases, bodyCases, envelopeCases, frameCases, puzzleCases } from './sealed-items.ts'
import { vectorFile } from './vector-case.ts'
import { canonicalCases, keysCases, secretCases } from './words-and-keys.ts'

/** The published files about words, keys and sealed items, by name. `node tools/vectors/make-sealing-vectors.ts` writes them. */
export const SEALING_VECTORS = {
  secret: secretCases,
  keys: keysCases,
  'canonical-json': canonicalCases,
  body: bodyCases,
  envelope: envelopeCases,
  frame: frameCases,
  armour: armourCases,
  puzzle: puzzleCases,
} as const

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../../vectors/sealing')
  // One after the other: the randomness of a sealed case follows from its name and order.
  for (const [name, cases] of Object.entries(SEALING_VECTORS)) writeFileSync(join(folder, `${name}.json`), vectorFile(name, await cases()))
}
