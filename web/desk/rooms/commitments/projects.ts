import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Cooperation, KeepCooperation } from '#features/commitments/screening/screening.contract.ts'
import {
  ANSWERS,
  BENCHMARK_PARAGRAPH,
  COOPERATION_KINDS,
  criteriaFor,
  isDigital,
  questionsFor,
  riskOf,
  TECHNOLOGIES,
} from '#features/commitments/screening/screening.rules.ts'
import { isUnverified } from '#formats/public-record.ts'
import { call, quietly, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { pick } from '../../parts/code-field.ts'
import { Table } from '../../parts/table.ts'
import { button, field, mark } from '../../views/parts.ts'
import { countryName, dayInWords, type Key, say } from '../../words.ts'
import { day, many } from '../cases/fields.ts'
import { benchmarkFields } from './benchmark.ts'
import { ExchangesBox } from './exchanges.ts'
import { form, loadProjects, open, projects, vetting } from './state.ts'
import { VettingBox } from './vetting.ts'

const STATES = ['open', 'watched', 'conditions', 'cleared', 'refused'] as const
type Body = KeepCooperation['body']
const words = (prefix: string, code: string): string => say(`commitments.${prefix}_${code}` as Key)

/** Projects of cooperation with what stands against each: red flags and open questions, never a score. */
export function ProjectsPage(): JSX.Element {
  useEffect(() => void quietly(loadProjects), [])
  const now = projects.value
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.projects_intro')),
    form.value === null
      ? button(say('commitments.add_project'), () => open('new'), { kind: 'first' })
      : form.value.startsWith('vet ')
        ? h(VettingBox, { key: form.value, project: form.value.slice(4) })
        : form.value.startsWith('exchange ')
          ? h(ExchangesBox, { key: form.value, project: form.value.slice(9) })
          : h(ProjectForm, { key: form.value, of: form.value }),
    now === null || now.length === 0
      ? h('p', null, now === null ? '' : say('commitments.projects_empty'))
      : h(Table<Cooperation>, {
          id: 'projects',
          caption: say('commitments.projects'),
          rows: now,
          keyOf: ({ code }) => code,
          onOpen: ({ code }) => open(code),
          columns: columns(),
        }),
  )
}

function columns() {
  return [
    { id: 'title', head: say('commitments.project'), cell: ({ title }: Cooperation) => h('bdi', null, title) },
    { id: 'partner', head: say('commitments.partner'), cell: ({ partner }: Cooperation) => countryName(partner) },
    { id: 'state', head: say('commitments.state'), cell: ({ state }: Cooperation) => words('project', state) },
    {
      id: 'risk',
      head: say('commitments.risk'),
      cell: ({ risk, against }: Cooperation) =>
        h(
          'div',
          null,
          mark(risk === 'low' ? 'plain' : 'caution', words('risk', risk)),
          h('p', { class: 'hint' }, against.map((code) => words('q', code)).join(' · ')),
        ),
    },
    { id: 'vetting', head: say('commitments.vetting'), cell: ({ code }: Cooperation) => vettingCell(code) },
    {
      id: 'exchanges',
      head: say('commitments.exchanges'),
      cell: (one: Cooperation) =>
        isDigital(one) ? button(say('commitments.exchanges'), () => open(`exchange ${one.code}`), { kind: 'quiet' }) : '–',
    },
    {
      id: 'review',
      head: say('commitments.review'),
      cell: ({ reviewOn }: Cooperation) => (reviewOn === null ? '–' : dayInWords(reviewOn)),
    },
  ]
}

function vettingCell(code: string): JSX.Element {
  const own = vetting.value.filter((one) => one.project === code)
  const isHit = own.some(({ result, settled }) => result === 'hit' || settled === 'same')
  const isOpen = own.some(({ result, settled }) => result === 'needs_review' && settled === null)
  return h(
    'div',
    null,
    isHit
      ? mark('stop', say('commitments.vet_hit'))
      : isOpen
        ? mark('caution', say('commitments.vet_needs_review'))
        : own.length === 0
          ? '–'
          : say('commitments.vet_no_hit'),
    ' ',
    button(say('commitments.vet_look'), () => open(`vet ${code}`), { kind: 'quiet' }),
  )
}

const EMPTY: Body = {
  title: '',
  partner: '',
  kinds: [],
  technologies: [],
  paragraphs: [],
  answers: {},
  evidence: {},
  benchmark: {},
  state: 'open',
  reasons: null,
  conditions: null,
  reviewOn: null,
}

function bodyOf({ id: _, code: __, revision: ___, risk: ____, against: _____, ...body }: Cooperation): Body {
  return body
}

/** What is typed: the paragraphs as text, so that a space between two numbers can be typed. */
type Typed = Omit<Body, 'paragraphs'> & { readonly paragraphs: string }
type Change = (part: Partial<Typed>) => void

