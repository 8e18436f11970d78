import type { Answer, CallName, Calls } from '../calls.ts'
import type { Device, Item } from '../model.ts'
import { doorTo } from './door.ts'
import { type Desk, openDesk } from './session.ts'

type House = { readonly origin: string; now(): Date }

/** Somebody at a desk without a screen: the whole of the worker, against a real server. */
export type AMember = {
  readonly member: string
  readonly words: readonly string[]
  readonly events: Answer[]
  readonly items: () => readonly Item[]
  readonly call: <Name extends CallName>(name: Name, given: Calls[Name]['in']) => Promise<Calls[Name]['out']>
}

/** A desk before anybody has unlocked it. `through` stands between it and the server, for servers that lie. */
export function aDeskAt(house: House, through: typeof fetch = fetch): Omit<AMember, 'member' | 'words'> {
  const events: Answer[] = []
  const clock = { now: house.now }
  const desk: Desk = openDesk({ door: doorTo(house.origin, through), clock, tell: (event) => events.push(event) })
  const told = () => events.flatMap((event) => ('event' in event && event.event === 'items' ? event.items : []))
  const items = () => [...new Map(told().map((item) => [item.item, item])).values()]
  return { events, items, call: async (name, given) => (await answer(house, desk, name, given)) as Calls[typeof name]['out'] }
}

/** Everybody goes on using the browser that they began with, as somebody does who locks and unlocks in one tab. */
const browsers = new WeakMap<House, Map<string, Device>>()

async function answer<Name extends CallName>(house: House, desk: Desk, name: Name, given: Calls[Name]['in']): Promise<unknown> {
  const known = browsers.get(house) ?? new Map<string, Device>()
  browsers.set(house, known)
  const asked = name === 'unlock' ? (given as Calls['unlock']['in']) : null
  const device = asked === null ? undefined : (asked.device ?? known.get(asked.member))
  const out = await desk.answer(name, device === undefined ? given : { ...asked, device })
  if (name === 'join' || name === 'unlock') {
    const { member, device: used } = out as Calls['join' | 'unlock']['out']
    known.set(member, used)
  }
  return out
}

/** Joins with a code as a person would, and founds the team's key where there is none. */
export async function aMemberAt(house: House, code: string, through: typeof fetch = fetch): Promise<AMember> {
  const desk = aDeskAt(house, through)
  const { founding } = await desk.call('invitation', { code })
  const { words } = await desk.call('makeWords', null)
  const { member } = await desk.call('join', { typed: words.join(' '), name: 'Ana' })
  if (founding) await desk.call('found', null)
  return { ...desk, member, words }
}

/** A colleague of somebody, let in and unlocked. */
export async function colleagueOf(house: House, one: AMember): Promise<AMember> {
  const { code } = await one.call('invite', null)
  const other = await aMemberAt(house, code)
  await one.call('team', null)
  await one.call('vouch', { member: other.member })
  await other.call('unlock', { member: other.member, typed: other.words.join(' '), drafts: null })
  return other
}

/** The address that a call goes to, for those who stand in between. */
export function addressOf(input: Parameters<typeof fetch>[0]): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}
