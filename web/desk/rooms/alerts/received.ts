import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ALERT_FILE_MOST } from '#crypto/team/alert-file.ts'
import { ALERT_REASONS } from '#features/alerts/alert.contract.ts'
import { call, quietly, working as run } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { Box, Choice } from '../../parts/box.ts'
import { button, faultBox, field, working } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { clockMark } from './board.ts'
import type { GivenFile, OpenedAlert } from './calls.ts'
import { isAway, roleWord, standing, wordOf } from './codes.ts'
import { CameWithPlan, forgetCame } from './plan-came.ts'
import { Reference } from './reference.ts'
import { cameWords, From, Marks, Said, sinceWords } from './shown.ts'
import { act, said, useClocks, useNews } from './state.ts'

const came = signal<OpenedAlert | null>(null)
const roles = signal<readonly string[]>([])
const answering = signal<string | null>(null)
const attached = signal<readonly GivenFile[]>([])
const wrongFiles = signal(false)
const FILES_MOST = 4
const refusing = signal<string | null>(null)
const file = signal<string | null>(null)

async function look(delivery: string): Promise<void> {
  came.value = await call('alerts.look', { delivery })
  roles.value = await call('alerts.roles', null)
}

async function open(delivery: string): Promise<void> {
  const opened = await run(say('alerts.open'), () => call('alerts.open', { delivery }))
  if (opened !== null) came.value = opened
}

/** What was read here once is read again without asking: only its clocks changed. */
async function again(delivery: string): Promise<void> {
  const before = came.value?.words ?? null
  const now = await call('alerts.look', { delivery })
  // What the sender took back is shown no longer, also where it stood open.
  came.value = { ...now, words: now.row.state === 'withdrawn' ? null : before }
}

/** What the sender took back meanwhile is shown no longer. */
async function lookAgain(delivery: string): Promise<void> {
  const before = came.value
  if (before?.row.delivery !== delivery || before.words === null) return
  const now = await call('alerts.look', { delivery })
  if (came.value === before && now.row.state === 'withdrawn') came.value = now
}

/** One alert that came to this office: its marks at once, its words when somebody opens it. */
export function ReceivedPage({ delivery }: { readonly delivery: string }): JSX.Element {
  useEffect(() => {
    forgetReceived()
    void quietly(() => look(delivery))
  }, [delivery])
  useClocks()
  useNews(() => lookAgain(delivery))
  const now = came.value?.row.delivery === delivery ? came.value : null
  return h(
    'section',
    { class: 'alerts narrow', 'aria-labelledby': 'came-title' },
    h('p', null, h('a', { href: hrefOf('alerts') }, say('alerts.back'))),
    h('h1', { id: 'came-title' }, now === null ? say('alerts.what') : wordOf('kind', now.row.kind)),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    now === null ? null : h(Came, { now }),
  )
}

function Came({ now }: { readonly now: OpenedAlert }): JSX.Element {
  const { row, words, problem } = now
  // When it came stands above already.
  const since = row.state === 'delivered' ? null : sinceWords(row)
  return h(
    'div',
    null,
    h(From, row),
    h('p', { class: 'quiet' }, cameWords(row.deliveredAt)),
    h('p', null, h(Reference, row)),
    h('p', null, standing(row), since === null ? ' · ' : ` · ${since} · `, clockMark(row)),
    h(
      'div',
      { class: 'parcel' },
      h(Marks, { marks: words?.marks ?? (row as unknown as Parameters<typeof Marks>[0]['marks']) }),
      problem === null ? h(Said, { words }) : h('p', { class: 'wrong' }, say('alerts.unreadable', { code: problem })),
    ),
    h(Ways, { now }),
    words === null ? null : h(CameWithPlan, { delivery: row.delivery }),
    h(Replying, { row }),
  )
}

function Ways({ now }: { readonly now: OpenedAlert }): JSX.Element {
  const { delivery, state } = now.row
  const isClosed = now.words === null && state !== 'withdrawn' && state !== 'refused'
  return h(
    'div',
    null,
    isClosed ? h('p', { class: 'quiet' }, say('alerts.open_effect')) : null,
    h(
      'div',
      { class: 'ways' },
      isClosed ? button(say('alerts.open'), () => void open(delivery), { kind: 'first', key: 'O' }) : null,
      ...(now.words === null ? [] : acknowledging(now)),
      ...answers(now),
      button(say('alerts.cap'), () => void ring(delivery), { kind: 'quiet' }),
    ),
    file.value === null ? null : h('p', null, h('a', { href: file.value, download: 'asylia-notice.cap' }, say('alerts.cap_file'))),
  )
}

const turn = (delivery: string, becomes: 'acknowledged' | 'acting', as: string | null) =>
  act(
    say('approvals.signing'),
    () => call('alerts.turn', { delivery, becomes, as, reason: null }),
    wordOf('state', becomes),
    () => again(delivery),
  )

/** One button for each role of the member: the sender sees the role, and nobody's name. */
function acknowledging({ row: { delivery, state } }: OpenedAlert): readonly JSX.Element[] {
  if (state !== 'opened') return []
  return roles.value.map((role, n) =>
    button(say('alerts.acknowledge', { role: roleWord(role) }), () => void turn(delivery, 'acknowledged', role), {
      kind: n === 0 ? 'first' : 'quiet',
    }),
  )
}

