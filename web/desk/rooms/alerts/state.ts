import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SeenPatterns } from '#features/alerts/alert.contract.ts'
import { call, quietly, working } from '../../actions.ts'
import type { DraftLine, ReceivedLine, RedLine, SentLine } from './calls.ts'

const TICK_MS = 10_000

type List<Row> = { readonly rows: readonly Row[]; readonly next: string | null }

export const owed = signal<List<ReceivedLine>>({ rows: [], next: null })
export const unanswered = signal<List<SentLine>>({ rows: [], next: null })
/** What has to be taken back. */
export const red = signal<readonly RedLine[]>([])
export const drafts = signal<readonly DraftLine[]>([])
/** What repeats across host countries, as far as this member reads it. */
export const patterns = signal<SeenPatterns | null>(null)
/** Whether the board shows what waits, or what is over. */
export const waiting = signal(true)
/** Counts the seconds, so that every clock on the page moves. */
export const tick = signal(0)
/** Counts the news, so that an open page asks what came. */
export const heard = signal(0)
/** What was done last, said once. */
export const said = signal<string | null>(null)

/** Moves the clocks of an open page. */
export function useClocks(): void {
  useEffect(() => {
    const ticking = setInterval(() => (tick.value += 1), TICK_MS)
    return () => clearInterval(ticking)
  }, [])
}

/** What a page that stays open does when something changed, or a minute went by. */
export function useNews(look: () => Promise<void>): void {
  const known = useRef(heard.value)
  const now = heard.value
  useEffect(() => {
    if (known.current === now) return
    known.current = now
    void quietly(look)
  }, [now])
}

export async function load(): Promise<void> {
  const asked = { waiting: waiting.value, after: null }
  owed.value = await call('alerts.received', asked)
  unanswered.value = await call('alerts.sent', asked)
  drafts.value = await call('alerts.drafts', null)
  red.value = await call('alerts.red', null)
}

/** For whoever works on cases; to anybody else it is not shown. */
export async function loadPatterns(): Promise<void> {
  patterns.value = await call('alerts.patterns', null)
}

export async function moreOwed(): Promise<void> {
  const { rows, next } = owed.value
  const more = await call('alerts.received', { waiting: waiting.value, after: next })
  owed.value = { rows: [...rows, ...more.rows], next: more.next }
}

export async function moreSent(): Promise<void> {
  const { rows, next } = unanswered.value
  const more = await call('alerts.sent', { waiting: waiting.value, after: next })
  unanswered.value = { rows: [...rows, ...more.rows], next: more.next }
}

/** Does something, says so, and reads the page again. */
export async function act(words: string, work: () => Promise<unknown>, done: string, again: () => Promise<void>): Promise<boolean> {
  said.value = null
  const out = await working(words, async () => {
    await work()
    return true
  })
  if (out === null) return false
  await quietly(again)
  said.value = done
  return true
}

export function forgetAlerts(): void {
  owed.value = { rows: [], next: null }
  unanswered.value = { rows: [], next: null }
  drafts.value = []
  red.value = []
  patterns.value = null
  waiting.value = true
  said.value = null
}
