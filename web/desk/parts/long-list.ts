import { type Signal, useSignal } from '@preact/signals'
import { type ComponentChildren, h, type JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { button } from '../views/parts.ts'
import { say } from '../words.ts'

/** Rows of one page of a long list. */
const PAGE = 50
/** A row that was never drawn, in pixels: only the length of the scroll bar hangs on it. */
const GUESS = 72

type LongListParts<Row> = {
  readonly label: string
  readonly rows: readonly Row[]
  /** The code or id; the drawn row has the element id `row-<key>`. */
  readonly keyOf: (row: Row) => string
  readonly row: (row: Row) => ComponentChildren
  /** The row that is selected: its page is drawn, and it is scrolled into sight when it changes. */
  readonly current?: string | null
}

/**
 * A list of any length: pages of fifty, of which those near the window are drawn (UX-C-06). For eyes it is one list; a reader
 * hears pages with their place in the whole, and the pages beside the drawn ones are a button away.
 */
export function LongList<Row>({ label, rows, keyOf, row, current = null }: LongListParts<Row>): JSX.Element {
  const near = useSignal<ReadonlySet<number>>(new Set([0]))
  const all = rows.length
  const holds = current === null ? -1 : Math.floor(rows.findIndex((one) => keyOf(one) === current) / PAGE)
  useEffect(() => {
    if (current !== null) document.getElementById(`row-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const pages = Array.from({ length: Math.ceil(all / PAGE) }, (_, page) => page)
  const isDrawn = (page: number) => near.value.has(page) || page === holds
  return h(
    'div',
    { class: 'long-list', role: 'group', 'aria-label': label },
    ...pages.map((page) =>
      h(
        Page,
        { key: page, page, near, all, label, isDrawn: isDrawn(page), isBeside: isDrawn(page - 1) || isDrawn(page + 1) },
        isDrawn(page) ? rows.slice(page * PAGE, (page + 1) * PAGE).map((one) => h('li', { key: keyOf(one) }, row(one))) : null,
      ),
    ),
  )
}

type PageParts = {
  readonly page: number
  readonly near: Signal<ReadonlySet<number>>
  readonly all: number
  readonly label: string
  readonly isDrawn: boolean
  readonly isBeside: boolean
  readonly children?: ComponentChildren
}

function Page({ page, near, all, label, isDrawn, isBeside, children }: PageParts): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const height = useRef<number | null>(null)
  useEffect(() => {
    const element = place.current
    if (element === null || all <= PAGE) return
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return
        if (!entry.isIntersecting) height.current = element.offsetHeight
        setNear(near, page, entry.isIntersecting)
      },
      { rootMargin: '400px 0px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [all <= PAGE])
  const words = () => say('parts.page', { from: page * PAGE + 1, to: Math.min(all, (page + 1) * PAGE), all })
  const rows = Math.min(PAGE, all - page * PAGE)
  if (isDrawn)
    return h('div', { ref: place }, h('ul', { class: 'items', 'aria-label': all <= PAGE ? label : `${label}: ${words()}` }, children))
  return h(
    'div',
    { ref: place, class: 'gap', style: { height: `${height.current ?? rows * GUESS}px` } },
    isBeside ? button(words(), () => setNear(near, page, true), { kind: 'quiet' }) : null,
  )
}

function setNear(near: Signal<ReadonlySet<number>>, page: number, isNear: boolean): void {
  if (near.value.has(page) === isNear) return
  const next = new Set(near.value)
  if (isNear) next.add(page)
  else next.delete(page)
  near.value = next
}
