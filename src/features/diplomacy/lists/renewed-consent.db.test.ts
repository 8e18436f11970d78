import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, must } from '../../../../test/a-desk.ts'
import { aCase, aDay, agrees, aRound, aTrack, codeOf, raises } from '../a-dialogue.ts'

let desk: ADesk
let ana: AMember
let day: string

before(async () => {
  desk = await aDesk()
  ana = (await aFoundedTeam(desk, 'first-aid')).founder
  day = dayOf(desk.now())
})
after(async () => {
  await desk.stop()
})

test('somebody who agrees once more stays on the list, and its next version rests on the newer yes (P-07, T-21)', async () => {
  const round = await aRound(ana, await aTrack(ana), { happened: aDay(day) })
  const code = await aCase(ana)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  assert.equal((await raises(ana, { case: code, round: round.code })).answer.status, 200)
  must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
  const list = randomUUID()
  const frozen = await ana.post('/dialogues/lists/freeze', { id: list, round: round.code })
  assert.equal(codeOf(frozen), '200 done')
})
