import { h, type JSX } from 'preact'
import type { KeepCooperation } from '#features/commitments/screening/screening.contract.ts'
import { BENCHMARK_PARAGRAPH, criteriaFor } from '#features/commitments/screening/screening.rules.ts'
import { pick } from '../../parts/code-field.ts'
import { field } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'

type Judged = Pick<KeepCooperation['body'], 'kinds' | 'technologies' | 'benchmark' | 'evidence'>
type Change = (part: Partial<Pick<Judged, 'benchmark' | 'evidence'>>) => void

/** Pass or fail for each criterion of the paragraph that promises a human-centric digital transformation (R-CSP-20). */
export function benchmarkFields(now: Judged, change: Change): JSX.Element[] {
  const all = criteriaFor(now)
  if (all.length === 0) return []
  return [
    h('p', { class: 'label' }, say('commitments.benchmark_of', { n: BENCHMARK_PARAGRAPH })),
    h('p', { class: 'hint' }, say('commitments.benchmark_hint')),
    ...all.map((code) => criterion(code, now, change)),
  ]
}

function criterion(code: string, { benchmark, evidence }: Judged, change: Change): JSX.Element {
  const judge = (value: string) => {
    const { [code]: _, ...others } = benchmark
    change({ benchmark: value === 'pass' || value === 'fail' ? { ...others, [code]: value } : others })
  }
  return h(
    'fieldset',
    { key: code, class: 'choice' },
    h('legend', { class: 'label' }, say(`commitments.q_${code}` as Key)),
    h('p', { class: 'hint' }, `${say('commitments.own_question')} · ${say('commitments.paragraph', { n: BENCHMARK_PARAGRAPH })}`),
    pick({
      id: `judged-${code}`,
      label: say('commitments.judged'),
      none: say('commitments.not_judged'),
      value: benchmark[code] ?? '',
      all: (['pass', 'fail'] as const).map((id) => ({ id, words: say(`commitments.judged_${id}`) })),
      onValue: judge,
    }),
    field({
      id: `rests-${code}`,
      label: say('commitments.rests_on'),
      isLatin: true,
      value: evidence[code] ?? '',
      onValue: (value) => change({ evidence: { ...evidence, [code]: value.trim() } }),
    }),
  )
}
