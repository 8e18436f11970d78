import { excludedBy, mayRead, readersProblem } from '../choose-readers.ts'
import { countriesIn, countryName } from '../countries.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph, selection, tick } from '../fields.ts'
import { nameOf, teamsOf } from '../lists.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Never } from '../state.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { finished } from './safety-screens.ts'
import { act, session } from './session.ts'

type Choosing = { to: readonly string[]; never: readonly Never[]; readonly gone: AbortSignal }
let choosing: Choosing | null = null

/** What stands now, until something is changed here. */
function chosen(shell: Shell): Choosing {
  const shown = session()?.shown
  if (choosing === null || choosing.gone !== shell.gone)
    choosing = { to: shown?.readers ?? [], never: shown?.never ?? [], gone: shell.gone }
  return choosing
}

/** Who may read from now on. What was excluded once stays excluded. */
export const readersScreen: Screen = {
  name: 'mail-readers',
  title: 'mail.readers.title',
  back: 'mail-safety',
  secret: true,
  view: (shell) => {
    const open = session()
    if (open === null) return []
    if (open.shown.readers === null) return [paragraph(shell, 'mail.not.memory', 'caution')]
    const now = chosen(shell)
    return [
      ...(open.busy === null ? [] : [busyLine(shell, open.busy)]),
      paragraph(shell, 'mail.readers.means', 'lead'),
      readers(shell, now),
      never(shell, now),
      actions(button(shell, 'mail.readers.save', () => void save(shell))),
    ]
  },
  leave: () => {
    choosing = null
  },
}

function readers(shell: Shell, now: Choosing): HTMLElement {
  const teams = teamsOf(shell.lists)
  const open = new Set(mayRead(now.never, teams).map(({ id }) => id))
  return h(
    'fieldset',
    { id: 'readers', tabindex: -1 },
    h('legend', null, shell.say('mail.readers.legend')),
    ...teams.map((team) =>
      tick({
        id: `mail-reader-${team.id}`,
        label: h(
          'span',
          null,
          h('b', null, nameOf(team, shell.language)),
          h('span', { class: 'hint' }, shell.say(`readers.kind.${team.kind}`)),
        ),
        on: now.to.includes(team.id) && open.has(team.id),
        off: !open.has(team.id),
        onChange: (on) => {
          const others = now.to.filter((id) => id !== team.id)
          now.to = on ? [...others, team.id] : others
        },
      }),
    ),
  )
}

function never(shell: Shell, now: Choosing): HTMLElement {
  const { language } = shell
  const teams = teamsOf(shell.lists)
  const add = (kind: Never['kind']) => (id: string) => {
    if (id !== '' && !now.never.some((one) => one.kind === kind && one.id === id)) now.never = [...now.never, { kind, id }]
    const out = new Set(excludedBy(now.never, teams).map((team) => team.id))
    now.to = now.to.filter((team) => !out.has(team))
    shell.redraw()
  }
  const names = now.never.map(({ kind, id }) =>
    kind === 'country' ? countryName(id, language) : (teams.find((team) => team.id === id) ?? null),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, shell.say('never.title')),
    paragraph(shell, 'mail.readers.never'),
    selection(shell, {
      id: 'mail-never-country',
      label: 'never.country',
      value: '',
      options: [['', shell.say('never.choose')] as const, ...countriesIn(language)],
      onChange: add('country'),
    }),
    selection(shell, {
      id: 'mail-never-team',
      label: 'never.team',
      value: '',
      options: [['', shell.say('never.choose')] as const, ...teams.map((team) => [team.id, nameOf(team, language)] as const)],
      onChange: add('team'),
    }),
    names.length > 0 &&
      h(
        'ul',
        { class: 'chosen' },
        ...names.map((one) => h('li', null, typeof one === 'string' ? one : one === null ? '' : nameOf(one, language))),
      ),
  )
}

async function save(shell: Shell): Promise<void> {
  const { gone } = shell
  const now = chosen(shell)
  const teams = teamsOf(shell.lists)
  const open = session()
  const problem = readersProblem(now.to, now.never, teams)
  if (problem !== null || open === null) {
    const names = mayRead(now.never, teams).map((team) => nameOf(team, shell.language))
    return shell.fault(`readers.${problem ?? 'nobody_chosen'}`, 'readers', { names: names.join(', ') })
  }
  open.alarmsSeen = true
  const outcome = await act(shell, { kind: 'readers', to: now.to, never: now.never })
  if (gone.aborted || !outcomeFault(shell, outcome, 'readers')) return
  choosing = null
  finished(shell, 'mail.done.readers')
}
