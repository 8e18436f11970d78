import { USES } from '#crypto/mailbox/consent.ts'
import type { RosterTeam } from '#crypto/roster/check-roster.ts'
import { attributes, html, join, type Piece, raw, type SafeHtml } from '#formats/html.ts'
import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Language } from '#kernel/languages.ts'
import { ASKED, DANGER, type Draft, exclusionsOf, ROUGH, STEPS, type Step } from './steps.ts'
import type { LaneBKey, LaneBWords } from './words/en.ts'

/** Everything a page needs besides the draft. */
export type Look = {
  readonly language: Language
  readonly words: LaneBWords
  readonly teams: readonly RosterTeam[]
  readonly selfRooted: boolean
  /** ISO codes of the countries that the lists offer, with their names in this language. */
  readonly countries: readonly { readonly code: string; readonly name: string }[]
}

export const STYLE = `:root{color-scheme:light dark;--paper:#FBFAF7;--ink:#1B2430;--quiet:#55606E;--line:#DAD6CE;--accent:#1F5F56;--on:#fff;--caution:#8A5A00}
@media(prefers-color-scheme:dark){:root{--paper:#14191F;--ink:#E8E6E1;--quiet:#A3ADB8;--line:#303944;--accent:#7CC7B8;--on:#14191F;--caution:#E3B35A}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,"Noto Sans",sans-serif}
:lang(th),:lang(ar){line-height:1.8}:lang(vi){line-height:1.7}
header,main{max-width:38rem;margin:0 auto;padding:12px 16px}
header{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}nav a{margin-inline-end:12px}
a{color:var(--accent)}header a,nav a{display:inline-flex;min-height:44px;align-items:center}.leave{min-height:48px;font-weight:600}
.label{border-inline-start:4px solid var(--caution);padding:8px 12px;margin:0 0 24px;font-weight:600}
.problem{border-inline-start:4px solid var(--caution);padding:8px 12px}.quiet{color:var(--quiet)}
h1{font-size:1.44em;line-height:1.3}textarea,input[type=text],select{box-sizing:border-box;width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--quiet);border-radius:6px;padding:10px;min-height:44px}
option{color:#1B2430;background:#fff}
textarea{min-height:11em}fieldset{border:0;padding:0;margin:0 0 24px}legend{font-weight:600;padding:0}
.pick{display:flex;gap:12px;align-items:flex-start;min-height:44px;padding:8px 0;border-bottom:1px solid var(--line)}.pick input{width:24px;height:24px;flex:none;margin:2px 0}
button{font:inherit;min-height:48px;padding:10px 20px;border-radius:6px;border:1px solid var(--accent);background:transparent;color:var(--accent);margin-block:4px;margin-inline:0 8px;max-width:100%}
button.first{background:var(--accent);color:var(--on)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
dl{margin:0}dt{font-weight:600;margin-top:12px}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
ol.words{columns:2;padding-inline-start:2em;font-weight:600;font-size:1.2em}.digits{font-variant-numeric:tabular-nums;direction:ltr;unicode-bidi:isolate;display:inline-block;max-width:100%}
@media print{ol.words,.digits{display:none}}`

/** One whole page with its label, its language links and what stands in it. */
export function page(look: Look, title: LaneBKey, body: Piece): string {
  const { language, words } = look
  const whole = html`<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${words.title}</title>${raw(`<style>${STYLE}</style>`)}</head><body><header>${leave(words)}</header><main><p class="label">${words.label}</p><h1>${words[title]}</h1>${body}${language === 'en' ? null : html`<p class="quiet">${words.reviewed}</p>`}</main></body></html>`
  return `<!doctype html>${whole.text}`
}

/** Our own constant address, outside the site: a page of everyday weather. */
const leave = (words: LaneBWords): SafeHtml => raw(`<a class="leave" rel="noreferrer" href="${words.leaveTo}">${words.leave}</a>`)

export function landing(look: Look, closed: LaneBKey | null): string {
  const { words, language } = look
  const links = LANGUAGES.map(
    (one) =>
      html`<a href="/${one}/" lang="${one}" ${attributes({ 'aria-current': one === language ? 'page' : null })}>${LANGUAGE_NAMES[one]}</a>`,
  )
  const safety = (['safety1', 'safety2', 'safety3', 'safety4'] as const).map((key) => html`<li>${words[key]}</li>`)
  const door =
    closed === null
      ? html`<form method="post" action="/${language}/"><button class="first" name="to" value="what">${words.start}</button></form>`
      : html`<p class="problem" role="status">${words[closed]}</p>`
  const rooted = look.selfRooted ? html`<p class="quiet">${words.selfRooted}</p>` : null
  return page(look, 'title', html`<nav>${links}</nav><p>${words.intro}</p><ul>${safety}</ul>${rooted}${door}`)
}

