import { h, type JSX } from 'preact'
import { mayRehedge } from '#features/documents/review/decision.rules.ts'
import type { DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { terms } from '#kernel/vocabulary.ts'
import { Box } from '../../parts/box.ts'
import { termWords } from '../../parts/code-field.ts'
import { countryIn, type Form, useForm } from '../../parts/use-form.ts'
import { countryName, say } from '../../words.ts'
import { decide, form, lastStates } from './state.ts'
import { readAs } from './wording.ts'

type Field = 'value' | 'hedge' | 'origin' | 'host' | 'addressee'

/** Kinds of which a person corrects the code; of the others they correct the words. */
const CODED: ReadonlySet<string> = new Set(['place', 'date', 'legal_reference', 'round', 'method'])

/** What was as the rules said is left out, so that the decision tells what a person changed. */
export function CorrectForm({ one }: { readonly one: DeskProposal }): JSX.Element {
  const isAct = one.kind === 'method'
  const before = { value: CODED.has(one.kind) ? one.value : one.words, hedge: one.hedge, origin: '', host: '', addressee: '' }
  const parts = useForm<Field>('proposal', isAct ? { ...before, ...lastStates.value } : before)
  const { values, text, pick } = parts
  const hedges = terms('certainty_hedge').filter(({ code }) => mayRehedge(one.hedge, code).ok)
  return h(
    Box,
    {
      title: say('documents.correct'),
      go: say('documents.accept_corrected'),
      onGo: () => void decide('accepted', { edits: changed(values, before) }),
      onCancel: closeForm,
    },
    valueField(one.kind, parts),
    pick(
      'hedge',
      say('documents.hedge'),
      hedges.map(({ code }) => ({ id: code, words: termWords('certainty_hedge', code) })),
      { means: say('documents.hedge_hint') },
    ),
    isAct ? [state('origin', say('documents.origin'), parts), state('host', say('documents.host'), parts)] : null,
    one.kind === 'demand' ? text('addressee', say('documents.addressee')) : null,
  )
}

/** A relation is what it joins: its parts are corrected, not its name. */
function valueField(kind: string, { values, text, method }: Form<Field>): JSX.Element | null {
  if (kind === 'relation') return null
  if (kind === 'method') return method('value', say('documents.value'))
  const read = readAs(kind, values.value.trim())
  return text('value', say('documents.value'), {
    ...(CODED.has(kind) ? { isLatin: true } : {}),
    ...(read === null ? {} : { hint: `= ${read}` }),
  })
}

function state(key: 'origin' | 'host', label: string, { values, text }: Form<Field>): JSX.Element {
  const code = countryIn(values[key])
  return text(key, label, { isLatin: true, ...(code === null ? {} : { hint: `= ${countryName(code)}` }) })
}

function changed(values: Readonly<Record<Field, string>>, before: Readonly<Record<Field, string>>): Partial<Record<Field, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, typed]) => {
      const value = name === 'origin' || name === 'host' ? typed.trim().toUpperCase() : typed.trim()
      return value === '' || value === before[name as Field] ? [] : [[name, value]]
    }),
  )
}

export function RejectForm(): JSX.Element {
  const { values, text } = useForm('reject', { reason: '' })
  const send = () => void decide('rejected', values.reason.trim() === '' ? {} : { reason: values.reason.trim() })
  return h(
    Box,
    { title: say('documents.reject'), go: say('documents.reject'), onGo: send, onCancel: closeForm },
    text('reason', say('documents.reason'), { hint: say('documents.reason_hint') }),
  )
}

function closeForm(): void {
  form.value = null
}