function ProjectForm({ of }: { readonly of: string }): JSX.Element {
  const before = projects.value?.find(({ code }) => code === of) ?? null
  const start = before === null ? EMPTY : bodyOf(before)
  const typed = useSignal<Typed>({ ...start, paragraphs: start.paragraphs.join(' ') })
  const change: Change = (part) => {
    typed.value = { ...typed.value, ...part }
  }
  const now = typed.value
  const { risk } = riskOf(now)
  return h(
    Box,
    {
      title: before?.code ?? say('commitments.add_project'),
      go: say('commitments.keep'),
      onGo: () => void send(before, now),
      onCancel: () => open(null),
    },
    ...aboutIt(now, change),
    ...questions(now, change),
    ...benchmarkFields(now, change),
    h('p', null, mark(risk === 'low' ? 'plain' : 'caution', words('risk', risk))),
    ...decision(now, change),
  )
}

async function send(before: Cooperation | null, now: Typed): Promise<void> {
  const criteria = criteriaFor(now)
  const asked = new Set([...questionsFor(now).map(({ code }) => code), ...criteria])
  const only = <Said extends string>(given: Readonly<Record<string, Said>>) =>
    Object.fromEntries(Object.entries(given).filter(([code, value]) => asked.has(code) && value !== ''))
  const cited = [...(now.paragraphs.match(/\d+/g) ?? []).map(Number), ...(criteria.length > 0 ? [BENCHMARK_PARAGRAPH] : [])]
  const told = { answers: only(now.answers), evidence: only(now.evidence), benchmark: only(now.benchmark) }
  const body = { ...now, ...told, paragraphs: [...new Set(cited)], partner: now.partner.trim().toUpperCase() }
  const kept = await working(say('commitments.saving'), async () => {
    await call('commitments.keepProject', {
      before: before === null ? null : { id: before.id, code: before.code, revision: before.revision },
      body,
    })
    await loadProjects()
    return true
  })
  if (kept === true) open(null)
}

function aboutIt(now: Typed, change: Change): JSX.Element[] {
  return [
    field({ id: 'project-title', label: say('commitments.project'), value: now.title, onValue: (title) => change({ title }) }),
    field({
      id: 'project-partner',
      label: say('commitments.partner'),
      hint: say('commitments.partner_hint'),
      isLatin: true,
      value: now.partner,
      onValue: (partner) => change({ partner }),
    }),
    many({
      label: say('commitments.kinds'),
      all: COOPERATION_KINDS.map((id) => ({ id, words: words('kind', id) })),
      value: now.kinds,
      onValue: (kinds) => change({ kinds: [...kinds] }),
    }),
    many({
      label: say('commitments.technologies'),
      all: TECHNOLOGIES.map((id) => ({ id, words: words('tech', id) })),
      value: now.technologies,
      onValue: (technologies) => change({ technologies: [...technologies] }),
    }),
    field({
      id: 'project-paragraphs',
      label: say('commitments.paragraphs'),
      isLatin: true,
      value: now.paragraphs,
      onValue: (paragraphs) => change({ paragraphs }),
    }),
  ]
}

function decision(now: Typed, change: Change): JSX.Element[] {
  const line = (key: 'reasons' | 'conditions') =>
    field({
      id: `project-${key}`,
      label: say(`commitments.${key}`),
      lines: 3,
      value: now[key] ?? '',
      onValue: (value) => change({ [key]: value.trim() === '' ? null : value }),
    })
  return [
    pick({
      id: 'project-state',
      label: say('commitments.decision'),
      value: now.state,
      all: STATES.map((id) => ({ id, words: words('project', id) })),
      onValue: (state) => change({ state: state as Body['state'] }),
    }),
    line('reasons'),
    line('conditions'),
    day({
      id: 'project-review',
      label: say('commitments.review'),
      value: now.reviewOn ?? '',
      onValue: (value) => change({ reviewOn: value === '' ? null : value }),
    }),
  ]
}

/** Each question with its legal source; what nobody has checked says so. */
function questions(now: Typed, change: Change): JSX.Element[] {
  return questionsFor(now).map(({ code, provision, paragraph, basis }) =>
    h(
      'fieldset',
      { key: code, class: 'choice' },
      h('legend', { class: 'label' }, words('q', code)),
      h(
        'p',
        { class: 'hint' },
        provision === null ? say('commitments.own_question') : h('bdi', { dir: 'ltr', class: 'code' }, provision),
        paragraph === null ? null : ` · ${say('commitments.paragraph', { n: paragraph })}`,
        isUnverified(basis) ? h('span', null, ' ', mark('caution', say('commitments.unverified'))) : null,
      ),
      pick({
        id: `answer-${code}`,
        label: say('commitments.answer'),
        none: say('commitments.not_answered'),
        value: now.answers[code] ?? '',
        all: ANSWERS.map((id) => ({ id, words: words('answer', id) })),
        onValue: (value) => change({ answers: { ...now.answers, [code]: value } }),
      }),
      field({
        id: `evidence-${code}`,
        label: say('commitments.rests_on'),
        isLatin: true,
        value: now.evidence[code] ?? '',
        onValue: (value) => change({ evidence: { ...now.evidence, [code]: value.trim() } }),
      }),
    ),
  )
}
