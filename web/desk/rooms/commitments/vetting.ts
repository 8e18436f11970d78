import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import type { Vetting } from '#features/commitments/screening/vetting.contract.ts'
import { call, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { loadProjects, open, vetting } from './state.ts'

const KINDS = ['unit', 'person'] as const
const MARKS = { hit: 'stop', needs_review: 'caution', no_hit: 'plain' } as const

/** Compares who is trained or equipped with those on record. The answer is one of three words; the name is not kept. */
export function VettingBox({ project }: { readonly project: string }): JSX.Element {
  const { values, text, pick } = useForm('vet', { label: '', named: '', kind: 'unit' })
  const answer = useSignal<Vetting['result'] | null>(null)
  const look = async () => {
    const told = await working(say('commitments.vet_working'), async () => {
      const kind = values.kind === 'person' ? 'person' : 'unit'
      const { result } = await call('commitments.vet', { project, label: values.label.trim(), kind, named: values.named.trim() })
      await loadProjects()
      return result
    })
    if (told !== null) answer.value = told
  }
  const own = vetting.value.filter((one) => one.project === project)
  return h(
    Box,
    { title: say('commitments.vetting'), go: say('commitments.vet_go'), onGo: () => void look(), onCancel: () => open(null) },
    h('p', { class: 'hint' }, say('commitments.vet_hint')),
    text('label', say('commitments.vet_label'), { hint: say('commitments.vet_label_hint') }),
    pick(
      'kind',
      say('commitments.vet_kind'),
      KINDS.map((id) => ({ id, words: say(`commitments.vet_${id}`) })),
    ),
    text('named', say('commitments.vet_named'), { hint: say('commitments.vet_named_hint') }),
    answer.value === null ? null : h('p', { role: 'status' }, mark(MARKS[answer.value], say(`commitments.vet_${answer.value}`))),
    own.length === 0 ? null : h('ul', { class: 'plain-list' }, ...own.map((one) => h('li', { key: one.id }, line(one)))),
  )
}

function line({ id, label, result, settled, on }: Vetting): JSX.Element {
  const settle = (as: 'same' | 'another') => async () => {
    await working(say('commitments.saving'), async () => {
      await call('commitments.settle', { id, settled: as })
      await loadProjects()
    })
  }
  return h(
    'div',
    null,
    h('bdi', null, label),
    ' ',
    mark(MARKS[result], say(`commitments.vet_${result}`)),
    ' ',
    dayInWords(on),
    settled === null ? null : ` · ${say(`commitments.vet_is_${settled}`)}`,
    result === 'needs_review' && settled === null
      ? h(
          'div',
          { class: 'ways' },
          button(say('commitments.vet_is_same'), () => void settle('same')(), { kind: 'quiet' }),
          button(say('commitments.vet_is_another'), () => void settle('another')(), { kind: 'quiet' }),
        )
      : null,
  )
}
