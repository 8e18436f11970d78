import { type Signal, useSignal } from '@preact/signals'
import { Fragment, h, type JSX } from 'preact'
import { CONSENT_SCOPES, type GiveConsent } from '#features/cases/consent/consent.contract.ts'
import { call, done, working } from '../../actions.ts'
import { Box, Choice } from '../../parts/box.ts'
import { faultBox, field } from '../../views/parts.ts'
import { type Key, say } from '../../words.ts'
import type { ConsentRow, Scope } from './calls.ts'
import { scopeName, subjectName } from './names.ts'
import { loadConsent } from './state.ts'

const GIVERS = ['self', 'guardian', 'relative_disappeared', 'lawyer', 'vital_interest', 'public_domain'] as const
const BASES = ['signed', 'spoken', 'message', 'authority', 'best_interest', 'published'] as const

type Noted = {
  readonly code: string
  readonly subject: string
  readonly change: 'give' | 'withdraw'
  readonly today: string
  readonly onDone: () => void
}

type Draft = {
  readonly scopes: Signal<ReadonlySet<Scope>>
  readonly giver: Signal<string>
  readonly basis: Signal<string>
  readonly from: Signal<string>
  readonly until: Signal<string>
  readonly wording: Signal<string>
  readonly signedBy: Signal<string>
}

function useDraft(today: string): Draft {
  return {
    scopes: useSignal<ReadonlySet<Scope>>(new Set()),
    giver: useSignal('self'),
    basis: useSignal('spoken'),
    from: useSignal(today),
    until: useSignal(''),
    wording: useSignal(''),
    signedBy: useSignal(''),
  }
}

function keep({ code, subject, change }: Noted, draft: Draft): Promise<{ rows: number } | null> {
  const said = {
    case: code,
    subject,
    scopes: CONSENT_SCOPES.filter((scope) => draft.scopes.value.has(scope)),
    giver: draft.giver.value as ConsentRow['giver'],
    basis: draft.basis.value as GiveConsent['basis'],
    wording: draft.wording.value,
    signedBy: draft.signedBy.value,
  }
  const until = draft.until.value === '' ? null : draft.until.value
  return working(say('consent.keeping'), () =>
    change === 'give' ? call('consent.give', { ...said, from: draft.from.value, until }) : call('consent.withdraw', said),
  )
}

/** Notes a yes or a no: which uses, of whom, how we know, from when, and word for word what was said. Nothing is ticked before. */
export function NoteConsent(noted: Noted): JSX.Element {
  const { code, subject, change, today, onDone } = noted
  const draft = useDraft(today)
  const wrong = useSignal<string | null>(null)
  const go = async () => {
    wrong.value = draft.scopes.value.size === 0 ? say('consent.choose_one') : null
    if (wrong.value !== null) return
    const kept = await keep(noted, draft)
    if (kept === null) return
    await loadConsent(code)
    done(() => say(change === 'give' ? 'consent.given' : 'consent.withdrawn', { count: kept.rows }), null)
    onDone()
  }
  const title = say(change === 'give' ? 'consent.give_of' : 'consent.withdraw_of', { who: subjectName(subject) })
  return h(
    Box,
    { title, go: say('consent.keep'), onGo: () => void go(), onCancel: onDone },
    faultBox(),
    change === 'withdraw' ? h('p', null, say('consent.withdraw_effect')) : null,
    h(ScopePick, { chosen: draft.scopes, wrong: wrong.value }),
    choice('giver', say('consent.giver'), GIVERS, draft.giver),
    choice('basis', say('consent.basis'), BASES, draft.basis),
    change === 'give' ? h(Days, { draft, today }) : null,
    h(Wording, { draft }),
  )
}

function choice(name: 'giver' | 'basis', label: string, ids: readonly string[], value: Signal<string>): JSX.Element {
  const all = ids.map((id) => ({ id, words: say(`consent.${name}.${id}` as Key) }))
  return h(Choice, { name, label, all, value: value.value, onValue: (id) => (value.value = id) })
}

function Days({ draft, today }: { readonly draft: Draft; readonly today: string }): JSX.Element {
  return h(
    'div',
    { class: 'consent-days' },
    day('consent-from', say('consent.from'), draft.from, today),
    day('consent-until', say('consent.until_field'), draft.until, null),
  )
}

function Wording({ draft: { wording, signedBy } }: { readonly draft: Draft }): JSX.Element {
  const asks = { id: 'consent-wording', label: say('consent.wording'), hint: say('consent.wording_hint'), lines: 4 }
  return h(
    Fragment,
    null,
    field({ ...asks, value: wording.value, onValue: (value) => (wording.value = value) }),
    field({
      id: 'consent-signed',
      label: say('consent.signed_field'),
      value: signedBy.value,
      onValue: (value) => (signedBy.value = value),
    }),
  )
}

function ScopePick({ chosen, wrong }: { readonly chosen: Signal<ReadonlySet<Scope>>; readonly wrong: string | null }): JSX.Element {
  const turn = (scope: Scope) => {
    const next = new Set(chosen.value)
    if (!next.delete(scope)) next.add(scope)
    chosen.value = next
  }
  return h(
    'fieldset',
    { class: 'choice consent-scopes', 'aria-describedby': wrong === null ? undefined : 'consent-scopes-wrong' },
    h('legend', { class: 'label' }, say('consent.scopes')),
    wrong === null ? null : h('p', { class: 'wrong', id: 'consent-scopes-wrong' }, wrong),
    ...CONSENT_SCOPES.map((scope) =>
      h(
        'label',
        { key: scope },
        h('input', { type: 'checkbox', checked: chosen.value.has(scope), onChange: () => turn(scope) }),
        ' ',
        scopeName(scope),
      ),
    ),
  )
}

function day(id: string, label: string, value: Signal<string>, most: string | null): JSX.Element {
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', {
      id,
      type: 'date',
      value: value.value,
      max: most ?? undefined,
      onInput: (event: Event) => (value.value = (event.currentTarget as HTMLInputElement).value),
    }),
  )
}
