import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { hex, randomBytes } from '#crypto/bytes.ts'
import { type CheckedRoster, checkRoster, type RosterFiles, type RosterVerdict } from '#crypto/roster/check-roster.ts'
import { newSecret, wordsOf } from '#crypto/secret/secret.ts'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { type Form, readForm } from './form.ts'
import { donePage, type Look, landing, notice, STYLE, stepPage } from './pages.ts'
import { fits, sealReport } from './seal-report.ts'
import { type Draft, firstProblem, knowsWords, problemOf, readDraft, STEPS, type Step } from './steps.ts'
import { ar } from './words/ar.ts'
import { en, type LaneBKey } from './words/en.ts'
import { fr } from './words/fr.ts'
import { th } from './words/th.ts'
import { vi } from './words/vi.ts'

const WORDS = { en, vi, th, fr, ar }
const POLICY = `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`
/** A text of the largest size, with every byte written as three characters. */
export const MOST_BODY = 4 * 1024 * 1024

export type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
export type Answered = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly page: string }

/** What became of a sealed frame: taken, or the code of the refusal. */
export type Filed = 'ok' | 'full' | 'fault'

export type House = {
  /** The only name that is answered; null answers every name (the operator's switch). */
  readonly onion: string | null
  readonly rosterFiles: () => Promise<RosterFiles>
  readonly buildTime: Date
  readonly now: () => Date
  /** Hands the sealed frame over; nothing readable leaves this process. */
  readonly file: (frame: Uint8Array) => Promise<Filed>
}

/** Answers one request of the form without scripts. Its words live in this call and in the page that goes back. guards T-02 */
export async function answer(asked: Asked, house: House): Promise<Answered> {
  if (house.onion !== null && asked.headers.host?.replace(/:\d+$/, '') !== house.onion) return bare(404)
  if (asked.path === '/' && isReading(asked.method)) return redirect(preferred(asked.headers['accept-language']))
  const language = LANGUAGES.find((one) => asked.path === `/${one}/`)
  if (language === undefined) return bare(404)
  const verdict = checkRoster(await house.rosterFiles(), { now: house.now(), buildTime: house.buildTime })
  const look = lookOf(language, verdict)
  if (isReading(asked.method)) return whole(200, landing(look, closedBy(verdict)))
  if (asked.method !== 'POST') return bare(405)
  return isForeign(asked.headers) ? bare(403) : answerPost(asked, look, verdict, house)
}

async function answerPost(asked: Asked, look: Look, verdict: RosterVerdict, house: House): Promise<Answered> {
  const closed = closedBy(verdict)
  if (closed !== null || !verdict.ok) return whole(200, notice(look, closed ?? 'broken'))
  const form = isForm(asked.headers) ? readForm(asked.body) : null
  return form === null ? whole(400, notice(look, 'unread')) : whole(200, await answerForm(form, look, verdict, house))
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** A form on another site cannot speak here, whatever the browser. guards T-30 */
function isForeign(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const origin = headers.origin
  // A page under no-referrer sends the origin "null"; a foreign one sends its name.
  return origin !== undefined && origin !== 'null' && URL.canParse(origin) && new URL(origin).host !== headers.host
}

const isForm = (headers: IncomingHttpHeaders): boolean =>
  headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'

function closedBy(verdict: RosterVerdict): LaneBKey | null {
  if (!verdict.ok) return 'broken'
  if (verdict.receiving === 'nobody_yet') return 'noTeam'
  return verdict.receiving === 'nobody_now' ? 'noTeamNow' : null
}

async function answerForm(form: Form, look: Look, roster: CheckedRoster, house: House): Promise<string> {
  const read = readDraft(form)
  const draft = read.item === '' ? { ...read, item: hex(randomBytes(16)) } : read
  const to = form.one('to')
  if (to === 'done' || to === 'none') return send({ form, draft, keep: to === 'done' }, look, roster, house)
  const step = SHOWN.find((one) => one === to) ?? 'what'
  const at = SHOWN.find((one) => one === form.one('at'))
  const problem =
    at !== undefined && isForward(at, step) ? problemOf(at, draft, roster.teams, (one) => fits(one, roster, look.language)) : null
  if (at !== undefined && problem !== null) return stepPage(look, at, draft, { problem })
  return step === 'words' ? wordsPage(look, draft, null) : stepPage(look, step, draft)
}

/** The pages that ask something. */
const SHOWN = ['what', 'where', 'danger', 'readers', 'uses', 'answer', 'check', 'words'] as const

const isForward = (from: Step, to: Step): boolean => STEPS.indexOf(to) > STEPS.indexOf(from)

/** The words come before sending; a draft that has some keeps them. */
function wordsPage(look: Look, draft: Draft, problem: LaneBKey | null): string {
  const digits = draft.digits === '' ? newSecret().digits : draft.digits
  return stepPage(look, 'words', { ...draft, digits }, { problem, secret: wordsOf({ digits }) })
}

type Sending = { readonly form: Form; readonly draft: Draft; readonly keep: boolean }

async function send({ form, draft, keep }: Sending, look: Look, roster: CheckedRoster, house: House): Promise<string> {
  const mend = firstProblem(draft, roster.teams, (one) => fits(one, roster, look.language))
  if (mend !== null && mend.step !== 'done') return stepPage(look, mend.step, draft, { problem: mend.problem })
  const kept = keep ? draft : { ...draft, digits: '' }
  if (keep && (draft.digits === '' || !knowsWords(wordsOf({ digits: draft.digits }), form.all('w'))))
    return wordsPage(look, draft, draft.digits === '' ? null : 'wrongWord')
  const filed = await house.file(await sealReport(kept, roster, look.language))
  return filed === 'ok' ? donePage(look, keep) : notice(look, filed, draft)
}

function lookOf(language: Language, verdict: RosterVerdict): Look {
  const teams = verdict.ok ? verdict.teams : []
  return {
    language,
    words: WORDS[language],
    teams,
    selfRooted: verdict.ok && verdict.mode === 'self-rooted',
    countries: countriesIn(language),
  }
}

/** Every two-letter code that this runtime has a name for, in the order of the language. */
function countriesIn(language: Language): Look['countries'] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at))
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !NO_COUNTRIES.has(code))
  return codes
    .flatMap((code) => {
      const name = names.of(code)
      return name === undefined ? [] : [{ code, name }]
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, language))
}

/** Codes that name no country today: unions, outlying parts, former states and codes for testing. */
const NO_COUNTRIES = new Set('AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT QO RH SU TA TP UK UN VD XA XB YD YU ZR ZZ'.split(' '))

function preferred(header: string | undefined): Language {
  const asked = (header ?? '').split(',', 20).map((part) => part.trim().slice(0, 2).toLowerCase())
  return asked.flatMap((one) => LANGUAGES.filter((language) => language === one))[0] ?? 'en'
}

const HEADERS = {
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  connection: 'close',
} as const

function whole(status: number, page: string): Answered {
  return { status, headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' }, page }
}

function redirect(language: Language): Answered {
  return { status: 302, headers: { ...HEADERS, location: `/${language}/` }, page: '' }
}

/** Says nothing of what would be here. */
function bare(status: number): Answered {
  return { status, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }, page: '' }
}
