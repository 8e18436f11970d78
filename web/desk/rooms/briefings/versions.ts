import { h, type JSX } from 'preact'
import { busy } from '../../desk-state.ts'
import { button, field, mark } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { Left, Version } from './calls.ts'
import { PaperView } from './paper-view.ts'
import * as state from './state.ts'

const FORMS = ['pdf', 'docx', 'txt'] as const

/** The versions that are kept with a case, the newest first: what turned red, who has which copy. */
export function Versions(): JSX.Element | null {
  const shown = state.versions.value
  if (shown === null) return null
  return h(
    'section',
    { 'aria-labelledby': 'briefing-versions' },
    h('h2', { id: 'briefing-versions' }, say('briefings.versions'), ' ', h('span', { class: 'code', dir: 'ltr' }, shown.home)),
    shown.all.length === 0 ? h('p', null, say('briefings.versions.none')) : null,
    ...shown.all.map((one, at) => h(OneVersion, { key: one.card, version: one, before: shown.all[at + 1] ?? null, isNewest: at === 0 })),
  )
}

type Shown = { readonly version: Version; readonly before: Version | null; readonly isNewest: boolean }

function OneVersion({ version, before, isNewest }: Shown): JSX.Element {
  const reading = state.reading.value
  const compared = state.compared.value
  return h(
    'article',
    { class: 'version' },
    h('h3', null, say('briefings.version', { n: version.n, day: dayInWords(version.on) })),
    version.problem === null
      ? h('p', { lang: version.lang }, version.title)
      : h('p', { class: 'fault' }, say('briefings.fault.briefing.not_all')),
    h('p', { class: 'quiet' }, say(`briefings.form.${version.form}`), ' · ', say(`briefings.audience.${version.audience}`)),
    version.red.length === 0 ? null : h('div', { class: 'fault' }, h('p', null, say('briefings.red')), leftList(version.red)),
    version.problem === null
      ? h(
          'div',
          { class: 'ways' },
          button(say('briefings.read'), () => void state.read(version)),
          before === null ? null : button(say('briefings.compare'), () => void state.compare(version, before)),
        )
      : null,
    compared?.n === version.n ? h(Compared, {}) : null,
    reading?.n === version.n ? h(PaperView, { paper: reading.paper }) : null,
    h('h4', null, say('briefings.copies')),
    version.copies.length === 0
      ? h('p', { class: 'quiet' }, say('briefings.copies.none'))
      : h(
          'ul',
          null,
          ...version.copies.map((copy) =>
            h(
              'li',
              { key: copy.mark },
              h('span', { class: 'code', dir: 'ltr' }, copy.mark),
              ' ',
              h('bdi', null, copy.holder),
              ` · ${copy.form.toUpperCase()} · ${dayInWords(copy.on)}`,
            ),
          ),
        ),
    isNewest && version.red.length === 0 && version.problem === null ? h(HandOut, { version }) : null,
  )
}

function HandOut({ version }: { readonly version: Version }): JSX.Element {
  const made = state.file.value
  const isReady = state.holder.value.trim() !== '' && busy.value === null
  return h(
    'div',
    null,
    field({
      id: 'briefing-holder',
      label: say('briefings.holder'),
      hint: say('briefings.holder.hint'),
      value: state.holder.value,
      onValue: (value) => {
        state.holder.value = value
      },
    }),
    version.needsTwo ? h('p', null, say(state.asked.value === version.card ? 'briefings.asked_second' : 'briefings.two')) : null,
    h(
      'div',
      { class: 'ways' },
      version.needsTwo ? button(say('briefings.ask_second'), () => void state.askSecond(version)) : null,
      ...FORMS.map((form) =>
        button(say('briefings.print', { form: form.toUpperCase() }), () => void state.print(version, form), { disabled: !isReady }),
      ),
    ),
    h(
      'div',
      { role: 'status' },
      made === null
        ? null
        : h('a', { href: made.address, download: made.name }, say('briefings.save', { mark: made.mark, form: made.form.toUpperCase() })),
    ),
  )
}

function Compared(): JSX.Element {
  const changes = state.compared.value?.changes ?? []
  if (changes.length === 0) return h('p', { role: 'status' }, say('briefings.same'))
  return h(
    'ul',
    { class: 'differences' },
    ...changes.map(({ id, change, before, after }) =>
      h(
        'li',
        { key: id },
        mark(change === 'removed' ? 'stop' : 'plain', say(`briefings.${change}`)),
        ' ',
        before === null ? null : h('del', null, before),
        ' ',
        after === null ? null : h('ins', null, after),
      ),
    ),
  )
}

/** Cases that stay out or turned red, with the reason in words. */
export function leftList(left: readonly Left[]): JSX.Element {
  return h(
    'ul',
    null,
    ...left.map(({ case: code, why }) =>
      h('li', { key: code }, h('span', { class: 'code', dir: 'ltr' }, code), ' ', mark('stop', whyWords(why))),
    ),
  )
}

function whyWords(why: string): string {
  if (why === 'consent.withdrawn') return say('briefings.why.withdrawn')
  return why === 'consent.expired' ? say('briefings.why.expired') : say('briefings.why.missing')
}
