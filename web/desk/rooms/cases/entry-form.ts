// long: one form, field by field
import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Body, EntryKind } from '#features/cases/entries/entry.contract.ts'
import { asksDeath, canKeepEntry } from '#features/cases/entries/entry.rules.ts'
import { casework } from '#kernel/casework.ts'
import { terms } from '#kernel/vocabulary.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { useDraft } from '../../parts/draft.ts'
import { field } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import type { ShownEntry } from './calls.ts'
import { bodyOf, type Draft, emptyFacts, type Fact, FORM, STAGE_OF, WAITS } from './facts.ts'
import { day, many, pick, unsaid, worded } from './fields.ts'
import { ownerWord } from './list.ts'
import { checking, dialog, editing, entries, liberty, type OpenedCase } from './state.ts'
import { codeWord, termWord, whenWords } from './words-of.ts'
import { keepEntry } from './work.ts'

const close = (): void => {
  dialog.value = null
  editing.value = null
  checking.value = null
}

type Common = Omit<Body, 'kind' | 'facts'>
const BLANK: Common = {
  stage: 'other',
  from: null,
  until: null,
  precision: 'unknown',
  hedge: null,
  state: null,
  due: null,
  ledFrom: null,
  link: null,
}
const KINDS = Object.keys(FORM) as readonly EntryKind[]

/** An entry of the chronology, new or changed: codes in the open, words sealed. */
export function EntryForm({ of }: { readonly of: OpenedCase }): JSX.Element {
  const [before, { case: code, host }] = [editing.value, of.view]
  const { kind, common, facts } = useBegun(before, host)
  const refused = useSignal<string | null>(null)
  const draft = useDraft(`entry ${before?.entry ?? code}`, before?.texts['chronology']?.text ?? before?.texts['reasons']?.text ?? '')
  const set = (change: Partial<Common>) => (common.value = { ...common.value, ...change })
  const turn = (next: EntryKind) => {
    kind.value = next
    facts.value = emptyFacts(next, host)
    set({ stage: STAGE_OF[next] ?? 'other', state: WAITS.includes(next) ? 'open' : null })
  }
  const go = async (): Promise<void> => {
    const body = bodyOf(kind.value, common.value, facts.value)
    const verdict = canKeepEntry(body)
    refused.value = verdict.ok ? null : verdict.code
    if (verdict.ok && (await keepEntry(code, before, body, draft.text))) draft.clear()
  }
  return h(
    Box,
    {
      title: say(before === null ? 'cases.entry_new' : 'cases.entry_change'),
      go: say('cases.keep'),
      onGo: () => void go(),
      onCancel: close,
    },
    refusedLine(refused.value),
    before === null
      ? pick({
          id: 'e-kind',
          label: say('cases.kind'),
          value: kind.value,
          all: worded(KINDS, (one) => codeWord(`kind_${one}`)),
          onValue: (value) => turn(KINDS.find((one) => one === value) ?? 'event'),
        })
      : null,
    pick({
      id: 'e-stage',
      label: say('cases.stage'),
      value: common.value.stage,
      all: worded(casework.stages, codeWord),
      onValue: (stage) => set({ stage }),
    }),
    ...dating(common.value, set),
    ...FORM[kind.value].map((fact) => factField(fact, facts.value, (value) => (facts.value = { ...facts.value, [fact.name]: value }), of)),
    deathHint(facts.value),
    ...linking(common.value, set, before?.entry ?? null),
    ...waiting(common.value, set),
    field({
      id: 'e-text',
      label: say('cases.entry_text'),
      hint: say('cases.entry_text_hint'),
      value: draft.text,
      lines: 4,
      onValue: draft.set,
    }),
  )
}

const refusedLine = (code: string | null): JSX.Element | null =>
  code === null ? null : h('p', { class: 'wrong', role: 'alert' }, say(`cases.refused.${code}` as Key))

const commonOf = ({ stage, from, until, precision, hedge, state, due, ledFrom, link }: ShownEntry): Common => ({
  stage,
  from,
  until,
  precision,
  hedge,
  state,
  due,
  ledFrom,
  link,
})

type Begun = { readonly kind: EntryKind; readonly common: Common; readonly facts: Draft }

/** What the form begins with: an entry that is there, a check of one deprivation of liberty, or nothing. */
function begin(before: ShownEntry | null, host: string | null): Begun {
  if (before !== null) return { kind: before.kind, common: commonOf(before), facts: stillThere(before.facts as Draft) }
  const of = checking.value
  if (of === null) return { kind: 'event', common: BLANK, facts: emptyFacts('event', host) }
  const { stage, from, until, precision } = of
  const facts = { ...emptyFacts('safeguards', host), detention: of.entry }
  return { kind: 'safeguards', common: { ...BLANK, stage, from, until, precision }, facts }
}

