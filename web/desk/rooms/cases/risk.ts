import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Host } from '#features/cases/risk/risk.contract.ts'
import { suggestRisk } from '#features/cases/risk/risk.rules.ts'
import type { RiskLevel } from '#kernel/casework.ts'
import { terms } from '#kernel/vocabulary.ts'
import { call, quietly, working } from '../../actions.ts'
import { Box, Choice } from '../../parts/box.ts'
import { useDraft } from '../../parts/draft.ts'
import { button, field } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import type { ShownRisk } from './calls.ts'
import { many, pick, worded } from './fields.ts'
import { ownerWord, riskMark } from './list.ts'
import { shownText } from './shown-text.ts'
import { dialog, risk } from './state.ts'
import { codeWord, termWord } from './words-of.ts'
import { again, lookAtRisk } from './work.ts'

const LEVELS: readonly RiskLevel[] = ['low', 'moderate', 'high', 'critical']
const CAUSES = ['first', 'review', 'change', 'reprisal'] as const

/** Risk over time: what a member said last, why the formula thinks what it thinks, and every time before. */
export function RiskPart({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void quietly(() => lookAtRisk(code)), [code])
  const known = risk.value?.of === code ? risk.value : null
  const [newest, ...older] = known?.list ?? []
  return h(
    'section',
    { 'aria-labelledby': 'risk-title' },
    h('h2', { id: 'risk-title' }, say('cases.risk')),
    newest === undefined ? h('p', { class: 'quiet' }, say('cases.risk_never')) : oneRisk(newest),
    known?.due == null ? null : h('p', null, say('cases.risk_due', { day: dayInWords(known.due) })),
    hostsPart(known?.hosts ?? []),
    dialog.value === 'risk' ? h(Assess, { code, before: newest }) : button(say('cases.assess'), () => (dialog.value = 'risk')),
    older.length === 0
      ? null
      : h(
          'details',
          null,
          h('summary', null, say('cases.risk_before', { count: older.length })),
          h('ol', { class: 'notes' }, ...older.map((one) => h('li', { key: one.assessment }, oneRisk(one)))),
        ),
  )
}

/** What is thought of the state in which the person is, each with its reasons and its end; whoever assesses decides (R-NGO-41). */
function hostsPart(hosts: readonly Host[]): JSX.Element | null {
  const [first] = hosts
  if (first === undefined) return null
  return h(
    'details',
    { open: true },
    h('summary', null, say('cases.hosts', { host: countryName(first.host) })),
    h(
      'ul',
      { class: 'notes' },
      ...hosts.map(({ entry, case: of, level, community, grounds, on, until }) =>
        h(
          'li',
          { key: entry },
          say('cases.host_line', { level: codeWord(level), until: dayInWords(until), case: of, day: dayInWords(on) }),
          community === null ? '' : ` · ${termWord('communities', community)}`,
          grounds.length === 0 ? '' : ` · ${grounds.map(codeWord).join(', ')}`,
        ),
      ),
    ),
  )
}

function oneRisk(one: ShownRisk): JSX.Element {
  return h(
    'div',
    { class: 'risk' },
    h(
      'p',
      null,
      riskMark(one.level),
      ' ',
      say('cases.risk_said', { name: ownerWord(one.by), day: dayInWords(one.on), cause: codeWord(one.cause) }),
    ),
    formula(one.factors),
    shownText(one.reasons),
  )
}

/** The formula, factor by factor, so that anybody can work it out again (R-NGO-40). */
function formula(factors: readonly string[]): JSX.Element {
  const { parts, score, suggested } = suggestRisk(factors)
  return h(
    'details',
    { class: 'formula' },
    h('summary', null, say('cases.formula', { score, level: termWord('risk_levels', suggested) })),
    h(
      'ul',
      null,
      ...parts.map(({ factor, weight }) =>
        h('li', { key: factor }, `${termWord('risk_factors', factor)} `, h('bdi', { dir: 'ltr' }, weight > 0 ? `+${weight}` : `${weight}`)),
      ),
    ),
    h('p', { class: 'quiet' }, say('cases.formula_words')),
  )
}

function Assess({ code, before }: { readonly code: string; readonly before: ShownRisk | undefined }): JSX.Element {
  const factors = useSignal<readonly string[]>(before?.factors ?? [])
  const level = useSignal<RiskLevel>(before?.level ?? 'moderate')
  const cause = useSignal<(typeof CAUSES)[number]>(before === undefined ? 'first' : 'review')
  const draft = useDraft(`risk ${code}`)
  const go = async () => {
    const said = {
      case: code,
      supersedes: before?.assessment ?? null,
      factors: [...factors.value],
      level: level.value,
      cause: cause.value,
      reasons: draft.text,
    }
    const kept = await working(say('cases.keeping'), () => call('cases.assess', said))
    if (kept === null) return
    draft.clear()
    dialog.value = null
    await again()
    await lookAtRisk(code)
  }
  return h(
    Box,
    { title: say('cases.assess'), go: say('cases.assess_go'), onGo: () => void go(), onCancel: () => (dialog.value = null) },
    ...(['threat', 'vulnerability', 'capacity'] as const).map((type) =>
      many({
        label: codeWord(`risk_${type}`),
        all: worded(
          terms('risk_factors')
            .filter((term) => term.type === type)
            .map((term) => term.code),
          (one) => termWord('risk_factors', one),
        ),
        value: factors.value,
        onValue: (value) => (factors.value = value),
      }),
    ),
    formula(factors.value),
    h(Choice, {
      name: 'level',
      label: say('cases.level'),
      all: worded(LEVELS, (one) => termWord('risk_levels', one)),
      value: level.value,
      onValue: (value: string) => (level.value = LEVELS.find((one) => one === value) ?? 'moderate'),
    }),
    pick({
      id: 'r-cause',
      label: say('cases.cause'),
      value: cause.value,
      all: worded(CAUSES, codeWord),
      onValue: (value) => (cause.value = CAUSES.find((one) => one === value) ?? 'review'),
    }),
    field({ id: 'r-reasons', label: say('cases.reasons'), value: draft.text, lines: 4, onValue: draft.set }),
  )
}
