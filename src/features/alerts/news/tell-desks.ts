import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { StreamAnswer } from '#base/door.ts'
import { type Caller, isStillIn } from '#features/teams/index.ts'
import type { AlertDesk } from '../alert-desk.ts'
import { type Change, listChanges, readsAny } from './news.store.ts'

/** How often it is looked for changes while a desk is open. */
const LOOK_EVERY_MS = 2_000
/** A transaction may say of itself when it began and end a little later: so far back is looked each time. */
const LATE_MS = 10_000
/** Also the time after which a session that ended hears nothing more. */
const BREATH_MS = 25_000
/** After that the desk asks anew, and signs again. */
const LIFE_MS = 10 * 60_000
const MOST_CHANGES = 2_000
const MOST_DESKS = 2_000
/** How many of one office's changes are asked for; of more the newest tell as much. */
const MOST_ASKED = 200

const STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }
const NEWS = 'event: alerts\ndata: \n\n'
const BREATH = ': \n\n'

type Listener = { readonly caller: Caller; readonly body: PassThrough; breathed: number }

/** The open desks that are told when something changed among their alerts. */
export type News = {
  /** A stream of server-sent events for this session; the one before of the same session ends. */
  open(caller: Caller): StreamAnswer
  /** One look: says how many desks were told. */
  look(): Promise<number>
  /** Ends every stream. */
  end(): void
}

/**
 * Server-sent events (WHATWG HTML, 9.2) for open desks: that something changed, never what; the desk asks for it with its own rights.
 * A desk is told of what its member reads and of nothing else: row security is asked in their name, and their session must stand.
 * Nothing is kept in memory but the open streams (ADR 0046). guards T-27, T-28
 */
export function openNews(desk: AlertDesk, lifeMs: number = LIFE_MS): News {
  const listeners = new Map<string, Listener>()
  let told: ReadonlySet<string> = new Set()
  const end = (of: Listener) => {
    if (listeners.get(of.caller.session) === of) listeners.delete(of.caller.session)
    of.body.end()
  }
  return {
    open(caller) {
      const before = listeners.get(caller.session) ?? (listeners.size < MOST_DESKS ? undefined : [...listeners.values()][0])
      if (before !== undefined) end(before)
      const one: Listener = { caller, body: new PassThrough(), breathed: performance.now() }
      listeners.set(caller.session, one)
      const life = setTimeout(() => end(one), lifeMs).unref()
      one.body.once('close', () => {
        clearTimeout(life)
        end(one)
      })
      one.body.write(BREATH)
      return new StreamAnswer(one.body, STREAM)
    },
    async look() {
      if (listeners.size === 0) {
        told = new Set()
        return 0
      }
      const from = new Date(desk.base.clock.now().getTime() - LATE_MS)
      const all = await desk.base.read(desk.by.actor, (db) => listChanges(db, from, MOST_CHANGES))
      const fresh = all.filter((change) => !told.has(nameOf(change)))
      let count = 0
      for (const one of [...listeners.values()]) if (await tellOne(desk, one, { fresh, end: () => end(one) })) count += 1
      // Last: what a fault kept from somebody is told at the next look.
      told = new Set(all.map(nameOf))
      return count
    },
    end() {
      for (const one of [...listeners.values()]) end(one)
    },
  }
}

const nameOf = ({ id, room, at }: Change): string => `${room === null ? 'sent' : 'came'} ${id} ${at.getTime()}`

type Round = { readonly fresh: readonly Change[]; readonly end: () => void }

async function tellOne(desk: AlertDesk, one: Listener, { fresh, end }: Round): Promise<boolean> {
  const now = performance.now()
  const { caller, body } = one
  const own = fresh.filter(({ room, team }) => room === caller.room || team === caller.teamId).slice(0, MOST_ASKED)
  if (own.length === 0 && now - one.breathed < BREATH_MS) return false
  if (!(await isStillIn(desk, caller))) {
    end()
    return false
  }
  one.breathed = now
  const ids = own.map(({ id }) => id)
  const reads = ids.length > 0 && (await desk.base.read(caller.actor, (db) => readsAny(db, ids)))
  // It may have ended while that was asked; to write after the end is a fault that nobody catches.
  if (body.writableEnded || body.destroyed) return false
  body.write(reads ? NEWS : BREATH)
  return reads
}

/** Looks for news until the signal; then every stream ends. A fault is told, and the next look comes all the same. */
export async function runNews(
  news: News,
  { signal, onFault }: { readonly signal: AbortSignal; readonly onFault: (error: unknown) => void },
): Promise<void> {
  while (!signal.aborted) {
    await news.look().catch(onFault)
    // The pause ends early by rejecting, which here is no fault.
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  news.end()
}
