import { type Coded, countUnder, type Definition, definitions } from '#kernel/definitions.ts'
import type { Said } from '#kernel/languages.ts'

/** `category` is null for the line that counts each incident once. */
export type RecountRow = { readonly definition: Definition; readonly code: string; readonly category: Said | null; readonly n: number }

/** The same incidents counted under every definition. (R-EP-05) */
export function recount(incidents: readonly Coded[]): RecountRow[] {
  return definitions.flatMap((definition) => {
    const { perCategory, overall } = countUnder(definition.id, incidents)
    return [
      ...definition.categories.map(({ code, label }) => ({ definition, code, category: label, n: perCategory[code] ?? 0 })),
      { definition, code: 'overall', category: null, n: overall },
    ]
  })
}
