import { randomBytes, randomUUID } from 'node:crypto'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aFiledItem, aTakeIn, must } from '../a-desk.ts'
import { anAsk } from '../an-approval.ts'
import type { Things } from './scene.ts'

export const PAGE = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11'

/** What belongs to a team as a whole, or waits in the inbox of everybody: there whether a case is hidden or not. */
export type TeamThings = Pick<Things, 'item' | 'ticket' | 'page' | 'ownPage' | 'day' | 'key' | 'blob' | 'pageBlob' | 'cardBlob' | 'ask'>

export async function teamThings(desk: ADesk, owner: AMember, seed: Uint8Array): Promise<TeamThings> {
  const item = await aFiledItem(desk, [{ id: owner.team, seed }])
  const key = b64u(await sealTo([owner.keys.recipient], newSeed()))
  const blob = b64u(await sealTo([owner.keys.recipient], new Uint8Array(8_192)))
  const cardBlob = b64u(await sealTo([owner.keys.recipient], new Uint8Array(1_024)))
  const ownPage = randomUUID()
  must(await owner.post('/own-pages', { page: ownPage, kind: 'index', revision: 0, blob: cardBlob }), 200)
  const pageBlob = b64u(await sealTo([owner.keys.recipient], new Uint8Array(65_536)))
  must(await owner.post('/pages', { page: PAGE, epoch: 1, revision: 0, blob: pageBlob }), 200)
  const slot = { slot: randomBytes(16).toString('hex'), deleteHash: randomBytes(16).toString('hex'), blob }
  const reply = must(await owner.post('/replies', slot), 200)
  const ask = anAsk(desk, owner, { action: 'identity.unseal', subject: 'P-7Q4MXK', binds: {} })
  must(await owner.post('/approvals/propose', ask), 200)
  return { item, ticket: String(reply.body['ticket']), page: PAGE, ownPage, day: dayOf(desk.now()), key, blob, pageBlob, cardBlob, ask }
}

/** A case and everything in it: hidden from whoever does not read it. What a feature keeps in a case is made here. */
export async function caseThings(desk: ADesk, owner: AMember, of: TeamThings): Promise<Things> {
  const taken = await aTakeIn(desk, owner, of.item)
  must(await owner.post('/reports', taken), 200)
  const card = randomUUID()
  const kept = { case: taken.case, card, about: PAGE, kind: 'note', generation: 1, revision: 0, blob: of.cardBlob }
  must(await owner.post('/cards/keep', kept), 200)
  return { ...of, case: taken.case, report: taken.report, card }
}

/** All that the first team has. */
export async function theThingsOf(desk: ADesk, owner: AMember, seed: Uint8Array): Promise<Things> {
  return caseThings(desk, owner, await teamThings(desk, owner, seed))
}
