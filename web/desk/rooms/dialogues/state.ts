import { signal } from '@preact/signals'
import type { Due } from '#features/diplomacy/calendar/calendar.contract.ts'
import type { Raised } from '#features/diplomacy/raising/raising.contract.ts'
import type { CountedRound, Demand, RoundView, Summary, Track } from '#features/diplomacy/rounds/round.contract.ts'
import { call, closing, done } from '../../actions.ts'
import { say } from '../../words.ts'
import type { ShownRaised } from './calls.ts'

export const tracks = signal<readonly Track[] | null>(null)
export const due = signal<readonly Due[]>([])
export const today = signal('')
/** The timeline that is shown: of a track by its code, or of all. */
export const timeline = signal<{ readonly of: string; readonly rounds: readonly CountedRound[]; readonly more: boolean } | null>(null)
export const round = signal<RoundView | null>(null)
export const raised = signal<{ readonly of: string; readonly rows: readonly Raised[]; readonly more: boolean } | null>(null)
export const history = signal<{ readonly of: string; readonly raised: readonly ShownRaised[] } | null>(null)
export const summary = signal<{ readonly told: Summary; readonly demands: readonly Demand[]; readonly silent: readonly Raised[] } | null>(
  null,
)
/** The form that is open, and what it is about. */
export const form = signal<{ readonly is: string; readonly about: string } | null>(null)

export const opens =
  (is: string, about = '') =>
  (): void => {
    form.value = { is, about }
  }

export function forgetDialogues(): void {
  for (const one of [tracks, timeline, round, raised, history, summary, form]) one.value = null
  due.value = []
  today.value = ''
}

export async function loadOverview(): Promise<void> {
  const told = await call('dialogues.tracks', null)
  due.value = (await call('dialogues.due', null)).due
  today.value = told.today
  tracks.value = told.tracks
}

export async function loadTimeline(of: string): Promise<void> {
  if (tracks.value === null) await loadOverview()
  const asked = { track: of === '' ? null : of, partner: null, raised: false, after: null }
  timeline.value = { of, ...(await call('dialogues.rounds', asked)) }
}

export async function moreOfTimeline(): Promise<void> {
  const now = timeline.value
  const last = now?.rounds.at(-1)
  if (now == null || last === undefined) return
  const asked = { track: now.of === '' ? null : now.of, partner: null, raised: false, after: { on: last.on, id: last.id } }
  const told = await call('dialogues.rounds', asked)
  timeline.value = { of: now.of, rounds: [...now.rounds, ...told.rounds], more: told.more }
}

export async function loadRound(of: string): Promise<void> {
  if (tracks.value === null) await loadOverview()
  round.value = await call('dialogues.round', { round: of })
  if (round.value.round.shared) return
  raised.value = { of, ...withRows(await call('dialogues.raised', { round: of, after: null })) }
}

const withRows = ({ raised: rows, more }: { readonly raised: readonly Raised[]; readonly more: boolean }) => ({ rows, more })

export async function moreRaised(): Promise<void> {
  const now = raised.value
  const last = now?.rows.at(-1)
  if (now == null || last === undefined) return
  const told = await call('dialogues.raised', { round: now.of, after: last.id })
  raised.value = { of: now.of, rows: [...now.rows, ...told.raised], more: told.more }
}

export async function loadHistory(of: string): Promise<void> {
  if (tracks.value === null) await loadOverview()
  history.value = { of, ...(await call('dialogues.history', { case: of })) }
}

export async function loadSummary(): Promise<void> {
  if (tracks.value === null) await loadOverview()
  const told = await call('dialogues.summary', { partner: null })
  const { demands } = await call('dialogues.demands', null)
  const { raised: silent } = await call('dialogues.silent', { after: null })
  summary.value = { told, demands, silent }
}

/** Does it, loads what is shown anew, closes the form and says so. */
export async function change(work: () => Promise<unknown>, again: () => Promise<void>, words: () => string): Promise<boolean> {
  const isDone = await closing(form, say('dialogues.saving'), async () => {
    await work()
    await again()
    return true
  })
  if (isDone !== true) return false
  done(words, null)
  return true
}
