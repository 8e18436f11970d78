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

test('whoever was taken off a list leaves with no version of it any more, and an older version leaves with nobody (P-07)', async () => {
  const round = await aRound(ana, await aTrack(ana), { happened: aDay(day) })
  const [kept, off] = [await aCase(ana), await aCase(ana)]
  const raised = new Map<string, string>()
  for (const code of [kept, off]) {
    must(await agrees(ana, { case: code, scopes: ['dialogue'], from: day }), 200)
    raised.set(code, (await raises(ana, { case: code, round: round.code })).id)
  }
  const freezes = async (): Promise<string> => {
    const id = randomUUID()
    must(await ana.post('/dialogues/lists/freeze', { id, round: round.code }), 200)
    return id
  }
  const asked = (list: string) => ({ round: round.code, list, kind: 'case_list' })
  const asks = (list: string) => ana.post('/dialogues/lists/ask', asked(list))
  const takes = (list: string, digest: unknown) => ana.post('/dialogues/lists/take', { id: randomUUID(), ...asked(list), digest })

  const first = await freezes()
  const before = must(await asks(first), 200).body['digest']
  const drop = { id: raised.get(off), case: off, revision: 1, state: 'dropped', raisedOn: null, level: null, next: null }
  must(await ana.post('/dialogues/cases/change', drop), 200)
  const told = must(await asks(first), 200).body
  assert.deepEqual([told['rows'], told['held']], [1, [{ case: off, subject: 'reporter', why: 'list.taken_off' }]])
  for (const digest of [before, told['digest']]) assert.equal(codeOf(await takes(first, digest)), '409 list.taken_off')
  const { entries } = must(await ana.post('/dialogues/lists/view', { round: round.code, list: first }), 200).body as {
    entries: { case: string; isOff: boolean }[]
  }
  assert.deepEqual(Object.fromEntries(entries.map((one) => [one.case, one.isOff])), { [kept]: false, [off]: true })

  const second = await freezes()
  assert.equal(codeOf(await asks(first)), '409 list.older')
  assert.equal(codeOf(await takes(first, told['digest'])), '409 list.older')
  const left = must(await takes(second, must(await asks(second), 200).body['digest']), 200).body['rows'] as { case: string }[]
  assert.deepEqual(
    left.map((row) => row.case),
    [kept],
  )
})
