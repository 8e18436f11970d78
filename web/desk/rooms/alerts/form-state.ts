import { signal } from '@preact/signals'
import { ALERT_KINDS, type Marks, TLP } from '#features/alerts/alert.contract.ts'
import { scopeOf, windowOf } from '#features/alerts/alert.rules.ts'
import { type Gap, type Proposal, propose } from '#features/alerts/routing.rules.ts'
import { call, now } from '../../actions.ts'
import { language } from '../../words.ts'
import type { AlertShown, Choosing, OfficeChoice, Typed } from './calls.ts'
import { secondAfter } from './clock.ts'

const DAY = 86_400_000
export const ENDS = [1, 3, 7, 14] as const

/** What is typed; times are spans until they are sent. */
export type Fields = {
  readonly kind: Marks['kind']
  readonly tlp: Marks['tlp']
  readonly level: number
  readonly asks: Marks['asks']
  readonly answerIn: number
  readonly endsIn: number
  readonly about: readonly string[]
  readonly names: Marks['names']
  readonly shows: boolean
  readonly offices: readonly string[]
  readonly text: string
  readonly wish: string
  readonly hosts: string
  readonly origins: string
}

/** Nothing of anybody, to nobody, under the strictest marking. */
const EMPTY: Fields = {
  kind: ALERT_KINDS[2],
  tlp: TLP[0],
  level: 5,
  asks: 'contact',
  answerIn: windowOf(5),
  endsIn: 3 * DAY,
  about: [],
  names: null,
  shows: false,
  offices: [],
  text: '',
  wish: '',
  hosts: '',
  origins: '',
}

export const fields = signal<Fields>(EMPTY)
export const choosing = signal<Choosing | null>(null)
/** The alert that goes on, where it is an update. */
export const goesOn = signal<{ readonly alert: string; readonly version: number } | null>(null)
/** Which version that makes, and whether it is a draft that is changed. */
export const makes = signal<{ readonly version: number; readonly isChange: boolean } | null>(null)

/** What is missing yet, once somebody asked to go on; whoever then changes something is told anew when they ask again. */
export const wrong = signal<string | null>(null)

export function change(part: Partial<Fields>): void {
  wrong.value = null
  const next = { ...fields.value, ...part }
  // Who is asked in fifteen minutes is asked for an answer in no less.
  fields.value = part.level === undefined ? next : { ...next, answerIn: windowOf(part.level) }
}

/** How often a form was begun: what was asked for an earlier one comes too late. */
let begun = 0

/** Fills the form, and only then shows it: nothing that comes later takes the place of what somebody types. */
export async function begin(code: string | null, alert: string | null): Promise<void> {
  forgetForm()
  const mine = begun
  const [told, where, shown] = await Promise.all([
    call('alerts.choose', { case: code }),
    code === null ? EMPTY : countriesOf(code),
    alert === null ? null : call('alerts.view', { alert }),
  ])
  if (mine !== begun) return
  fields.value = { ...EMPTY, hosts: where.hosts, origins: where.origins }
  if (shown !== null) goOnWith(shown)
  choosing.value = told
}

function goOnWith(shown: AlertShown): void {
  goesOn.value = { alert: shown.alert, version: shown.version }
  const [newest] = shown.versions
  if (newest === undefined) return
  const isChange = newest.state === 'draft'
  makes.value = { version: isChange ? newest.version : newest.version + 1, isChange }
  const { kind, tlp, level, asks, about, shows } = newest.marks
  fields.value = {
    ...fields.value,
    kind,
    tlp,
    level,
    asks,
    answerIn: windowOf(level),
    about,
    shows,
    offices: isChange ? newest.marks.offices : stillWith(shown, newest.marks.offices),
    text: newest.words?.text ?? '',
    wish: newest.words?.wish ?? '',
  }
}

/**
 * Where it happens and on whose account, as the case and what happened in it are coded: who draws it up is not asked for it again,
 * and an office of such a state is marked from the start. Nothing of it goes with the alert.
 */
async function countriesOf(code: string): Promise<Pick<Fields, 'hosts' | 'origins'>> {
  const [of, { incidents }] = await Promise.all([
    call('cases.view', { case: code }),
    call('incidents.list', { case: code, host: null, status: null, after: null }),
  ])
  const all = [of, ...incidents.filter(({ status }) => status !== 'retracted')]
  const typedAs = (countries: readonly (string | null)[]) => [...new Set(countries.filter((one) => one !== null))].join(' ')
  return { hosts: typedAs(all.map(({ host }) => host)), origins: typedAs(all.map(({ origin }) => origin)) }
}

/** An office that did not take it on gets the next version only if it is chosen once more. */
const stillWith = ({ offices }: AlertShown, before: readonly string[]): readonly string[] =>
  before.filter((office) => !offices.some((one) => one.office === office && one.state === 'refused'))

export const countriesIn = (typed: string): string[] => [...new Set(typed.toUpperCase().match(/\b[A-Z]{2}\b/g) ?? [])]

export type Routed = { readonly offices: readonly Proposal[]; readonly gaps: readonly Gap[] }

/** Whom the directory proposes for these countries, with why and why not. */
export function routed({ points, silent, offices, today }: Choosing, { hosts, origins }: Pick<Fields, 'hosts' | 'origins'>): Routed {
  return propose(points, {
    hosts: countriesIn(hosts),
    origins: countriesIn(origins),
    languages: [language.value],
    barred: new Set(offices.filter(({ barred }) => barred).map(({ team }) => team)),
    receives: new Set(offices.filter(({ receives }) => receives).map(({ team }) => team)),
    of: new Map(offices.map(({ team, of }) => [team, of])),
    silent: new Map(silent.map(({ team, since }) => [team, since])),
    today,
    now: now().getTime(),
  })
}

/** Whether everybody of whom it speaks agreed that this office learns of them. */
export function isAgreed({ subjects }: Choosing, office: OfficeChoice, about: readonly string[]): boolean {
  const scope = scopeOf(office)
  return about.every((id) => subjects.find((one) => one.id === id)?.scopes.includes(scope) === true)
}

/** Whether words stand here that no consent of a case covers: then two people answer for them. */
export const isFree = (): boolean => choosing.value?.case === null && (fields.value.text !== '' || fields.value.wish !== '')

/** Offices elsewhere are not shown the others: what they are called here is nobody's business there. */
export const isShowShut = (): boolean =>
  (choosing.value?.offices ?? []).some(({ team, node }) => node !== null && fields.value.offices.includes(team))

export function typedNow(at: Date): Typed {
  const { answerIn, endsIn, about, names, offices, hosts: _hosts, origins: _origins, ...rest } = fields.value
  return {
    ...rest,
    about: [...about],
    names: isFree() ? names : null,
    offices: [...offices],
    answerBy: secondAfter(at, answerIn),
    endsAt: secondAfter(at, Math.max(endsIn, answerIn)),
  }
}

export function forgetForm(): void {
  begun += 1
  fields.value = EMPTY
  choosing.value = null
  goesOn.value = null
  makes.value = null
  wrong.value = null
}
