import { systemClock } from '#kernel/clock.ts'
import { CallFault, type Event, type Line, openLine } from './call.ts'
import type { CallName, Calls } from './calls.ts'
import * as state from './desk-state.ts'
import type { Fault } from './model.ts'
import type { Room } from './room.ts'
import { say } from './words.ts'

declare const ASYLIA_WORKER: string

const UNDO_MS = 30_000
const BEAT_MS = 60_000

let line: Line | null = null
let sealedDrafts: { readonly member: string; readonly sealed: Uint8Array } | null = null
let beat: ReturnType<typeof setInterval> | null = null

let rooms: readonly Room[] = []

/** The rooms that hear the worker, do their round each minute, and forget when the desk locks. */
export function furnish(all: readonly Room[]): void {
  rooms = all
}

function onEvent(event: Event): void {
  for (const { hear } of rooms) hear?.(event)
  if (event.event === 'progress' && state.busy.value !== null) state.busy.value = { ...state.busy.value, done: event.done, all: event.all }
}

/** Asks the worker; the first call of a session makes it. */
export function call<Name extends CallName>(name: Name, given: Calls[Name]['in']): Promise<Calls[Name]['out']> {
  line ??= openLine(ASYLIA_WORKER, onEvent)
  return line.call(name, given)
}

/** Runs an action with words on the screen while it lasts; a fault is shown and answers null. */
export async function working<T>(words: string, action: () => Promise<T>): Promise<T | null> {
  state.busy.value = { words, done: 0, all: 0 }
  state.fault.value = null
  try {
    return await action()
  } catch (error) {
    show(error)
    return null
  } finally {
    state.busy.value = null
  }
}

/** As `working`; closes the form that was open when it began. One that was opened meanwhile stays, with what was typed into it. */
export async function closing<Form, T>(form: { value: Form | null }, words: string, action: () => Promise<T>): Promise<T | null> {
  const open = form.value
  const done = await working(words, action)
  if (done !== null && form.value === open) form.value = null
  return done
}

/** Says what went wrong. Of a locked desk nothing is said. */
export function show(error: unknown): void {
  const fault: Fault = error instanceof CallFault ? error.fault : { code: error instanceof Error ? error.name : 'unknown', kind: 'server' }
  if (fault.code === 'locked') return
  if (fault.kind === 'gone') void lock(false)
  state.fault.value = fault
}

/** After joining or unlocking: the team, then the round of every room, then again at every beat. */
export async function enter(): Promise<void> {
  state.team.value = await call('team', null)
  state.screen.value = 'open'
  watchIdle()
  round()
  beat ??= setInterval(round, BEAT_MS)
}

function round(): void {
  if (performance.now() - touched < BEAT_MS) void quietly(async () => void (await call('here', null)))
  for (const room of rooms) if (room.beat !== undefined) void quietly(room.beat)
}

/** What nobody asked for just now: a fault is said, and taken back when the connection is there again. */
export async function quietly(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    if (state.fault.value?.kind === 'offline') state.fault.value = null
  } catch (error) {
    // A room that is not for this member's role stays empty; they asked for nothing.
    if (!(error instanceof CallFault && error.fault.code === 'role.needed')) show(error)
  }
}

/** Says what was done and holds the way back open for half a minute. */
export function done(words: () => string, undo: (() => Promise<void>) | null): void {
  const until = performance.now() + UNDO_MS
  state.toast.value = { words, undo, until }
  setTimeout(() => {
    if (state.toast.value?.until === until) state.toast.value = null
  }, UNDO_MS)
}

export async function undo(): Promise<void> {
  const last = state.toast.value
  if (last === null || last.undo === null) return
  state.toast.value = null
  await working(say('undo.do'), last.undo)
  if (state.fault.value === null) done(() => say('undo.done'), null)
}

const IDLE_MS = 5 * 60_000
/** When a key or a pointer was last used. */
let touched = 0
let idle: ReturnType<typeof setTimeout> | null = null

/** Five minutes without a key or a pointer, and the desk locks itself (UX-C-02). */
export function watchIdle(): void {
  const isBack = performance.now() - touched > BEAT_MS
  touched = performance.now()
  // The server counts five minutes too, from what it was told last: whoever comes back late says so before the next minute.
  if (isBack && state.screen.value === 'open') void quietly(async () => void (await call('here', null)))
  if (idle !== null) clearTimeout(idle)
  idle = state.screen.value === 'open' ? setTimeout(() => void lock(true), IDLE_MS) : null
}

/** Takes the words off the page at once; unmounting is the caller's, given by `onLock`. */
let clearPage: () => void = () => undefined
export function onLock(clear: () => void): void {
  clearPage = clear
}

/** Nothing that was opened stays on the page: a case that was closed to this member may have been part of any of it. guards T-27 */
export function forgetAll(): void {
  for (const room of rooms) room.forget()
}

/** Locks: the page is empty before anything else happens, then drafts are sealed to the member, then the keys end. */
export async function lock(isIdle: boolean): Promise<void> {
  if (line === null) return
  const [ending, member, kept] = [line, state.team.value?.member, state.drafts.value]
  line = null
  if (beat !== null) clearInterval(beat)
  beat = null
  state.forget()
  forgetAll()
  state.lockedIdle.value = isIdle
  state.screen.value = 'locked'
  clearPage()
  if (member !== undefined && Object.keys(kept).length > 0) sealedDrafts = await sealed(ending, member, kept)
  ending.end()
}

async function sealed(ending: Line, member: string, kept: Readonly<Record<string, string>>) {
  try {
    return { member, ...(await ending.call('sealDrafts', { drafts: JSON.stringify(kept) })) }
  } catch {
    // The worker was ended meanwhile: then the drafts are lost rather than left readable.
    return null
  }
}

/** The drafts of this member, as they were sealed when the desk locked. */
export function draftsOf(member: string): Uint8Array | null {
  return sealedDrafts?.member === member ? sealedDrafts.sealed : null
}

/** The time now, for hours of arrival and what is left of a deadline. */
export const now = (): Date => systemClock.now()