/** A page that says one thing, with a way back where there is one. */
export function notice(look: Look, said: LaneBKey, draft?: Draft): string {
  const body =
    draft === undefined
      ? null
      : html`<form method="post" action="/${look.language}/">${hidden(draft, [])}<button name="to" value="check">${look.words.back}</button></form>`
  return page(look, 'title', html`<p class="problem" role="status">${look.words[said]}</p>${body}`)
}

export function donePage(look: Look, kept: boolean): string {
  return page(look, 'done', html`<p>${look.words[kept ? 'doneTime' : 'doneNone']}</p>`)
}

/** A step of the form. Everything that is not asked on it travels in hidden fields. */
export function stepPage(
  look: Look,
  step: Exclude<Step, 'done'>,
  draft: Draft,
  extra: { problem?: LaneBKey | null; secret?: readonly string[] } = {},
): string {
  const { words, language } = look
  const view = VIEWS[step](look, draft, extra.secret ?? [])
  const problem = extra.problem == null ? null : html`<p class="problem" role="alert">${words[extra.problem]}</p>`
  const back = STEPS[STEPS.indexOf(step) - 1]
  const buttons =
    view.buttons ??
    html`<button class="first" name="to" value="${STEPS[STEPS.indexOf(step) + 1] ?? 'check'}">${words[step === 'check' ? 'toWords' : 'continue']}</button>`
  const backButton = back === undefined ? null : html`<button name="to" value="${back}">${words.back}</button>`
  return page(
    look,
    view.title,
    html`${problem}<form method="post" action="/${language}/" autocomplete="off"><input type="hidden" name="at" value="${step}">${hidden(draft, view.asks)}${view.body}<div>${buttons}${backButton}</div></form>`,
  )
}

type View = { readonly title: LaneBKey; readonly asks: readonly (keyof Draft)[]; readonly body: Piece; readonly buttons?: Piece }

const VIEWS: Record<Exclude<Step, 'done'>, (look: Look, draft: Draft, secret: readonly string[]) => View> = {
  what: ({ words }, draft) => ({
    title: 'what',
    asks: ['text'],
    body: html`<p><label for="text">${words.whatHelp}</label></p><p><textarea id="text" name="text" rows="8" autocomplete="off" autocapitalize="off" spellcheck="false" required>${draft.text}</textarea></p>`,
  }),
  where: (look, draft) => ({
    title: 'where',
    asks: ['host', 'origin', 'rough'],
    body: html`${countryList(look, 'host', draft.host)}${countryList(look, 'origin', draft.origin)}${choices(look.words, { legend: 'when', name: 'rough', values: ROUGH, chosen: draft.rough })}`,
  }),
  danger: ({ words }, draft) => ({
    title: 'danger',
    asks: ['danger', 'urgent'],
    body: html`${choices(words, { legend: 'danger', name: 'danger', values: DANGER, chosen: draft.danger })}${pick({ name: 'urgent', value: 'yes', checked: draft.urgent, label: words.consent })}`,
  }),
  readers: (look, draft) => ({ title: 'readers', asks: ['readers', 'neverCountries', 'neverTeams'], body: readersBody(look, draft) }),
  uses: ({ words }, draft) => ({
    title: 'uses',
    asks: ['uses'],
    body: html`<p>${words.usesHelp}</p><fieldset><legend>${words.usesAlso}</legend>${USES.map((use) => pick({ name: 'uses', value: use, checked: draft.uses.includes(use), label: words[use] }))}</fieldset><p class="quiet">${words.usesLater}</p>`,
  }),
  answer: ({ words }, draft) => ({
    title: 'answer',
    asks: ['contact'],
    body: html`<p>${words.answerMailbox}</p><p><label for="contact">${words.answerContact}</label></p><p><input type="text" id="contact" name="contact" maxlength="500" autocomplete="off" spellcheck="false" value="${draft.contact}"></p>`,
  }),
  check: (look, draft) => ({ title: 'check', asks: [], body: checkBody(look, draft) }),
  words: ({ words }, draft, secret) => ({
    title: 'words',
    asks: [],
    body: html`<p><strong>${words.nothingSent}</strong></p><ol class="words" translate="no" lang="en" dir="ltr">${secret.map((word) => html`<li>${word}</li>`)}</ol><p>${words.digits}: <span class="digits">${draft.digits.replace(/(.{5})(?=.)/g, '$1 ')}</span></p><p>${words.paper}</p>${ASKED.map((n) => html`<p><label for="w${n}">${words.ask.replace('{n}', String(n))}</label><input type="text" id="w${n}" name="w" autocomplete="off" autocapitalize="off" spellcheck="false"></p>`)}<p class="quiet">${words.doneAgain}</p>`,
    buttons: html`<button class="first" name="to" value="done">${words.send}</button><p>${words.noKeepHelp}</p><button name="to" value="none">${words.noKeep}</button>`,
  }),
}

type Choices = { readonly legend: LaneBKey; readonly name: string; readonly values: readonly LaneBKey[]; readonly chosen: string }

