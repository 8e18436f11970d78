import type { Answer, Calls } from '../calls.ts'

/** One function for each call of a table. */
export type Handlers<Table extends { readonly [Name in keyof Table]: { readonly in: unknown; readonly out: unknown } } = Calls> = {
  readonly [Name in keyof Table]: (given: Table[Name]['in']) => Promise<Table[Name]['out']>
}

/** Tells the page something that it did not ask for. */
export type Tell = (answer: Extract<Answer, { readonly event: string }>) => void