function useBegun(before: ShownEntry | null, host: string | null) {
  const begun = begin(before, host)
  return { kind: useSignal<EntryKind>(begun.kind), common: useSignal<Common>(begun.common), facts: useSignal<Draft>(begun.facts) }
}

/** A check whose deprivation of liberty went to another case is about none here. */
function stillThere(facts: Draft): Draft {
  const known = liberty.value
  const isGone = known !== null && !known.more && known.deprivations.every(({ entry }) => entry !== facts['detention'])
  return isGone && 'detention' in facts ? { ...facts, detention: null } : facts
}

type Set = (change: Partial<Common>) => void
const orNull = (value: string) => (value === '' ? null : value)
const codes = (list: 'date_precision' | 'certainty_hedge' | 'chain_relations') =>
  worded(
    terms(list).map(({ code }) => code),
    (code) => termWord(list, code),
  )

/** Days fit how exact the date is: a year asks for a day in it and keeps the whole year. */
function dating(now: Common, set: Set): readonly (JSX.Element | null)[] {
  const asksFrom = ['exact', 'month', 'year', 'range', 'since'].includes(now.precision)
  const asksUntil = ['range', 'before'].includes(now.precision)
  return [
    pick({
      id: 'e-precision',
      label: say('cases.precision'),
      value: now.precision,
      all: codes('date_precision'),
      onValue: (precision) => set({ precision, ...fitted(precision, now.from ?? now.until) }),
    }),
    asksFrom
      ? day({
          id: 'e-from',
          label: say(asksUntil || now.precision === 'since' ? 'cases.from' : 'cases.day'),
          value: now.from ?? '',
          onValue: (value) => set(now.precision === 'range' ? { from: orNull(value) } : fitted(now.precision, orNull(value))),
        })
      : null,
    asksUntil
      ? day({ id: 'e-until', label: say('cases.until'), value: now.until ?? '', onValue: (value) => set({ until: orNull(value) }) })
      : null,
    pick({
      id: 'e-hedge',
      label: say('cases.hedge'),
      value: now.hedge ?? '',
      all: codes('certainty_hedge'),
      none: unsaid(),
      onValue: (value) => set({ hedge: orNull(value) }),
    }),
  ]
}

/** The range that a day stands for with this precision. */
export function fitted(precision: string, from: string | null): Pick<Common, 'from' | 'until'> {
  if (from === null || precision === 'unknown') return { from: null, until: null }
  const [year = '', month = ''] = from.split('-')
  if (precision === 'year') return { from: `${year}-01-01`, until: `${year}-12-31` }
  if (precision === 'month')
    return { from: `${year}-${month}-01`, until: new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10) }
  if (precision === 'before') return { from: null, until: from }
  return { from, until: precision === 'since' ? null : from }
}

function linking(now: Common, set: Set, own: string | null): readonly (JSX.Element | null)[] {
  const others = (entries.value?.list ?? []).filter(({ entry }) => entry !== own)
  if (others.length === 0) return []
  const led = (value: string) => set(value === '' ? { ledFrom: null, link: null } : { ledFrom: value, link: now.link ?? 'led_to' })
  return [
    pick({
      id: 'e-led',
      label: say('cases.led_from'),
      value: now.ledFrom ?? '',
      all: others.map(({ entry, stage, on }) => ({ id: entry, words: `${codeWord(stage)}, ${dayInWords(on)}` })),
      none: unsaid(),
      onValue: led,
    }),
    now.ledFrom === null
      ? null
      : pick({
          id: 'e-link',
          label: say('cases.link'),
          value: now.link ?? 'led_to',
          all: codes('chain_relations'),
          onValue: (link) => set({ link }),
        }),
  ]
}

function waiting(now: Common, set: Set): readonly JSX.Element[] {
  const states = worded(['open', 'done', 'dropped'], codeWord)
  return [
    pick({
      id: 'e-state',
      label: say('cases.entry_state'),
      value: now.state ?? '',
      all: states,
      none: unsaid(),
      onValue: (value) => set({ state: value === 'open' || value === 'done' || value === 'dropped' ? value : null }),
    }),
    day({ id: 'e-due', label: say('cases.due'), value: now.due ?? '', onValue: (value) => set({ due: orNull(value) }) }),
  ]
}

