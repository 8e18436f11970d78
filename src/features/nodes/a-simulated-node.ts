import { createHash, randomUUID } from 'node:crypto'
import { canTouch, endOf, type Field, later, type Tomb, type Write, writing } from './item.rules.ts'
import {
  forked,
  hear,
  isLater,
  isOpen,
  type Life,
  type Link,
  NOBODY,
  newLink,
  nextOf,
  type Placed,
  placeOf,
  resumed,
  sentAs,
  type Told,
  took,
} from './link.rules.ts'

/** For a test: a node without a database or keys. Every decision is one of the rules; this keeps what they decide. */
export type Message = Placed & {
  readonly id: string
  readonly about: string
  readonly kind: 'share' | 'end' | 'gone' | 'field'
  readonly version: number
  readonly write: Write | null
}
type Waiting = Omit<Message, 'n' | 'prev' | 'hash'>
export type Frame = { readonly told: Told; readonly nonce: string; readonly echo: string; readonly messages: readonly Message[] }
export type Copy = { version: number; tomb: Tomb | null; outward: boolean }

export type Sim = {
  name: string
  link: Link
  stamped: number
  nonce: string
  peer: Life | undefined
  greeted: boolean
  made: number
  /** Everything that was numbered, by number. */
  sent: Map<number, Message>
  waiting: Waiting[]
  received: Map<number, Message>
  known: Set<string>
  /** How often each message took effect. */
  effects: Map<string, number>
  items: Map<string, Copy>
  fields: Map<string, Field>
  excluded: boolean
}

export const aSim = (name: string): Sim => ({
  name,
  link: newLink,
  stamped: 0,
  nonce: randomUUID(),
  peer: undefined,
  greeted: false,
  made: 0,
  sent: new Map(),
  waiting: [],
  received: new Map(),
  known: new Set(),
  effects: new Map(),
  items: new Map(),
  fields: new Map(),
  excluded: false,
})

export const backupOf = (sim: Sim): Sim => structuredClone(sim)
/** What comes back from a backup is another process: who greeted whom is not in it. */
export const backFrom = (backup: Sim): Sim => ({ ...structuredClone(backup), nonce: randomUUID(), peer: undefined, greeted: false })

const MOST = 5
const hashOf = (message: Omit<Message, 'hash'>) => createHash('sha256').update(JSON.stringify(message)).digest('hex')

export function put(sim: Sim, one: Omit<Waiting, 'id'>, id: string = randomUUID()): void {
  sim.made += 1
  sim.waiting.push({ ...one, id })
}

export function share(sim: Sim, about: string, version: number): void {
  if (sim.excluded || (sim.items.get(about)?.tomb ?? null) !== null) return
  sim.items.set(about, { version, tomb: null, outward: true })
  put(sim, { about, kind: 'share', version, write: null })
}

export function end(sim: Sim, about: string, tomb: Tomb): void {
  const item = sim.items.get(about)
  if (item === undefined || !item.outward || item.tomb !== null) return
  item.tomb = tomb
  put(sim, { about, kind: 'end', version: 1, write: null })
}

export function edit(sim: Sim, about: string, value: string): void {
  const field = sim.fields.get(about) ?? { ours: null, theirs: null }
  const write = writing(field, value)
  sim.fields.set(about, { ...field, ours: write })
  put(sim, { about, kind: 'field', version: 1, write })
}

/** The next frame. What ended keeps its place in the chain, and its words are gone. */
export function speak(sim: Sim, now: number): Frame {
  if (isOpen(sim.link) && sim.greeted) {
    sim.waiting.sort((one, other) => Number(other.kind === 'end') - Number(one.kind === 'end'))
    while (sim.waiting.length > 0 && sim.link.sent.n - sim.link.acked.n < MOST) {
      const [next] = sim.waiting.splice(0, 1)
      if (next === undefined) break
      const placed = { ...next, ...nextOf(sim.link) }
      const message = { ...placed, hash: hashOf(placed) }
      sim.sent.set(message.n, message)
      sim.link = sentAs(sim.link, message)
    }
  }
  sim.stamped = Math.max(now, sim.stamped + 1)
  const { sent, received, acked } = sim.link
  const messages = isOpen(sim.link) ? [...sim.sent.values()].filter(({ n }) => n > acked.n && n <= sent.n).slice(0, MOST) : []
  const told = { at: sim.stamped, sent, ack: received }
  return { told, nonce: sim.nonce, echo: sim.peer?.nonce ?? NOBODY, messages: messages.toSorted((one, other) => one.n - other.n) }
}

const endsHere = (from: Sim, { about, kind }: Message) => kind === 'share' && (from.items.get(about)?.tomb ?? null) !== null

/** Takes a frame. `from` stands for the wire's end: a body that its sender took away does not arrive. */
export function listen(sim: Sim, { told, nonce, echo, messages }: Frame, from: Sim): void {
  if (!isLater(sim.link, sim.peer, told.at)) return
  sim.peer = { nonce, at: told.at }
  if (echo !== sim.nonce) return
  const { acked } = sim.link
  sim.link = hear(sim.link, told, {
    sent: (n) => sim.sent.get(n)?.hash ?? (n === acked.n ? acked.head : undefined),
    received: (n) => sim.received.get(n)?.hash,
  })
  sim.greeted = true
  for (const message of isOpen(sim.link) ? messages : []) {
    const place = placeOf(sim.link, message, sim.received.get(message.n)?.hash)
    if (place === 'known') continue
    if (place !== 'next') {
      if (place === 'forked') sim.link = forked(sim.link)
      break
    }
    sim.received.set(message.n, message)
    sim.link = took(sim.link, message)
    if (sim.known.has(message.id)) continue
    sim.known.add(message.id)
    if (!endsHere(from, message)) effect(sim, message)
  }
}

function effect(sim: Sim, { id, about, kind, version, write }: Message): void {
  const item = sim.items.get(about)
  if (kind === 'share') {
    const verdict = canTouch(item === undefined ? undefined : { kind: 'alert', tlp: 'TLP:RED', version: item.version, tomb: item.tomb }, {
      kind: 'alert',
      tlp: 'TLP:RED',
      version,
    })
    if (!verdict.ok) return
    sim.items.set(about, { version, tomb: null, outward: false })
  } else if (kind === 'field') {
    const field = sim.fields.get(about) ?? { ours: null, theirs: null }
    sim.fields.set(about, { ...field, theirs: later(field.theirs, write) })
  } else {
    sim.items.set(about, {
      version: item?.version ?? 1,
      tomb: endOf(item?.tomb ?? null, 'withdrawn'),
      outward: item?.outward ?? kind === 'gone',
    })
  }
  sim.effects.set(id, (sim.effects.get(id) ?? 0) + 1)
}

/** A person goes on after a backup; the side that remembers says what ended. */
export function resume(sim: Sim): boolean {
  const wasBehind = sim.link.state === 'behind'
  const next = resumed(sim.link)
  if (!next.ok) return false
  sim.link = next.link
  if (wasBehind) return true
  for (const [about, { tomb, outward }] of sim.items) {
    if (tomb !== null) put(sim, { about, kind: outward ? 'end' : 'gone', version: 1, write: null })
  }
  return true
}
