import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working } from '../../actions.ts'
import { button, field } from '../../views/parts.ts'
import { say } from '../../words.ts'

type Step = { readonly step: 0 | 1 | 2; readonly address: string; readonly revision: number }
const STEPS = [0, 1, 2] as const
/** Told to stewards alone: for anybody else it stays null. */
export const steps = signal<readonly Step[] | null>(null)

async function load(): Promise<void> {
  const told = await call('directory.duty', null)
  steps.value = STEPS.map((step) => {
    const found = told.find((one) => one.step === step)
    return { step, address: found?.address ?? '', revision: found?.revision ?? 0 }
  })
}

/** Where notices of the own office go; a steward alone sees and sets it. */
export function Duty(): JSX.Element | null {
  useEffect(() => void quietly(load), [])
  const now = steps.value
  if (now === null) return null
  const type = (step: number, address: string) => (steps.value = now.map((one) => (one.step === step ? { ...one, address } : one)))
  const save = ({ step, address, revision }: Step) =>
    working(say('directory.save'), async () => {
      await call('directory.keepDuty', { step, address: address.trim() === '' ? null : address.trim(), revision })
      await load()
    })
  return h(
    'section',
    { 'aria-labelledby': 'duty-title' },
    h('h2', { id: 'duty-title' }, say('directory.duty')),
    h('p', { class: 'hint' }, say('directory.duty_hint')),
    ...now.map((one) =>
      h(
        'div',
        { key: one.step, class: 'duty-step' },
        field({
          id: `duty-${one.step}`,
          label: say(`directory.duty.${one.step}`),
          value: one.address,
          isLatin: true,
          onValue: (value) => type(one.step, value),
        }),
        button(say('directory.save'), () => void save(one)),
      ),
    ),
  )
}

export function forgetDuty(): void {
  steps.value = null
}
