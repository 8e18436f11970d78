import { h, type JSX } from 'preact'
import { address, go } from '../../address.ts'
import type { Inside } from '../../late.ts'
import { forgetFeed } from '../../parts/own-feed.ts'
import type { Command } from '../../room.ts'
import { say } from '../../words.ts'
import { CalendarPage } from './calendar.ts'
import { CaseHistory } from './case-history.ts'
import { Overview } from './overview.ts'
import { RoundPage } from './round.ts'
import { due, forgetDialogues, form, opens, today } from './state.ts'
import { SummaryPage } from './summary.ts'
import { TrackPage } from './track.ts'
import { forgetFile } from './versions.ts'

/** Engagement with states: tracks, exchanges, who was raised with whose consent, and what came of it. */
export const dialoguesRoom: Inside = {
  view,
  commands,
  due: () => {
    const week = new Date(Date.parse(today.value === '' ? '1970-01-01' : today.value) + 7 * 86_400_000).toISOString().slice(0, 10)
    return {
      week: due.value.filter(({ on, since }) => since === null && on <= week).length,
      late: due.value.filter(({ since }) => since !== null).length,
    }
  },
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: () => {
    forgetDialogues()
    forgetFeed()
    forgetFile()
  },
}

function view([of = '', tab = '']: readonly string[]): JSX.Element {
  if (of.startsWith('T-')) return h(TrackPage, { key: of, of })
  if (of.startsWith('Y-')) return h(RoundPage, { key: of, of, tab })
  if (of.startsWith('C-')) return h(CaseHistory, { key: of, of })
  if (of === 'all') return h(TrackPage, { key: 'all', of: '' })
  if (of === 'summary') return h(SummaryPage, {})
  return of === 'calendar' ? h(CalendarPage, {}) : h(Overview, {})
}

function commands(): Command[] {
  const [of = ''] = address.value.room === 'dialogues' ? address.value.at : ['elsewhere']
  const adds: Command[] =
    of === ''
      ? [{ id: 'dialogues.new', words: () => say('dialogues.new_track'), key: 'N', run: opens('track') }]
      : of.startsWith('T-')
        ? [{ id: 'dialogues.new', words: () => say('dialogues.new_round'), key: 'N', run: opens('round') }]
        : []
  return [
    ...adds,
    { id: 'dialogues.summary', words: () => say('dialogues.summary'), run: () => go('dialogues', 'summary') },
    { id: 'dialogues.calendar', words: () => say('dialogues.calendar'), run: () => go('dialogues', 'calendar') },
    { id: 'dialogues.all', words: () => say('dialogues.joined'), run: () => go('dialogues', 'all') },
  ]
}
