import { USES, type Use } from '#crypto/mailbox/consent.ts'
import { blocked } from '#crypto/mailbox/exclusions.ts'
import type { Exclusion } from '#crypto/mailbox/shapes.ts'
import type { RosterTeam } from '#crypto/roster/check-roster.ts'
import type { Form } from './form.ts'
import type { LaneBKey } from './words/en.ts'

/** The pages in their order; `done` answers the last form. */
export const STEPS = ['what', 'where', 'danger', 'readers', 'uses', 'answer', 'check', 'words', 'done'] as const
export type Step = (typeof STEPS)[number]

export const ROUGH = ['today', 'this_week', 'earlier', 'ongoing', 'unknown'] as const
export const DANGER = ['yes', 'maybe', 'no', 'unsaid'] as const
export type Rough = (typeof ROUGH)[number]
export type Danger = (typeof DANGER)[number]

/** All that the form carries. It lives in hidden fields of the page that was sent and nowhere else. */
export type Draft = {
  readonly text: string
  readonly host: string
  readonly origin: string
  readonly rough: Rough | ''
  readonly danger: Danger
  readonly urgent: boolean
  readonly readers: readonly string[]
  readonly neverCountries: readonly string[]
  readonly neverTeams: readonly string[]
  /** What the readers may do beside helping; nothing is set beforehand. */
  readonly uses: readonly Use[]
  readonly contact: string
  /** Thirty digits once the words page was shown. */
  readonly digits: string
  /** Random, so that the same form sent twice arrives once. */
  readonly item: string
}

const countryOf = (text: string): string => (/^[A-Z]{2}$/.test(text) ? text : '')

/** Reads a draft; whatever is not one of the offered answers counts as not said. */
export function readDraft(form: Form): Draft {
  const rough = ROUGH.find((one) => one === form.one('rough')) ?? ''
  const danger = DANGER.find((one) => one === form.one('danger')) ?? 'unsaid'
  return {
    text: form.one('text').normalize('NFC').replace(/\r\n?/g, '\n').trim(),
    host: countryOf(form.one('host')),
    origin: countryOf(form.one('origin')),
    rough,
    danger,
    urgent: form.one('urgent') === 'yes' && danger !== 'no',
    readers: [...new Set(form.all('readers'))],
    neverCountries: [...new Set(form.all('neverCountries'))].filter((one) => countryOf(one) !== ''),
    neverTeams: [...new Set(form.all('neverTeams'))],
    uses: USES.filter((use) => form.all('uses').includes(use)),
    contact: form.one('contact').normalize('NFC').trim().slice(0, 500),
    digits: /^[0-9]{30}$/.test(form.one('digits')) ? form.one('digits') : '',
    item: /^[0-9a-f]{32}$/.test(form.one('item')) ? form.one('item') : '',
  }
}

export function exclusionsOf(draft: Draft): Exclusion[] {
  const countries = draft.neverCountries.map((id) => ({ kind: 'country' as const, id }))
  return [...countries, ...draft.neverTeams.map((id) => ({ kind: 'team' as const, id }))]
}

/** Why a page may not be left forward; null where it may. `fits` says whether the words fit the largest size. */
export function problemOf(step: Step, draft: Draft, teams: readonly RosterTeam[], fits: (draft: Draft) => boolean): LaneBKey | null {
  if (step === 'what') return problemOfText(draft, fits)
  if (step === 'readers') return problemOfReaders(draft, teams)
  return null
}

function problemOfText(draft: Draft, fits: (draft: Draft) => boolean): LaneBKey | null {
  if (draft.text === '') return 'empty'
  return fits(draft) ? null : 'tooLong'
}

// guards T-06, T-27
function problemOfReaders(draft: Draft, teams: readonly RosterTeam[]): LaneBKey | null {
  const chosen = teams.filter(({ id, recipient }) => draft.readers.includes(id) && recipient !== null)
  if (chosen.length === 0 || chosen.length !== draft.readers.length) return 'needOne'
  if (chosen.length > 6) return 'tooMany'
  const barred = blocked(exclusionsOf(draft), teams)
  if (chosen.some(({ id }) => barred.has(id))) return 'clash'
  return chosen.every(({ kind }) => kind === 'state') ? 'needIndependent' : null
}

/** The first page with something to mend before anything is sealed; the form's own order is never trusted. */
export function firstProblem(
  draft: Draft,
  teams: readonly RosterTeam[],
  fits: (draft: Draft) => boolean,
): { readonly step: Step; readonly problem: LaneBKey } | null {
  for (const step of STEPS) {
    const problem = problemOf(step, draft, teams, fits)
    if (problem !== null) return { step, problem }
  }
  return null
}

/** Which words are asked, from 1. */
export const ASKED = [2, 5, 8] as const

/** Whether the asked words were typed; four first letters are enough, as in the mailbox. */
export function knowsWords(words: readonly string[], typed: readonly string[]): boolean {
  return ASKED.every((at, index) => {
    const word = words[at - 1] ?? ''
    const given = (typed[index] ?? '').trim().toLowerCase()
    return given === word || (given.length >= 4 && word.startsWith(given))
  })
}
