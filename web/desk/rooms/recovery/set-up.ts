import { type Signal, useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { say } from '../../words.ts'
import type { CustodianView, Handout } from './calls.ts'
import { GivenFile } from './hand-out.ts'
import { act } from './state.ts'

type SetUpParts = { readonly onMade: (handouts: readonly Handout[]) => void; readonly onCancel: () => void }

/** Three cards in, three sealed shares out. */
export function SetUp({ onMade, onCancel }: SetUpParts): JSX.Element {
  const cards = [useSignal(''), useSignal(''), useSignal('')]
  const make = async () => {
    const made = await act(
      say('recovery.making'),
      () => call('recovery.setUp', { cards: cards.map(({ value }) => value) }),
      () => say('recovery.made'),
    )
    if (made !== null) onMade(made.handouts)
  }
  return h(
    Box,
    { title: say('recovery.make'), go: say('recovery.make'), onGo: () => void make(), onCancel },
    h('p', null, say('recovery.make_how')),
    ...cards.map((card, at) => h(Card, { key: at, n: at + 1, card })),
  )
}

/** A card shows at once whom it names, for comparing by voice. */
function Card({ n, card }: { readonly n: number; readonly card: Signal<string> }): JSX.Element {
  const read = useSignal<CustodianView | null>(null)
  useEffect(() => {
    read.value = null
    if (card.value === '') return
    void quietly(async () => {
      read.value = await call('recovery.readCard', { card: card.value })
    })
  }, [card.value])
  const { name = '', fingerprint = '' } = read.value ?? {}
  const shown = read.value === null ? null : say('recovery.custodian', { name, fingerprint })
  return h(GivenFile, { id: `card-${n}`, label: say('recovery.card', { n }), text: card, shown })
}
