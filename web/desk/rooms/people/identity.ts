import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Person } from '#features/cases/people/person.contract.ts'
import { OpeningReason } from '#features/reports/cards/card.contract.ts'
import { call, done, now, show, working } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { Box } from '../../parts/box.ts'
import { pick } from '../../parts/code-field.ts'
import { button, field } from '../../views/parts.ts'
import { say } from '../../words.ts'
import type { Identity, Reason } from './calls.ts'
import { form, load, shown } from './state.ts'

export const REASONS = OpeningReason.enum as readonly Reason[]
const TEXTS = ['aliases', 'birth', 'documents', 'contacts', 'address', 'family', 'place', 'notes'] as const
const NOBODY: Identity = { names: [], aliases: '', birth: '', documents: '', contacts: '', address: '', family: '', place: '', notes: '' }

type ReasonParts = { readonly title: string; readonly go: string; readonly onGo: (reason: Reason) => void; readonly onCancel: () => void }

/** Nobody opens a name without saying why. */
export function ReasonBox({ title, go, onGo, onCancel }: ReasonParts): JSX.Element {
  const reason = useSignal<Reason>('protection')
  return h(
    Box,
    { title, go, onGo: () => onGo(reason.value), onCancel },
    h('p', { class: 'hint' }, say('people.reason_hint')),
    pick({
      id: 'i-reason',
      label: say('people.reason'),
      value: reason.value,
      all: REASONS.map((id) => ({ id, words: say(`people.reason_${id}`) })),
      onValue: (value) => (reason.value = value as Reason),
    }),
  )
}

/** The line in the ledger comes before the paper: without it nothing is printed from here. */
async function noted(of: string | null, person: string): Promise<true> {
  await call('people.printed', { case: of, person })
  return true
}

const printed = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** Who a person is, under a mark that names who looks and when; a photograph of the screen carries it too. */
export function ShownIdentity({
  identity,
  code,
  of,
}: {
  readonly identity: Identity
  readonly code: string
  readonly of: string | null
}): JSX.Element {
  const at = useSignal(now())
  const mark = `${team.value?.member ?? ''} · ${printed.format(at.value)} UTC · ${code}`
  const isNoted = useSignal(false)
  useEffect(() => {
    const note = () => {
      if (!isNoted.value) void call('people.printed', { case: of, person: code }).catch(show)
      isNoted.value = false
    }
    addEventListener('beforeprint', note)
    return () => removeEventListener('beforeprint', note)
  }, [code])
  const print = () => void working(say('people.printing'), () => noted(of, code)).then((done) => (done === true ? go() : undefined))
  const go = () => {
    isNoted.value = true
    globalThis.print()
  }
  return h(
    'section',
    { class: 'identity', 'aria-labelledby': 'identity-title', 'data-mark': mark },
    h('h3', { id: 'identity-title' }, say('people.identity')),
    h('p', { class: 'identity-mark', dir: 'ltr' }, mark),
    h(
      'dl',
      { class: 'facts', translate: 'no' },
      h('dt', null, say('people.names')),
      ...identity.names.map((name) => h('dd', { key: name, dir: 'auto' }, name)),
      ...TEXTS.filter((one) => identity[one] !== '').flatMap((one) => [
        h('dt', { key: `${one}-t` }, say(`people.id_${one}`)),
        h('dd', { key: one, dir: 'auto', class: 'prose' }, identity[one]),
      ]),
    ),
    h(
      'div',
      { class: 'identity-marks', 'aria-hidden': 'true', dir: 'ltr' },
      ...Array.from({ length: 6 }, (_, n) => h('span', { key: n, 'data-mark': mark })),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('people.print'), print, { kind: 'quiet' }),
      button(say('people.close_identity'), () => (shown.value = null), { kind: 'quiet' }),
    ),
  )
}

function closeIdentity(): void {
  shown.value = null
}

/** The identity card of a person: shut, open, or being written. */
export function IdentitySection({ person }: { readonly person: Person }): JSX.Element {
  const asking = useSignal(false)
  const isOpen = shown.value?.code === person.code
  useEffect(() => closeIdentity, [person.code])
  const open = (reason: Reason) =>
    void working(say('people.opening'), () => call('people.identity', { person, reason })).then((opened) => {
      asking.value = false
      if (opened !== null) shown.value = { code: person.code, opened }
    })
  if (form.value === 'identity') return h(IdentityForm, { person })
  if (asking.value)
    return h(ReasonBox, {
      title: say('people.open_identity'),
      go: say('people.open_identity'),
      onGo: open,
      onCancel: () => (asking.value = false),
    })
  if (isOpen && shown.value !== null)
    return h(
      'div',
      null,
      h(ShownIdentity, { identity: shown.value.opened.identity, code: person.code, of: person.case }),
      button(say('people.change_identity'), () => (form.value = 'identity')),
    )
  return h(
    'section',
    { class: 'identity shut' },
    h('h3', null, say('people.identity')),
    h('p', null, person.identity === null ? say('people.no_identity') : say('people.identity_shut')),
    person.identity === null
      ? button(say('people.write_identity'), () => (form.value = 'identity'), { kind: 'first' })
      : button(say('people.open_identity'), () => (asking.value = true)),
  )
}

function IdentityForm({ person }: { readonly person: Person }): JSX.Element {
  const open = shown.value?.code === person.code ? shown.value.opened : null
  const names = useSignal((open?.identity ?? NOBODY).names.join('\n'))
  const texts = useSignal<Identity>(open?.identity ?? NOBODY)
  const save = () => {
    const identity = {
      ...texts.value,
      names: names.value
        .split('\n')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    }
    const given = { person, card: open?.card ?? null, revision: open?.revision ?? 0, identity }
    void working(say('people.saving'), async () => {
      const opened = await call('people.keepIdentity', given)
      await load(person.case)
      return opened
    }).then((opened) => {
      if (opened === null) return
      shown.value = { code: person.code, opened }
      form.value = null
      done(() => say('people.saved'), null)
    })
  }
  return h(
    Box,
    { title: say('people.identity'), go: say('people.seal_identity'), onGo: save, onCancel: () => (form.value = null) },
    h('p', { class: 'hint' }, say('people.identity_hint')),
    field({
      id: 'i-names',
      label: say('people.names'),
      hint: say('people.names_hint'),
      value: names.value,
      onValue: (value) => (names.value = value),
      lines: 3,
    }),
    ...TEXTS.map((one) =>
      field({
        id: `i-${one}`,
        label: say(`people.id_${one}`),
        value: texts.value[one],
        onValue: (value) => (texts.value = { ...texts.value, [one]: value }),
        lines: one === 'birth' ? 1 : 2,
      }),
    ),
  )
}
