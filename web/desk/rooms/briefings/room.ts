import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { AUDIENCES, type Audience } from '#features/dossiers/briefings/audience.contract.ts'
import { BRIEFING_FORMS, BRIEFING_KINDS, BRIEFING_LANGUAGES } from '#features/dossiers/briefings/briefing.contract.ts'
import { LANGUAGE_NAMES } from '#kernel/languages.ts'
import { busy, fault } from '../../desk-state.ts'
import type { Inside } from '../../late.ts'
import { Choice } from '../../parts/box.ts'
import { pick } from '../../parts/code-field.ts'
import { button, faultWords, field, working } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { PaperView } from './paper-view.ts'
import { Past } from './past.ts'
import { Sentences } from './sentences.ts'
import * as state from './state.ts'
import { leftList, Versions } from './versions.ts'

const MARKINGS = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED']
const EVERYBODY = Object.keys(AUDIENCES) as Audience[]

const among = <One extends string>(all: readonly One[], given: string, or: One): One => all.find((one) => one === given) ?? or

function Page(): JSX.Element {
  useEffect(() => {
    void state.bringSubjects()
    void state.bringPast()
  }, [])
  return h(
    'section',
    { class: 'tables' },
    h('h1', null, say('briefings.title')),
    h('p', { class: 'quiet' }, say('briefings.intro')),
    h(Fault, {}),
    h(What, {}),
    h(ForWhom, {}),
    button(say('briefings.compose'), () => void state.compose(), {
      kind: 'first',
      disabled: state.subject.value === '' || busy.value !== null,
    }),
    working(),
    h(Draft, {}),
    h(Home, {}),
    h(Past, {}),
    h(Versions, {}),
  )
}

function What(): JSX.Element {
  const own = state.subjects.value.filter(({ kind }) => kind === state.kind.value)
  return h(
    'div',
    null,
    h(Choice, {
      name: 'briefing-kind',
      label: say('briefings.kind'),
      all: BRIEFING_KINDS.map((id) => ({ id, words: say(`briefings.kind.${id}`) })),
      value: state.kind.value,
      onValue: (value) => {
        state.kind.value = among(BRIEFING_KINDS, value, 'round')
        state.subject.value = ''
      },
    }),
    pick({
      id: 'briefing-subject',
      label: say('briefings.subject'),
      value: state.subject.value,
      none: say('briefings.choose'),
      all: own.map(({ code, name }) => ({ id: code, words: name })),
      onValue: (value) => {
        state.subject.value = value
      },
    }),
    h(Choice, {
      name: 'briefing-form',
      label: say('briefings.form'),
      all: BRIEFING_FORMS.map((id) => ({ id, words: say(`briefings.form.${id}`) })),
      value: state.form.value,
      onValue: (value) => {
        state.form.value = among(BRIEFING_FORMS, value, 'page')
      },
    }),
    pick({
      id: 'briefing-lang',
      label: say('briefings.lang'),
      value: state.lang.value,
      all: BRIEFING_LANGUAGES.map((id) => ({ id, words: LANGUAGE_NAMES[id] })),
      onValue: (value) => {
        state.lang.value = among(BRIEFING_LANGUAGES, value, 'en')
        void state.bringSubjects()
      },
    }),
  )
}

function ForWhom(): JSX.Element {
  return h(
    'div',
    null,
    pick({
      id: 'briefing-audience',
      label: say('briefings.audience'),
      value: state.audience.value,
      all: EVERYBODY.map((id) => ({ id, words: say(`briefings.audience.${id}`) })),
      onValue: (value) => {
        state.audience.value = among(EVERYBODY, value, 'dialogue')
      },
    }),
    pick({
      id: 'briefing-marking',
      label: say('briefings.marking'),
      value: state.marking.value,
      all: MARKINGS.map((id) => ({ id, words: id })),
      onValue: (value) => {
        state.marking.value = value
      },
    }),
    field({
      id: 'briefing-cases',
      label: say('briefings.codes'),
      hint: say('briefings.codes.hint'),
      value: state.typed.value,
      lines: 3,
      isLatin: true,
      onValue: (value) => {
        state.typed.value = value
      },
    }),
  )
}

function Draft(): JSX.Element | null {
  const now = state.draft.value
  if (now === null) return null
  return h(
    'div',
    { class: 'draft' },
    now.order.codes.length === 0
      ? null
      : h(
          'div',
          { role: 'status' },
          h('h2', null, say('briefings.left')),
          now.left.length === 0 ? h('p', null, say('briefings.left.none')) : leftList(now.left),
        ),
    h(PaperView, { paper: now.paper }),
    h(Sentences, { of: now.briefing }),
  )
}

function Home(): JSX.Element {
  const isWrong = state.home.value !== '' && state.homeCode() === ''
  const isReady = state.homeCode() !== '' && busy.value === null
  return h(
    'div',
    null,
    field({
      id: 'briefing-home',
      label: say('briefings.home'),
      hint: say('briefings.home.hint'),
      value: state.home.value,
      isLatin: true,
      wrong: isWrong ? say('briefings.no_case') : null,
      onValue: (value) => {
        state.home.value = value
      },
    }),
    h(
      'div',
      { class: 'ways' },
      state.draft.value === null ? null : button(say('briefings.keep'), () => void state.keep(), { disabled: !isReady }),
      button(say('briefings.show'), () => void state.show(), { disabled: !isReady }),
    ),
    h('div', { role: 'status' }, state.keptAs.value === null ? null : h('p', null, say('briefings.kept', { n: state.keptAs.value }))),
  )
}

const SAID = [
  'briefing.unsourced',
  'briefing.source_gone',
  'briefing.names_somebody',
  'briefing.letter_missing',
  'briefing.too_long',
  'briefing.readers_differ',
  'briefing.holder_needed',
  'briefing.not_all',
  'consent.missing',
  'consent.withdrawn',
  'consent.expired',
] as const

function Fault(): JSX.Element {
  const now = fault.value
  const own = SAID.find((code) => code === now?.code)
  const words = now === null ? null : own === undefined ? faultWords(now) : say(`briefings.fault.${own}`)
  return h(
    'div',
    { role: 'alert', class: 'alert' },
    words === null ? null : h('div', { class: 'fault' }, h('h2', null, say('error.title')), h('p', null, words)),
  )
}

/** Briefings: composed under consent, kept sealed, printed here. guards T-21, T-26 */
export const briefingsRoom: Inside = {
  view: () => h(Page, {}),
  forget: state.forgetAll,
}
