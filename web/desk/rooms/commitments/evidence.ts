import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { AddFinding, Finding } from '#features/commitments/evidence/evidence.contract.ts'
import { stateOfEvidence } from '#features/commitments/evidence/evidence.rules.ts'
import { call, closing, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { termWords } from '../../parts/code-field.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { Evidence } from './calls.ts'
import { loadPromises, promiseChoices, promiseWords } from './promises.ts'
import { evidence, form, loadEvidence, open } from './state.ts'

/** Which way findings on each commitment point. Each keeps who asserts it, how sure they are, and what they cite. */
export function EvidencePage(): JSX.Element {
  useEffect(() => {
    void quietly(loadEvidence)
    void loadPromises()
  }, [])
  const now = evidence.value
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.evidence_intro')),
    form.value === null
      ? button(say('commitments.add'), () => open('new'), { kind: 'first' })
      : h(FindingForm, { key: form.value, of: form.value }),
    now === null
      ? null
      : now.length === 0
        ? h('p', null, say('commitments.evidence_empty'))
        : h('div', null, ...now.map((one) => commitment(one))),
  )
}

function commitment({ commitment: code, state, findings }: Evidence): JSX.Element {
  const words = promiseWords(code)
  const live = new Set(stateOfEvidence(findings).findings.map(({ id }) => id))
  return h(
    'article',
    { key: code, class: 'box', 'aria-labelledby': `k-${code}` },
    h(
      'h3',
      { id: `k-${code}` },
      h('bdi', { dir: 'ltr', class: 'code' }, code),
      ' ',
      mark(state === 'none' ? 'plain' : 'caution', say(`commitments.is_${state}`)),
    ),
    words === null ? null : h('p', null, h('bdi', null, words)),
    h('ul', null, ...findings.map((one) => h('li', { key: one.id }, finding(one, live.has(one.id))))),
  )
}

function finding(one: Finding, isLive: boolean): JSX.Element {
  return h(
    'div',
    null,
    h(
      'p',
      null,
      h('strong', null, say(`commitments.${one.direction}`)),
      ' · ',
      say('commitments.asserted', { who: one.assertedBy }),
      isLive ? null : ` · ${say('commitments.superseded')}`,
    ),
    h('p', null, h('bdi', null, one.said)),
    h(
      'p',
      { class: 'hint' },
      `${say('commitments.hedge')}: ${termWords('certainty_hedge', one.hedge)} · ${say('commitments.standard')}: ${termWords('standard_of_proof', one.standard)} · `,
      h('bdi', { dir: 'ltr', class: 'code' }, one.cites.join(' ')),
      ` · ${dayInWords(one.on)} · `,
      h('bdi', { dir: 'ltr' }, one.by),
    ),
    isLive ? button(say('commitments.again'), () => open(one.id), { kind: 'quiet' }) : null,
  )
}

const DIRECTIONS = ['supports', 'contradicts', 'unclear'] as const

function FindingForm({ of }: { readonly of: string }): JSX.Element {
  const older = evidence.value?.flatMap(({ findings }) => findings).find(({ id }) => id === of)
  const { values, text, pick, term } = useForm('finding', {
    commitment: older?.commitment ?? '',
    direction: older?.direction ?? 'contradicts',
    assertedBy: older?.assertedBy ?? '',
    hedge: older?.hedge ?? 'alleged',
    standard: older?.standard ?? 'none',
    said: older?.said ?? '',
    cites: older?.cites.join(' ') ?? '',
  })
  const all = [...DIRECTIONS, ...(older === undefined ? [] : (['withdrawn'] as const))]
  const send = async () => {
    const body = {
      ...values,
      direction: values.direction,
      commitment: values.commitment.trim().toUpperCase(),
      cites: values.cites
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter((code) => code !== ''),
      supersedes: older?.id ?? null,
    } as AddFinding['body']
    await closing(form, say('commitments.saving'), async () => {
      await call('commitments.find', body)
      await loadEvidence()
    })
  }
  return h(
    Box,
    { title: say('commitments.add'), go: say('commitments.keep'), onGo: () => void send(), onCancel: () => open(null) },
    text('commitment', say('commitments.code'), {
      hint: promiseWords(values.commitment) ?? say('commitments.code_hint'),
      isLatin: true,
      choices: promiseChoices(),
    }),
    pick(
      'direction',
      say('commitments.direction'),
      all.map((id) => ({ id, words: say(`commitments.${id}`) })),
    ),
    text('assertedBy', say('commitments.asserter'), { hint: say('commitments.asserter_hint') }),
    text('said', say('commitments.said'), { lines: 3 }),
    term('hedge', say('commitments.hedge'), 'certainty_hedge'),
    term('standard', say('commitments.standard'), 'standard_of_proof'),
    text('cites', say('commitments.cites'), { hint: say('commitments.cites_hint'), isLatin: true }),
  )
}
