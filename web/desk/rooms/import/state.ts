import { signal } from '@preact/signals'
import type { Field } from '#features/cases/import/columns.rules.ts'
import type { DayOrder } from '#features/cases/import/dates.rules.ts'
import type { Batches } from '#features/cases/import/import.contract.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { labelOf, methodCodes, terms } from '#kernel/vocabulary.ts'
import { call, working } from '../../actions.ts'
import type { ImportWords } from '../../keys/import/codes.ts'
import { fetchEveryLanguage, say } from '../../words.ts'
import type { Imported, ImportPreview, ReadTable, Undone } from './calls.ts'

/** Where the import stands; the table itself is in the worker. */
export const file = signal<File | null>(null)
export const table = signal<ReadTable | null>(null)
export const mapping = signal<readonly (Field | null)[]>([])
export const order = signal<DayOrder | null>(null)
export const told = signal<ImportPreview | null>(null)
export const outcome = signal<Imported | null>(null)
/** What this member brought in before; null before the first look. */
export const batches = signal<Batches['batches'] | null>(null)
export const undone = signal<Undone | null>(null)

export function forget(): void {
  file.value = null
  table.value = null
  mapping.value = []
  order.value = null
  told.value = null
  outcome.value = null
  undone.value = null
}

/** The words of the vocabularies in every language of the desk: a table may be in any of them. */
function words(): ImportWords {
  const pairs = (codes: readonly string[], kind: 'method' | 'occupations' | 'liberty_status') =>
    codes.flatMap((code) => LANGUAGES.map((language) => [labelOf(kind, code, language).text, code] as const))
  return {
    methods: pairs(methodCodes, 'method'),
    occupations: pairs(
      terms('occupations').map(({ code }) => code),
      'occupations',
    ),
    liberty: pairs(
      terms('liberty_status').map(({ code }) => code),
      'liberty_status',
    ),
  }
}

export async function read(chosen: File, sheet = 0): Promise<void> {
  forget()
  file.value = chosen
  table.value = await working(say('import.reading'), () => call('import.read', { file: chosen, sheet }))
  mapping.value = table.value?.mapping ?? []
}

/** Another field for a column; a field stands for one column alone. What was shown before no longer holds. */
export function choose(column: number, field: Field | null): void {
  mapping.value = mapping.value.map((one, at) => (at === column ? field : one === field ? null : one))
  told.value = null
}

export async function preview(): Promise<void> {
  told.value = await working(say('import.checking'), async () => {
    await fetchEveryLanguage()
    return call('import.preview', { mapping: mapping.value, order: order.value, words: words() })
  })
}

export async function run(): Promise<void> {
  outcome.value = await working(say('import.running'), () => call('import.run', null))
  await lookAtBatches()
}

export async function lookAtBatches(): Promise<void> {
  batches.value = (await call('import.batches', null)).batches
}

/** Takes one run back; what was changed since stays, and is named. */
export async function undo(batch: string): Promise<void> {
  undone.value = await working(say('import.undoing'), () => call('import.undo', { batch }))
  await lookAtBatches()
}