function choices(words: LaneBWords, { legend, name, values, chosen }: Choices): SafeHtml {
  const rows = values.map((value) => pick({ type: 'radio', name, value, checked: value === chosen, label: words[value] }))
  return html`<fieldset><legend>${words[legend]}</legend>${rows}</fieldset>`
}

type Pick = {
  readonly type?: 'radio'
  readonly name: string
  readonly value: string
  readonly checked: boolean
  readonly label: Piece
  readonly disabled?: boolean
}

function pick({ type, name, value, checked, label, disabled }: Pick): SafeHtml {
  return html`<label class="pick"><input type="${type ?? 'checkbox'}" name="${name}" value="${value}" ${attributes({ checked, disabled })}><span>${label}</span></label>`
}

function countryList({ words, countries }: Look, name: 'host' | 'origin', chosen: string): SafeHtml {
  const options = countries.map(
    ({ code, name: said }) => html`<option value="${code}" ${attributes({ selected: code === chosen })}>${said}</option>`,
  )
  return html`<p><label for="${name}">${words[name]}</label><select id="${name}" name="${name}"><option value="">${words.rather}</option>${options}</select></p>`
}

function readersBody(look: Look, draft: Draft): SafeHtml {
  const { words, teams, countries } = look
  const rows = teams.map((team) =>
    pick({
      name: 'readers',
      value: team.id,
      checked: draft.readers.includes(team.id),
      label: teamLine(look, team),
      disabled: team.recipient === null,
    }),
  )
  const ofStates = new Set(teams.flatMap(({ of }) => of))
  const never = countries
    .filter(({ code }) => ofStates.has(code) || code === draft.host || code === draft.origin)
    .map(({ code, name }) => pick({ name: 'neverCountries', value: code, checked: draft.neverCountries.includes(code), label: name }))
  const neverTeams = teams.map((team) =>
    pick({ name: 'neverTeams', value: team.id, checked: draft.neverTeams.includes(team.id), label: nameOf(look, team) }),
  )
  return html`<fieldset><legend>${words.readersHelp}</legend>${rows}</fieldset>${never.length === 0 ? null : html`<fieldset><legend>${words.neverCountries}</legend>${never}</fieldset>`}<fieldset><legend>${words.neverTeams}</legend>${neverTeams}</fieldset>`
}

function nameOf({ language }: Look, team: RosterTeam): string {
  return team.name[language] ?? team.name['en'] ?? team.id
}

function teamLine(look: Look, team: RosterTeam): SafeHtml {
  const about = team.about?.[look.language] ?? team.about?.['en']
  const missing = team.recipient === null ? html` — ${look.words.cannot}` : null
  return html`<strong>${nameOf(look, team)}</strong> (${look.words[team.kind]})${missing}${about === undefined ? null : html`<br><span class="quiet">${about}</span>`}`
}

function checkBody(look: Look, draft: Draft): SafeHtml {
  const { words, teams } = look
  const country = (code: string) => look.countries.find((one) => one.code === code)?.name ?? words.notSaid
  const names = (ids: readonly string[]) => teams.filter(({ id }) => ids.includes(id)).map((team) => nameOf(look, team))
  const never = [
    ...draft.neverCountries.map(country),
    ...names(
      exclusionsOf(draft)
        .filter(({ kind }) => kind === 'team')
        .map(({ id }) => id),
    ),
  ]
  const row = (key: LaneBKey, said: readonly Piece[], step: Step) =>
    html`<dt>${words[key]}</dt><dd>${said.length === 0 ? words.notSaid : join(said, html`, `)} <button name="to" value="${step}">${words.change}</button></dd>`
  return html`<p><strong>${words.nothingSent}</strong></p><dl>${row('what', [draft.text], 'what')}${row('host', draft.host === '' ? [] : [country(draft.host)], 'where')}${row('origin', draft.origin === '' ? [] : [country(draft.origin)], 'where')}${row('when', draft.rough === '' ? [] : [words[draft.rough]], 'where')}${row('danger', [words[draft.danger]], 'danger')}${row('canRead', names(draft.readers), 'readers')}${row('canNever', never.length === 0 ? [words.nobody] : never, 'readers')}${row('uses', [words.casework, ...draft.uses.map((use) => words[use])], 'uses')}${row('answer', draft.contact === '' ? [words.answerMailbox] : [draft.contact], 'answer')}</dl>`
}

/** Every field of the draft that the page itself does not ask. */
function hidden(draft: Draft, asked: readonly (keyof Draft)[]): SafeHtml {
  const fields = (Object.keys(draft) as (keyof Draft)[]).filter((name) => !asked.includes(name))
  const pairs = fields.flatMap((name) => valuesOf(draft[name]).map((value) => ({ name, value })))
  return html`${pairs.map(({ name, value }) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

function valuesOf(value: Draft[keyof Draft]): readonly string[] {
  if (typeof value === 'boolean') return value ? ['yes'] : []
  if (typeof value === 'string') return value === '' ? [] : [value]
  return value
}