function answers({ row: { delivery, state } }: OpenedAlert): readonly JSX.Element[] {
  const isTaken = ['acknowledged', 'acting', 'answered'].includes(state)
  const mayRefuse = ['opened', 'acknowledged', 'acting'].includes(state)
  return [
    isTaken && state !== 'acting' ? [button(say('alerts.act'), () => void turn(delivery, 'acting', null))] : [],
    isTaken ? [button(say('alerts.answer'), () => (answering.value = ''), { kind: 'first' })] : [],
    mayRefuse ? [button(say('alerts.refuse'), () => (refusing.value = ALERT_REASONS[0]), { kind: 'quiet' })] : [],
  ].flat()
}

/** The keys of this page: open, then acknowledge in the first of one's own roles. */
export function goOn(): void {
  const now = came.value
  if (now === null) return
  const { delivery, state } = now.row
  if (now.words === null) void open(delivery)
  else if (state === 'opened') void turn(delivery, 'acknowledged', roles.value[0] ?? null)
}

async function ring(delivery: string): Promise<void> {
  dropFile()
  const made = await run(say('alerts.cap'), () => call('alerts.cap', { delivery }))
  if (made !== null) file.value = URL.createObjectURL(new Blob([made.file], { type: 'application/cap+xml' }))
}

/** Under a heading of its own, so that nobody who walks by headings misses it. */
function Replying({ row: { delivery, from } }: Pick<OpenedAlert, 'row'>): JSX.Element | null {
  if (answering.value === null && refusing.value === null) return null
  return h(
    'section',
    null,
    h('h2', null, say('alerts.replies')),
    answering.value === null ? null : h(Answer, { delivery, isAway: isAway(from) }),
    refusing.value === null ? null : h(Refuse, { delivery }),
  )
}

type AnswerParts = { readonly delivery: string; readonly isAway: boolean }

function Answer({ delivery, isAway: away }: AnswerParts): JSX.Element {
  const send = async () => {
    const text = answering.value ?? ''
    const files = attached.value
    if ((text.trim() === '' && files.length === 0) || wrongFiles.value) return
    const done = await act(
      say('approvals.signing'),
      () => call('alerts.answer', { delivery, text, files }),
      wordOf('state', 'answered'),
      () => again(delivery),
    )
    if (done) closeAnswer()
  }
  return h(
    Box,
    { title: say('alerts.answer'), go: say('alerts.answer'), onGo: () => void send(), onCancel: closeAnswer },
    field({
      id: 'alert-answer',
      label: say('alerts.answer_text'),
      value: answering.value ?? '',
      lines: 5,
      onValue: (value) => (answering.value = value),
    }),
    // What would be refused is not offered.
    away ? h('p', { class: 'hint' }, say('alert.files_stay')) : h(Files, {}),
  )
}

/** Files go as they are: nobody here looks into them before they are sealed. */
function Files(): JSX.Element {
  const read = async ({ files }: HTMLInputElement) => {
    const all = [...(files ?? [])]
    wrongFiles.value = all.length > FILES_MOST || all.some(({ size }) => size === 0 || size > ALERT_FILE_MOST)
    attached.value = wrongFiles.value
      ? []
      : await Promise.all(all.map(async (one) => ({ name: one.name, bytes: new Uint8Array(await one.arrayBuffer()) })))
  }
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'alert-files' }, say('alerts.attach')),
    h('p', { class: 'hint', id: 'alert-files-hint' }, say('alerts.attach_hint')),
    h('input', {
      id: 'alert-files',
      type: 'file',
      multiple: true,
      'aria-describedby': 'alert-files-hint',
      onChange: (event: Event) => void read(event.currentTarget as HTMLInputElement),
    }),
    wrongFiles.value ? h('p', { class: 'wrong', role: 'alert' }, say('alerts.attach_wrong')) : null,
  )
}

function closeAnswer(): void {
  answering.value = null
  attached.value = []
  wrongFiles.value = false
}

function Refuse({ delivery }: { readonly delivery: string }): JSX.Element {
  const send = async () => {
    const turned = { delivery, becomes: 'refused' as const, as: null, reason: refusing.value }
    const done = await act(
      say('approvals.signing'),
      () => call('alerts.turn', turned),
      wordOf('state', 'refused'),
      () => again(delivery),
    )
    if (done) refusing.value = null
  }
  return h(
    Box,
    { title: say('alerts.refuse'), go: say('alerts.refuse'), onGo: () => void send(), onCancel: () => (refusing.value = null) },
    h(Choice, {
      name: 'alert-refuse',
      label: say('alerts.refuse_why'),
      all: ALERT_REASONS.map((id) => ({ id, words: wordOf('reason', id) })),
      value: refusing.value ?? '',
      onValue: (value) => (refusing.value = value),
    }),
  )
}

function dropFile(): void {
  if (file.value !== null) URL.revokeObjectURL(file.value)
  file.value = null
}

export function forgetReceived(): void {
  said.value = null
  dropFile()
  came.value = null
  closeAnswer()
  refusing.value = null
  forgetCame()
}
