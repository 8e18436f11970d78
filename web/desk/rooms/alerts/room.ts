import { h, type JSX } from 'preact'
import { call, now, quietly } from '../../actions.ts'
import { address, go } from '../../address.ts'
import { forgetFeed } from '../../parts/own-feed.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import { AlertPage, askBack, forgetAlert, sayYes } from './alert.ts'
import { Board } from './board.ts'
import { isLate } from './clock.ts'
import { FeedPage } from './feed.ts'
import { FormPage, finishForm } from './form.ts'
import { forgetForm } from './form-state.ts'
import { forgetPlan, PlanPage } from './plan.ts'
import { forgetReceived, goOn, ReceivedPage } from './received.ts'
import { forgetRed, takeFirst } from './red.ts'
import { forgetAlerts, heard, load, owed, red, unanswered, waiting } from './state.ts'

const CASE = /^C-[2-9A-HJ-NP-Z]{6}$/

/** Alerts: the board, one alert of ours, one that came, and a new one. Codes alone stand in the address. */
export const alertsRoom: Room = {
  id: 'alerts',
  letter: 'W',
  title: () => say('alerts.title'),
  stands: 'work',
  codes: 'W',
  view: (at) => viewOf(at),
  commands,
  due: () => ({
    week: waiting.value ? owed.value.rows.length : 0,
    late: (waiting.value ? owed.value.rows.filter((line) => isLate(line, now())).length + unheard() : 0) + red.value.length,
  }),
  beat: async () => {
    await quietly(async () => void (await call('alerts.listen', null)))
    await lookAround()
  },
  hear: (event) => {
    if (event.event === 'news') void lookAround()
  },
  forget: () => {
    forgetAlerts()
    forgetAlert()
    forgetReceived()
    forgetForm()
    forgetRed()
    forgetPlan()
    forgetFeed()
  },
}

/** The board, and whatever page stands open. */
async function lookAround(): Promise<void> {
  heard.value += 1
  if (waiting.value) await quietly(load)
}

function viewOf([first, second, third]: readonly string[]): JSX.Element {
  if (first === undefined) return h(Board, {})
  if (first === 'in' && second !== undefined) return h(ReceivedPage, { delivery: second })
  if (first === 'plan' && second !== undefined) return h(PlanPage, { code: second })
  if (first === 'feed') return h(FeedPage, {})
  return first === 'new' ? formOf(second ?? '', third ?? null) : h(AlertPage, { alert: first })
}

/** A new one, from a case or from what repeats in some countries, or the next version of one. */
function formOf(from: string, more: string | null): JSX.Element {
  if (from === 'pattern') return h(FormPage, { case: null, alert: null, hosts: more ?? '' })
  return h(FormPage, { case: CASE.test(from) ? from : null, alert: more })
}

/** Of which nobody said a word, though everybody was called: now it is the sender's turn again. */
const LAST_STEP = 3
const unheard = () => unanswered.value.rows.filter((line) => line.step === LAST_STEP && isLate(line, now())).length

function commands(): readonly Command[] {
  const { room, at } = address.value
  const [first = ''] = at
  const here = room === 'cases' && CASE.test(first) ? first : null
  const draw: Command = {
    id: 'alerts.new',
    words: () => (here === null ? say('alerts.new') : say('alerts.new_from', { code: here })),
    run: () => (here === null ? go('alerts', 'new') : go('alerts', 'new', here)),
    ...(room === 'alerts' && first === '' ? { key: 'N' } : {}),
  }
  if (room !== 'alerts') return [draw]
  if (first === 'new') return [{ id: 'alerts.finish', words: () => say('alerts.form.go'), key: 'Alt Enter', run: finishForm }]
  if (first === 'in') return [draw, { id: 'alerts.go_on', words: () => say('alerts.open'), key: 'O', run: goOn }]
  if (first === '')
    return red.value.length === 0
      ? [draw]
      : [draw, { id: 'alerts.take_back', words: () => say('alerts.withdraw'), key: 'B', run: takeFirst }]
  return [
    draw,
    { id: 'alerts.yes', words: () => say('alerts.approve'), key: 'Y', run: sayYes },
    { id: 'alerts.take_back', words: () => say('alerts.withdraw'), key: 'B', run: askBack },
  ]
}
