import definitionsFile from '../../data/definitions.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'
import type { Said } from './languages.ts'
import { type MethodCode, methodCodes, type Retired } from './vocabulary.ts'
import type { CategoryCodes, DefinitionId } from './vocabulary-codes.ts'

export type { DefinitionId } from './vocabulary-codes.ts'
export type CategoryOf<Id extends DefinitionId> = CategoryCodes[Id]

/**
 * A definition of transnational repression as somebody gave it. `version` covers the text, the categories and the crosswalk:
 * a change of any of them that changes a count is a new version. `date` is null where only the month or year is known.
 */
export type Definition = {
  readonly id: DefinitionId
  readonly version: string
  readonly date: string | null
  readonly title: Said
  readonly text: Said
  readonly quote: { readonly document: string; readonly quote: string } | null
  readonly basis: 'seed' | 'published_source' | 'general_knowledge_verify'
  readonly basisNote: string
  readonly categories: readonly { readonly code: string; readonly label: Said }[]
  readonly retired: Retired
}

/** Anything that carries method codes: an incident of the register or of a case. */
export type Coded = { readonly methods: readonly string[] }

/** `notCounted` incidents have no method under the definition; `unknownMethods` are codes that the crosswalk does not hold. */
export type Count = {
  readonly definition: DefinitionId
  readonly version: string
  readonly perCategory: Readonly<Record<string, number>>
  readonly overall: number
  readonly notCounted: number
  readonly unknownMethods: readonly string[]
}

type Crosswalk = Readonly<Record<MethodCode, Readonly<Record<DefinitionId, readonly string[] | null>>>>

const crosswalkFile = deepFreeze(definitionsFile.crosswalk)
const crosswalk = crosswalkFile.methods as Crosswalk

/** The definitions that a set of incidents can be counted under. */
export const definitions = deepFreeze(definitionsFile.definitions) as readonly Definition[]

/** Which method falls under which category is our judgement, and every count says so in these words. */
export const CROSSWALK_NOTE: string = crosswalkFile.note

const definitionById = new Map<string, Definition>(definitions.map((definition) => [definition.id, definition]))

/** The definition of an id, or undefined for an id that is not in data/. */
export function findDefinition(id: DefinitionId): Definition
export function findDefinition(id: string): Definition | undefined
export function findDefinition(id: string): Definition | undefined {
  return definitionById.get(id)
}

/** The categories of a method under a definition; none for a method that is not counted under it or not in the taxonomy. */
export function categoriesOf(id: DefinitionId, method: string): readonly string[] {
  return isMapped(method) ? (crosswalk[method][id] ?? []) : []
}

/** The methods under one category of a definition, in the order of the taxonomy. */
export function methodsUnder<Id extends DefinitionId>(id: Id, category: CategoryOf<Id>): readonly MethodCode[] {
  return methodCodes.filter((method) => categoriesOf(id, method).includes(category))
}

/** Exactly the incidents with a method under the category, in their order. */
export function incidentsUnder<Id extends DefinitionId, Incident extends Coded>(
  id: Id,
  category: CategoryOf<Id>,
  incidents: readonly Incident[],
): readonly Incident[] {
  return incidents.filter(({ methods }) => methods.some((method) => categoriesOf(id, method).includes(category)))
}

/**
 * Counts incidents under a definition: each once in every category that one of its methods falls under, and once overall.
 * The same incidents give the same count in any order; an incident outside the definition is reported, not an error.
 */
export function countUnder(id: DefinitionId, incidents: readonly Coded[]): Count {
  const { version, categories } = findDefinition(id)
  const perCategory = new Map(categories.map(({ code }) => [code, 0]))
  let overall = 0
  for (const { methods } of incidents) {
    const touched = new Set(methods.flatMap((method) => categoriesOf(id, method)))
    for (const category of touched) perCategory.set(category, (perCategory.get(category) ?? 0) + 1)
    if (touched.size > 0) overall += 1
  }
  const unknownMethods = [...new Set(incidents.flatMap(({ methods }) => methods.filter((method) => !isMapped(method))))].sort()
  return {
    definition: id,
    version,
    perCategory: Object.fromEntries(perCategory),
    overall,
    notCounted: incidents.length - overall,
    unknownMethods,
  }
}

function isMapped(method: string): method is MethodCode {
  return Object.hasOwn(crosswalk, method)
}
