import assert from 'node:assert/strict'
import type { ADesk, AMember, Answer } from '../a-desk.ts'
import type { anAsk } from '../an-approval.ts'

/** What the first team has: a case that the colleague does not read, a page, a reply that waits, a sealed card, a request for two. */
export type Things = {
  item: string
  case: string
  report: string
  ticket: string
  page: string
  ownPage: string
  card: string
  day: string
  key: string
  blob: string
  pageBlob: string
  cardBlob: string
  ask: ReturnType<typeof anAsk>
}

/** The people of the access test, and the ids that somebody of another team tries. */
export type Scene = {
  readonly desk: ADesk
  readonly owner: AMember
  readonly colleague: AMember
  readonly waiting: AMember
  readonly things: Things
}

export type Told = (answer: Answer) => void

/** What somebody of another team sends to a door, and all that they may be told; see `desk-access.db.test.ts`. */
export type Try = {
  readonly body?: (by: AMember, ids: Things) => object | Promise<object>
  readonly path?: (ids: Things) => string
  readonly told: Told
}
/** The tries of one feature, by method and path of its doors. */
export type Tries = (scene: Scene) => Readonly<Record<string, Try>>

export const nothingHere: Told = (answer) => assert.deepEqual([answer.status, answer.body['code']], [404, 'record.not_found'])
export const says =
  (body: object): Told =>
  (answer) =>
    assert.deepEqual([answer.status, answer.body], [200, body])
/** A refusal by its code, the same whatever was asked about. */
export const refused =
  (status: number, code: string): Told =>
  (answer) =>
    assert.deepEqual([answer.status, answer.body['code']], [status, code])
