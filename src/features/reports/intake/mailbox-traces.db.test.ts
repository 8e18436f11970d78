import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { exchangeRequest } from '#crypto/mailbox/exchange.ts'
import { aBlob, aFrame } from './a-frame.ts'
import { anIntake, type ServedIntake } from './an-intake.ts'

const LONG = process.env['ASYLIA_LONG'] === '1'
const MEMBER = '11111111-1111-4111-8111-111111111111'
let served: ServedIntake

before(async () => {
  served = await anIntake()
  await served.superuser.query(`insert into asylia.team (id, name, kind) values ('22222222-2222-4222-8222-222222222222', 'team', 'ngo')`)
  await served.superuser.query(
    `insert into asylia.member (id, team_id, display_name, kind) values ($1, '22222222-2222-4222-8222-222222222222', 'member', 'person')`,
    [MEMBER],
  )
})
after(() => served.stop())

const random = (count: number): Uint8Array[] => Array.from({ length: count }, () => randomBytes(16))

/** An answer of a team in a slot, as the application puts it there. */
async function put(id: Uint8Array, blob: Uint8Array): Promise<void> {
  const { superuser } = served
  await superuser.query('begin; set local role asylia_app')
  await superuser.query(`select set_config('asylia.member', $1, true)`, [MEMBER])
  const { rows } = await superuser.query(`select intake.put_slot($1, $2, $3, '2026-11-18') as said`, [id, randomBytes(16), blob])
  await superuser.query('commit')
  assert.deepEqual(rows, [{ said: 'stored' }])
}

const KINDS = ['never', 'empty', 'full'] as const
type Kind = (typeof KINDS)[number]
/** What somebody sees who watches the line: how long each exchange of an opening took, and all of them. */
type Trace = readonly number[]

/** What lies in a mailbox: nothing, the memory of its owner, or an answer in every slot. */
async function slotsOf(kind: Kind): Promise<readonly Uint8Array[]> {
  const slots: Uint8Array[] = random(64)
  if (kind === 'never') return slots
  const { frame, slot } = await aFrame()
  await served.post('/api/intake', frame)
  slots[0] = Buffer.from(slot)
  if (kind === 'full') for (const id of slots.slice(1)) await put(id, await aBlob())
  return slots
}

/** Opens a mailbox as the page does: four exchanges, one after the other. */
async function openOnce(slots: readonly Uint8Array[]): Promise<Trace> {
  const times: number[] = []
  for (let at = 0; at < 64; at += 16) {
    const request = exchangeRequest({ asked: slots.slice(at, at + 16), fetched: slots[at] ?? randomBytes(16) })
    const began = performance.now()
    const answer = await served.post('/api/mailbox', request)
    const { byteLength } = await answer.arrayBuffer()
    times.push(performance.now() - began)
    assert.equal(byteLength, 9_853)
  }
  return [...times, times.reduce((sum, time) => sum + time, 0)]
}

type Pair = { readonly one: readonly Trace[]; readonly other: readonly Trace[] }

/** How often "above this time of this exchange it is the other kind" is right. */
function rightness({ one, other }: Pair, feature: number, limit: number): number {
  const above = (traces: readonly Trace[]) => traces.filter((trace) => (trace[feature] ?? 0) > limit).length / traces.length
  return (above(other) + 1 - above(one)) / 2
}

/** Learns the one limit that divides best, either way round, and answers how often it is right with traces that it never saw. */
function classify(learnt: Pair, tried: Pair): number {
  let best = { right: 0, feature: 0, limit: 0, isTurned: false }
  for (let feature = 0; feature < 5; feature += 1) {
    const times = [...learnt.one, ...learnt.other].map((trace) => trace[feature] ?? 0).toSorted((a, b) => a - b)
    for (let at = 0; at < times.length; at += Math.ceil(times.length / 200)) {
      const limit = times[at] ?? 0
      const right = rightness(learnt, feature, limit)
      for (const isTurned of [false, true]) {
        const is = isTurned ? 1 - right : right
        if (is > best.right) best = { right: is, feature, limit, isTurned }
      }
    }
  }
  const right = rightness(tried, best.feature, best.limit)
  return best.isTurned ? 1 - right : right
}

test('whether a mailbox is full, empty or was never made, nobody tells from times and sizes (T-14, I-06)', async (t) => {
  const each = LONG ? 3_340 : 40
  const slots = { never: await slotsOf('never'), empty: await slotsOf('empty'), full: await slotsOf('full') }
  const traces: Record<Kind, Trace[]> = { never: [], empty: [], full: [] }
  const queue = Array.from({ length: each }, () => KINDS).flat()
  const watch = async () => {
    for (let kind = queue.pop(); kind !== undefined; kind = queue.pop())
      traces[kind].push(await openOnce(kind === 'never' ? random(64) : slots[kind]))
  }
  await Promise.all(Array.from({ length: 24 }, watch))
  const first = Object.values(traces).flatMap((all) => all.map(([time = 0]) => time))
  assert.ok(Math.min(...first) >= 99, 'nothing leaves before the first tick')
  for (const [one, other] of [
    ['never', 'empty'],
    ['never', 'full'],
    ['empty', 'full'],
  ] as const) {
    const half = (part: 0 | 1): Pair => ({
      one: traces[one].filter((_, at) => at % 2 === part),
      other: traces[other].filter((_, at) => at % 2 === part),
    })
    const tried = half(1)
    const right = classify(half(0), tried)
    // At most 52 of 100; a one-sided test at 0.01 says when that is exceeded by more than chance.
    const most = 0.52 + 2.33 * Math.sqrt(0.25 / (tried.one.length + tried.other.length))
    t.diagnostic(`count ${each * 3} traces; ${one} or ${other}: right ${(100 * right).toFixed(1)} %, at most ${(100 * most).toFixed(1)}`)
    assert.ok(right <= most, `${one} or ${other}: ${right}`)
  }
})

test('the classifier finds a difference of a few milliseconds, so its silence says something (T-14)', () => {
  const made = (slower: number): Trace[] =>
    Array.from({ length: 200 }, (_, n) => {
      const times = [100, 101, 102, 103].map((time) => time + ((n * 37) % 10) + slower)
      return [...times, times.reduce((sum, time) => sum + time, 0)]
    })
  const pair = { one: made(0), other: made(8) }
  assert.ok(classify(pair, pair) > 0.8)
  assert.ok(classify({ one: made(0), other: made(0) }, { one: made(0), other: made(0) }) <= 0.5)
})
