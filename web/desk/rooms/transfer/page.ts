import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, now, quietly } from '../../actions.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import { Arrivals } from './arrivals.ts'
import type { ContentView, TransferRow } from './calls.ts'
import { Content } from './content.ts'
import { act, beat, clock, rows, said } from './state.ts'

const SECOND_MS = 1_000

/** What came from other teams, and what is on its way to them. */
export function TransferPage(): JSX.Element {
  useEffect(() => void quietly(beat), [])
  useEffect(() => {
    const ticking = setInterval(() => (clock.value += 1), SECOND_MS)
    return () => clearInterval(ticking)
  }, [])
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('transfer.title')),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    h(Arrivals, {}),
    h('h2', null, say('transfer.outgoing')),
    rows.value.length === 0
      ? h('p', { class: 'quiet' }, say('transfer.none'))
      : h('ul', { class: 'transfers' }, ...rows.value.map((row) => h(Row, { key: row.transfer, row }))),
  )
}

function Row({ row }: { readonly row: TransferRow }): JSX.Element {
  const seen = useSignal<ContentView | null>(null)
  const isOpen = row.state === 'proposed' || row.state === 'approved'
  return h(
    'li',
    null,
    h('p', null, h('bdi', null, rowWords(row))),
    h('p', null, mark(isOpen ? 'caution' : 'plain', say(`transfer.state.${row.state}`, { member: row.by }))),
    row.state === 'approved' ? h('p', { class: 'held' }, heldWords(row)) : null,
    seen.value === null ? null : h('section', { 'aria-label': say('transfer.preview') }, h(Content, { of: seen.value })),
    isOpen ? h(Ways, { row, seen }) : null,
  )
}

/** Nobody signs what they have not seen, and nothing goes before its time. */
function Ways({ row, seen }: { readonly row: TransferRow; readonly seen: Signal<ContentView | null> }): JSX.Element {
  const { transfer, mine } = row
  const check = async () => {
    seen.value = await call('transfer.check', { transfer })
  }
  const sign = () =>
    act(
      say('transfer.sign'),
      () => call('transfer.approve', { transfer }),
      () => say('transfer.signed'),
    )
  const send = () =>
    act(
      say('transfer.send'),
      () => call('transfer.send', { transfer }),
      () => say('transfer.sent'),
    )
  const undo = () =>
    act(
      say('transfer.undo'),
      () => call('transfer.undo', { transfer }),
      () => say('transfer.state.undone'),
    )
  return h(
    'div',
    { class: 'ways' },
    seen.value === null ? button(say('transfer.check'), () => void quietly(check)) : null,
    mine === 'approve' && seen.value !== null ? button(say('transfer.sign'), () => void sign(), { kind: 'first' }) : null,
    mine === 'send' && left(row) === 0 ? button(say('transfer.send'), () => void send(), { kind: 'first' }) : null,
    button(say('transfer.undo'), () => void undo(), { kind: 'quiet' }),
  )
}

function rowWords({ report, to, toName, reason, until }: TransferRow): string {
  return say('transfer.row', { report, team: nameIn(toName, to), reason: say(`transfer.reason.${reason}`), day: dayInWords(until) })
}

/** Seconds until it is free; the clock that every screen shows. */
function left({ freeAt }: TransferRow): number {
  void clock.value
  return freeAt === null ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((Date.parse(freeAt) - now().getTime()) / SECOND_MS))
}

function heldWords(row: TransferRow): string {
  const seconds = left(row)
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return seconds === 0 ? say('transfer.free') : say('transfer.held', { time })
}
