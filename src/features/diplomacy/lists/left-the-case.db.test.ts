import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { dayOf } from '#kernel/clock.ts'
import { type ADesk, type AMember, aDesk, aFoundedTeam, must } from '../../../../test/a-desk.ts'
import { aCase, aDay, agrees, aRound, aTrack, raises } from '../a-dialogue.ts'

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

type Shared = { readonly action: string; readonly subject: string; readonly member: string }
const left = async (code: string): Promise<Shared[]> =>
  must(await ana.post('/cases/readers/view', { of: code }), 200).body['shared'] as Shared[]

test('each case that leaves on a list says so among what left it, once, and a case that was not on it says nothing (UX-C-07)', async () => {
  const round = await aRound(ana, await aTrack(ana), { happened: aDay(day) })
  const [one, other, outside] = [await aCase(ana), await aCase(ana), await aCase(ana)]
  for (const code of [one, other]) {
    must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
    must((await raises(ana, { case: code, round: round.code })).answer, 200)
    assert.deepEqual(
      (await left(code)).map(({ action }) => action),
      ['dialogue.raise'],
    )
  }
  const list = randomUUID()
  must(await ana.post('/dialogues/lists/freeze', { id: list, round: round.code }), 200)
  const asked = { round: round.code, list, kind: 'case_list' }
  const { digest } = must(await ana.post('/dialogues/lists/ask', asked), 200).body
  assert.equal((await left(one)).length, 1, 'looking at a list takes nothing out')
  must(await ana.post('/dialogues/lists/take', { ...asked, id: randomUUID(), digest }), 200)
  for (const code of [one, other]) {
    const lines = (await left(code)).filter(({ action }) => action !== 'dialogue.raise')
    assert.deepEqual(
      lines.map(({ action, subject, member }) => [action, subject, member]),
      [['export.dialogue_case', code, ana.code]],
    )
  }
  assert.deepEqual(await left(outside), [])
})
