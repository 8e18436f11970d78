import { randomUUID } from 'node:crypto'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type AMember, type Answer, must } from '../../../test/a-desk.ts'
import type { KeepItem, KeepRound, KeepTrack } from './rounds/round.contract.ts'

/** A case of one's own, opened without a report. */
export async function aCase(by: AMember): Promise<string> {
  const code = newPublicCode('C')
  const wrap = b64u(await sealTo([by.keys.recipient], newSeed()))
  must(await by.post('/cases/open', { case: code, key: { wrap, readers: [by.code] }, blocked: [] }), 200)
  return code
}

const FACTS = { giver: 'self', basis: 'spoken', card: null, mark: null }
export type Agreement = {
  readonly case: string
  readonly scopes: readonly string[]
  readonly from: string
  readonly subject?: string
  readonly until?: string | null
}

export const agrees = (by: AMember, { subject = 'reporter', until = null, ...said }: Agreement): Promise<Answer> =>
  by.post('/consent/give', { ...said, subject, until, ...FACTS })
export const withdraws = (by: AMember, { case: code, scopes, subject = 'reporter' }: Omit<Agreement, 'from'>): Promise<Answer> =>
  by.post('/consent/withdraw', { case: code, scopes, subject, ...FACTS })

export async function aTrack(by: AMember, over: Partial<KeepTrack['body']> = {}): Promise<string> {
  const code = newPublicCode('T')
  const body = { kind: 'hrd', partner: 'VN', basis: null, everyDays: 365, state: 'open', ...over }
  must(await by.post('/dialogues/tracks/keep', { id: randomUUID(), code, revision: 0, body }), 200)
  return code
}

export const aDay = (day: string) => ({ from: day, until: day, precision: 'exact' as const })
export const ROUND: KeepRound['body'] = {
  kind: 'round',
  ordinal: null,
  status: 'announced',
  stage: 'preparation',
  happened: { from: null, until: null, precision: 'unknown' },
  country: null,
  level: null,
  heldBy: null,
  announcedSource: null,
  heldSource: null,
  raised: 'not_stated',
  absence: null,
  themes: [],
  addressee: null,
  reference: null,
  answeredOn: null,
  answerSource: null,
  before: null,
  next: null,
}

export type ARound = { readonly id: string; readonly code: string; readonly track: string }
export async function aRound(by: AMember, track: string, over: Partial<KeepRound['body']> = {}): Promise<ARound> {
  const round = { id: randomUUID(), code: newPublicCode('Y'), track }
  const level = over.status === 'held' ? { level: 'working' } : {}
  must(await by.post('/dialogues/rounds/keep', { ...round, revision: 0, body: { ...ROUND, ...level, ...over } }), 200)
  return round
}

export const ITEM: KeepItem['body'] = {
  kind: 'agenda',
  topic: null,
  concerns: 'partner',
  repression: false,
  provision: null,
  method: null,
  deliverable: null,
  said: null,
  source: null,
}
export const anItem = (by: AMember, round: string, over: Partial<KeepItem['body']>): Promise<Answer> =>
  by.post('/dialogues/items/keep', { id: randomUUID(), round, revision: 0, body: { ...ITEM, ...over } })

/** Puts somebody on a list; answers its id with what was said to it. */
export async function raises(
  by: AMember,
  said: { readonly case: string; readonly round: string; readonly subject?: string; readonly form?: string },
): Promise<{ readonly id: string; readonly answer: Answer }> {
  const id = randomUUID()
  const answer = await by.post('/dialogues/cases/raise', { id, subject: 'reporter', form: 'spoken', ...said })
  return { id, answer }
}

export const codeOf = ({ status, body }: Pick<Answer, 'status' | 'body'>): string =>
  `${status} ${typeof body['code'] === 'string' ? body['code'] : 'done'}`