function deathHint(facts: Draft): JSX.Element | null {
  const provisions = Array.isArray(facts['provisions']) ? (facts['provisions'] as string[]) : []
  return asksDeath(provisions) ? h('p', { class: 'mark caution' }, say('cases.death_hint')) : null
}

type FactParts = {
  readonly id: string
  readonly label: string
  readonly value: unknown
  readonly onValue: (value: unknown) => void
  readonly of: OpenedCase
}

function factField(fact: Fact, facts: Draft, onValue: (value: unknown) => void, of: OpenedCase): JSX.Element {
  const parts: FactParts = { id: `e-${fact.name}`, label: codeWord(`fact_${fact.name}`), value: facts[fact.name], onValue, of }
  const { id, label, value } = parts
  switch (fact.as) {
    case 'one':
      return oneField(fact, parts)
    case 'many':
      return many({ label, all: worded(fact.codes, fact.words), value: (value ?? []) as readonly string[], onValue })
    case 'each':
      return eachField(fact, label, value as Readonly<Record<string, string>> | null, onValue)
    case 'member':
      return pick({ id, label, value: plain(value), all: readersOf(of), none: unsaid(), onValue: (next) => onValue(orNull(next)) })
    case 'yes':
      return many({
        label,
        all: [{ id: 'relocated', words: codeWord('relocated') }],
        value: value === true ? ['relocated'] : [],
        onValue: (next) => onValue(next.length > 0),
      })
    case 'day':
      return day({ id, label, value: plain(value), onValue: (next) => onValue(orNull(next)) })
    case 'incident':
      return h(IncidentChoice, parts)
    case 'detention':
      return pick({ id, label, value: plain(value), all: detentions(), none: unsaid(), onValue: (next) => onValue(orNull(next)) })
    default:
      return typedField(fact.as, parts)
  }
}

/** One of the incidents of the case, by its code. */
function IncidentChoice({ id, label, value, onValue, of }: FactParts): JSX.Element {
  const all = useSignal<readonly { readonly id: string; readonly words: string }[]>([])
  const load = async (): Promise<void> => {
    const { incidents } = await call('incidents.list', { case: of.view.case, host: null, status: null, after: null })
    all.value = incidents.map((one) => ({ id: one.id, words: one.code }))
  }
  useEffect(() => void quietly(load), [of.view.case])
  return pick({ id, label, value: plain(value), all: all.value, none: unsaid(), onValue: (next) => onValue(orNull(next)) })
}

/** The deprivations of liberty that the section above the chronology shows. */
const detentions = () =>
  (liberty.value?.deprivations ?? []).map((one) => ({ id: one.entry, words: `${codeWord(one.stage)}, ${whenWords(one)}` }))

/** What a field shows of a fact: text and numbers as they are, anything else as nothing. */
const plain = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const readersOf = ({ view }: OpenedCase) => view.readers.map((member) => ({ id: member, words: ownerWord(member) }))

function oneField(
  { codes: all, words, name }: Extract<Fact, { as: 'one' | 'many' }>,
  { id, label, value, onValue }: FactParts,
): JSX.Element {
  const empty = all.includes('') ? { none: unsaid() } : {}
  const chosen = (next: string) => onValue(name === 'urgency' ? Number(next) : orNull(next))
  return pick({
    id,
    label,
    value: plain(value),
    all: worded(
      all.filter((code) => code !== ''),
      words,
    ),
    ...empty,
    onValue: chosen,
  })
}

function typedField(as: 'number' | 'country' | 'consent', { id, label, value, onValue }: FactParts): JSX.Element {
  const typed = (text: string) => onValue(as === 'number' ? (/^\d+$/.test(text) ? Number(text) : null) : text.trim())
  const hint = as === 'number' ? {} : { hint: say(as === 'consent' ? 'cases.consent_hint' : 'cases.country_hint') }
  return field({ id, label, value: plain(value), isLatin: true, onValue: typed, ...hint })
}

/** One answer for each: nothing is answered by somebody's silence. */
function eachField(
  { name, codes: asked, answers }: Extract<Fact, { as: 'each' }>,
  label: string,
  value: Readonly<Record<string, string>> | null,
  onValue: (value: unknown) => void,
): JSX.Element {
  const all = Object.fromEntries(asked.map((code) => [code, value?.[code] ?? answers[0] ?? '']))
  return h(
    'fieldset',
    { class: 'choice grounds' },
    h('legend', { class: 'label' }, label),
    ...asked.map((code) =>
      pick({
        id: `e-${name}-${code}`,
        label: codeWord(code),
        value: all[code] ?? '',
        all: worded(answers, codeWord),
        onValue: (answer) => onValue({ ...all, [code]: answer }),
      }),
    ),
  )
}
