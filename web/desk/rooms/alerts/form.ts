import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ALERT_ASKS, ALERT_KINDS, TLP } from '#features/alerts/alert.contract.ts'
import { windowOf } from '#features/alerts/alert.rules.ts'
import { call, now, quietly, working as run } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { besides, sealedWords } from '../../alert-words.ts'
import { fault, team } from '../../desk-state.ts'
import { Choice } from '../../parts/box.ts'
import { pick, termWords } from '../../parts/code-field.ts'
import { faultBox, field, submits, working } from '../../views/parts.ts'
import { nameIn, say } from '../../words.ts'
import type { Choosing } from './calls.ts'
import { spanWords } from './clock.ts'
import { wordOf } from './codes.ts'
import { begin, change, choosing, ENDS, fields, forgetForm, goesOn, isFree, makes, typedNow, wrong } from './form-state.ts'
import { Offices } from './offices.ts'
import { From, Marks, Said } from './shown.ts'
import { said } from './state.ts'

const DAY = 86_400_000
/** More of them would push the button far down. */
const OPEN_AT_ONCE = 2
const LEVELS = [5, 4, 3, 2, 1] as const

type PageParts = { readonly case: string | null; readonly alert: string | null; readonly hosts?: string }

/** Draws an alert up, or the next version of one: nothing is in it but what is chosen here. */
export function FormPage({ case: code, alert, hosts = '' }: PageParts): JSX.Element {
  useEffect(() => {
    void quietly(async () => {
      await begin(code, alert)
      // From a pattern: what repeats where, and nothing of whom.
      if (hosts !== '') change({ kind: 'pattern', level: 2, asks: 'watch', hosts: hosts.replaceAll('-', ' ') })
    })
    return forgetForm
  }, [code, alert, hosts])
  const now = choosing.value
  return h(
    'section',
    { class: 'alerts narrow', 'aria-labelledby': 'form-title' },
    h('p', null, h('a', { href: hrefOf('alerts') }, say('alerts.back'))),
    h('h1', { id: 'form-title' }, titleOf(code, alert)),
    now === null ? faultBox() : null,
    now === null ? h('p', { role: 'status' }, say('frame.room_comes')) : h(Form, { now }),
  )
}

function titleOf(code: string | null, alert: string | null): string {
  const next = makes.value
  if (alert !== null && next !== null) return say(next.isChange ? 'alerts.change_of' : 'alerts.update_of', { alert, n: next.version })
  return code === null ? say('alerts.new') : say('alerts.new_from', { code })
}

async function drawUp(of: Choosing): Promise<void> {
  const { offices, names } = fields.value
  fault.value = null
  wrong.value = offices.length === 0 ? say('alerts.form.no_office') : isFree() && names === null ? say('alert.names_unsaid') : null
  if (wrong.value !== null) return showFault()
  const given = { case: of.case, of: goesOn.value, typed: typedNow(now()) }
  const done = await run(say('alerts.form.go'), () => call('alerts.draft', given))
  if (done === null) return showFault()
  said.value = null
  go('alerts', done.alert)
}

/** What was refused stands beside the button, wherever that is on the screen, and reading goes on there. */
function showFault(): void {
  requestAnimationFrame(() => document.getElementById('form-fault')?.focus())
}

/** The key of this page. */
export function finishForm(): void {
  if (choosing.value !== null) void drawUp(choosing.value)
}

function Form({ now: of }: { readonly now: Choosing }): JSX.Element {
  return h(
    'form',
    { class: 'alert-form', onSubmit: submits(() => void drawUp(of)) },
    h(Coded, {}),
    of.subjects.length === 0 ? null : h(About, { of }),
    h(Texts, {}),
    isFree() ? h(Names, {}) : null,
    h(Offices, { of }),
    h(Previews, { of }),
    h(
      'div',
      { id: 'form-fault', tabIndex: -1 },
      h('div', { role: 'alert' }, wrong.value === null ? null : h('p', { class: 'wrong' }, wrong.value)),
      faultBox(),
    ),
    working(),
    h('div', { class: 'ways' }, h('button', { type: 'submit', class: 'first', 'aria-keyshortcuts': 'Alt+Enter' }, say('alerts.form.go'))),
  )
}

