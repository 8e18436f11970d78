import { blocked } from '#crypto/mailbox/exclusions.ts'
import { excludedBy, mayRead, readersProblem, suggest } from '../choose-readers.ts'
import { countriesIn, countryName } from '../countries.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph, selection, tick } from '../fields.ts'
import { canSeal, listState, withoutKeys } from '../list-state.ts'
import { nameOf, type TeamShown, teamsOf } from '../lists.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Never } from '../state.ts'
import { listed } from '../words.ts'

/** R6. Who may read, and who never may. At least one reader is no state body. */
export const readers: Screen = {
  name: 'readers',
  title: 'readers.title',
  back: 'attach',
  view: (shell) => {
    if (!canSeal(shell)) return withoutKeys(shell)
    const teams = teamsOf(shell.lists)
    const out = blocked(shell.report.never, teams)
    return [
      paragraph(shell, 'readers.lead', 'lead'),
      listState(shell),
      h(
        'fieldset',
        { id: 'readers', tabindex: -1 },
        h('legend', null, shell.say('readers.legend')),
        ...teams.map((team) => reader(shell, team, out.has(team.id))),
      ),
      never(shell, teams),
      actions(button(shell, 'go.on', () => goOn(shell))),
    ]
  },
}

/** The readers as they stand: what the person ticked, or the suggestion. */
export function chosenReaders({ report, lists }: Shell): readonly string[] {
  const teams = teamsOf(lists)
  const open = new Set(mayRead(report.never, teams).map(({ id }) => id))
  return (report.readers ?? suggest(teams, report.never, report)).filter((id) => open.has(id))
}

function reader(shell: Shell, team: TeamShown, isOut: boolean): HTMLElement {
  const { language } = shell
  const facts = [
    shell.say(`readers.kind.${team.kind}`),
    team.of.length > 0 && shell.say('readers.of', { countries: listOf(team.of, shell) }),
    team.serves.length > 0 && shell.say('readers.serves', { countries: listOf(team.serves, shell) }),
    team.languages.length > 0 && shell.say('readers.reads', { languages: languagesOf(team, shell) }),
    !team.receives && shell.say('readers.cannot_now'),
    isOut && shell.say('readers.excluded'),
  ].filter((fact) => fact !== false)
  return tick({
    id: `reader-${team.id}`,
    label: h(
      'span',
      null,
      h('b', null, nameOf(team, language)),
      team.about['en'] !== undefined &&
        h(
          'span',
          { class: 'about', ...(team.about[language] === undefined ? { lang: 'en', dir: 'ltr' } : {}) },
          team.about[language] ?? team.about['en'],
        ),
      h('span', { class: 'hint' }, facts.join(' · ')),
    ),
    on: chosenReaders(shell).includes(team.id),
    off: isOut || !team.receives,
    onChange: (on) => {
      const others = chosenReaders(shell).filter((id) => id !== team.id)
      shell.report.readers = on ? [...others, team.id] : others
    },
  })
}

function listOf(codes: readonly string[], { language }: Shell): string {
  return listed(
    codes.map((code) => countryName(code, language)),
    language,
  )
}

function languagesOf(team: TeamShown, { language }: Shell): string {
  const names = 'DisplayNames' in Intl ? new Intl.DisplayNames([language], { type: 'language' }) : null
  return listed(
    team.languages.map((one) => names?.of(one) ?? one),
    language,
  )
}

function never(shell: Shell, teams: readonly TeamShown[]): HTMLElement {
  const { report, language } = shell
  const open = teams.filter(({ id }) => !report.never.some((one) => one.kind === 'team' && one.id === id))
  return h(
    'section',
    { class: 'panel', id: 'never' },
    h('h2', null, shell.say('never.title')),
    paragraph(shell, 'never.lead'),
    suggestedNever(shell),
    selection(shell, {
      id: 'never-country',
      label: 'never.country',
      value: '',
      options: [['', shell.say('never.choose')] as const, ...countriesIn(language)],
      onChange: (id) => addNever(shell, { kind: 'country', id }),
    }),
    selection(shell, {
      id: 'never-team',
      label: 'never.team',
      value: '',
      options: [['', shell.say('never.choose')] as const, ...open.map((team) => [team.id, nameOf(team, language)] as const)],
      onChange: (id) => addNever(shell, { kind: 'team', id }),
    }),
    h(
      'div',
      { 'aria-live': 'polite' },
      report.never.length > 0 && h('ul', { class: 'chosen' }, ...report.never.map((one) => neverLine(shell, one, teams))),
    ),
  )
}

/** What was said about the country behind it is offered, never set by itself. */
function suggestedNever(shell: Shell): HTMLElement | false {
  const { report, language } = shell
  const open = report.origin.filter((code) => !report.never.some(({ kind, id }) => kind === 'country' && id === code))
  return (
    open.length > 0 &&
    h(
      'p',
      null,
      ...open.map((id) =>
        h(
          'button',
          { type: 'button', class: 'other', on: { click: () => addNever(shell, { kind: 'country', id }) } },
          shell.say('never.suggest', { country: countryName(id, language) }),
        ),
      ),
    )
  )
}

function addNever(shell: Shell, one: Never): void {
  const { report } = shell
  if (one.id !== '' && !report.never.some(({ kind, id }) => kind === one.kind && id === one.id)) report.never.push(one)
  shell.redraw()
}

function neverLine(shell: Shell, one: Never, teams: readonly TeamShown[]): HTMLElement {
  const reached = excludedBy([one], teams).map((team) => nameOf(team, shell.language))
  return h(
    'li',
    null,
    neverName(shell, one),
    one.kind === 'country' &&
      h(
        'span',
        { class: 'hint' },
        reached.length === 0 ? shell.say('never.none_here') : shell.say('never.reaches', { teams: listed(reached, shell.language) }),
      ),
    h(
      'button',
      {
        type: 'button',
        class: 'plain',
        on: {
          click: () => {
            shell.report.never = shell.report.never.filter((other) => other !== one)
            shell.redraw()
          },
        },
      },
      shell.say('where.remove'),
    ),
  )
}

/** How an exclusion is called on the screen. */
export function neverName(shell: Shell, { kind, id }: Never): string {
  const team = teamsOf(shell.lists).find((one) => one.id === id)
  return kind === 'country' || team === undefined ? countryName(id, shell.language) : nameOf(team, shell.language)
}

function goOn(shell: Shell): void {
  const problem = readersProblem(chosenReaders(shell), shell.report.never, teamsOf(shell.lists))
  if (problem !== null) {
    shell.fault(`readers.${problem}`, 'readers', { names: namesLeft(shell) })
    return
  }
  shell.report.readers = [...chosenReaders(shell)]
  shell.go('uses')
}

function namesLeft(shell: Shell): string {
  const names = mayRead(shell.report.never, teamsOf(shell.lists)).map((team) => nameOf(team, shell.language))
  return listed(names, shell.language)
}