function Coded(): JSX.Element {
  const { kind, level, tlp, asks, answerIn, endsIn } = fields.value
  const spans = [...new Set([windowOf(level), 60 * 60_000, 8 * 60 * 60_000, DAY, 3 * DAY])].filter((one) => one >= windowOf(level))
  return h(
    'div',
    { class: 'fields' },
    h(Choice, {
      name: 'alert-kind',
      label: say('alerts.form.kind'),
      all: ALERT_KINDS.map((id) => ({ id, words: wordOf('kind', id) })),
      value: kind,
      onValue: (value) => change({ kind: ALERT_KINDS.find((one) => one === value) ?? 'urgent_action' }),
    }),
    h(Choice, {
      name: 'alert-level',
      label: say('alerts.form.level'),
      all: LEVELS.map((id) => ({ id: String(id), words: wordOf('level', id) })),
      value: String(level),
      onValue: (value) => change({ level: Number(value) }),
    }),
    pick({
      id: 'alert-tlp',
      label: say('alerts.form.tlp'),
      value: tlp,
      all: TLP.map((id) => ({ id, words: `${id} – ${termWords('handling_markings', id)}` })),
      onValue: (value) => change({ tlp: TLP.find((one) => one === value) ?? 'TLP:RED' }),
    }),
    pick({
      id: 'alert-asks',
      label: say('alerts.form.asks'),
      value: asks,
      all: ALERT_ASKS.map((id) => ({ id, words: wordOf('asks', id) })),
      onValue: (value) => change({ asks: ALERT_ASKS.find((one) => one === value) ?? 'know' }),
    }),
    pick({
      id: 'alert-answer-in',
      label: say('alerts.form.answer_in'),
      value: String(answerIn),
      all: spans.map((span) => ({ id: String(span), words: spanWords(span) })),
      onValue: (value) => change({ answerIn: Number(value) }),
    }),
    pick({
      id: 'alert-ends-in',
      label: say('alerts.form.ends_in'),
      value: String(endsIn),
      all: ENDS.map((days) => ({ id: String(days * DAY), words: say('alerts.days', { n: days }) })),
      onValue: (value) => change({ endsIn: Number(value) }),
    }),
  )
}

/** Nobody is in it to begin with. */
function About({ of }: { readonly of: Choosing }): JSX.Element {
  const { about } = fields.value
  const toggle = (id: string) => change({ about: about.includes(id) ? about.filter((one) => one !== id) : [...about, id] })
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'label' }, say('alerts.form.about')),
    h('p', { class: 'hint' }, say('alerts.form.about_hint')),
    ...of.subjects.map(({ id }) =>
      h(
        'label',
        { key: id },
        h('input', { type: 'checkbox', checked: about.includes(id), onChange: () => toggle(id) }),
        ' ',
        id === 'reporter' ? say('consent.reporter') : h('span', { class: 'code', dir: 'ltr' }, id),
      ),
    ),
  )
}

function Texts(): JSX.Element {
  const { text, wish, hosts, origins } = fields.value
  return h(
    'div',
    null,
    field({
      id: 'alert-text',
      label: say('alerts.form.text'),
      hint: say('alerts.form.text_hint'),
      value: text,
      lines: 4,
      onValue: (value) => change({ text: value }),
    }),
    field({ id: 'alert-wish', label: say('alerts.form.wish'), value: wish, lines: 2, onValue: (value) => change({ wish: value }) }),
    h(
      'div',
      { class: 'fields' },
      field({
        id: 'alert-hosts',
        label: say('alerts.form.hosts'),
        value: hosts,
        isLatin: true,
        onValue: (value) => change({ hosts: value }),
      }),
      field({
        id: 'alert-origins',
        label: say('alerts.form.origins'),
        value: origins,
        isLatin: true,
        onValue: (value) => change({ origins: value }),
      }),
    ),
  )
}

/** Outside of a case nobody can be asked for their consent, so whoever writes answers for it, and so does the second. */
function Names(): JSX.Element {
  return h(Choice, {
    name: 'alert-names',
    label: say('alerts.names'),
    all: (['nobody', 'agreed'] as const).map((id) => ({ id, words: say(`alerts.names.${id}`) })),
    value: fields.value.names ?? '',
    onValue: (value) => change({ names: value === 'agreed' ? 'agreed' : 'nobody' }),
  })
}

/** What is shown for an office is what is sealed for it. */
function Previews({ of }: { readonly of: Choosing }): JSX.Element | null {
  const { offices } = fields.value
  const nameOf = (team: string) => of.offices.find((one) => one.team === team)?.name ?? {}
  const { others, ...words } = sealedWords(fields.value)
  if (offices.length === 0) return null
  return h(
    'section',
    { 'aria-live': 'polite' },
    ...offices.map((office, n) => {
      const told = besides(office, others).map((team) => ({ team, name: nameOf(team) }))
      return h(
        'details',
        { key: office, class: 'parcel', open: n < OPEN_AT_ONCE },
        h('summary', null, say('alerts.form.preview', { office: nameIn(nameOf(office), office) })),
        h(From, { name: team.value?.names ?? {}, from: team.value?.team ?? '' }),
        h(Marks, { marks: typedNow(now()) }),
        h(Said, { words: { ...words, others: told } }),
        told.length === 0 ? h('p', { class: 'quiet' }, say('alerts.form.others_hidden')) : null,
      )
    }),
  )
}
