import { USES } from '#crypto/mailbox/consent.ts'
import { excludedBy } from '../choose-readers.ts'
import { countryName } from '../countries.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import { canSeal, listState, withoutKeys } from '../list-state.ts'
import { nameOf, teamsOf } from '../lists.ts'
import { roomLeft, sizeSent } from '../room.ts'
import { dateText, readWhen } from '../said-when.ts'
import type { Screen, Shell } from '../screens.ts'
import { type Key, listed } from '../words.ts'
import { chosenReaders, neverName } from './readers.ts'

/** R8. Everything that goes, who can read it and who never can. Nothing is sealed or sent yet. */
export const check: Screen = {
  name: 'check',
  title: 'check.title',
  back: 'answer',
  view: (shell) => {
    if (!canSeal(shell)) return withoutKeys(shell)
    return [
      paragraph(shell, 'check.nothing_yet', 'lead'),
      h('dl', { class: 'rows' }, ...rowsOf(shell).flatMap((row) => drawRow(shell, row))),
      listState(shell),
      actions(button(shell, 'check.on', () => goOn(shell))),
    ]
  },
}

type Row = { readonly label: Key; readonly to?: string; readonly text: string; readonly dir?: 'auto' | 'ltr' }

function rowsOf(shell: Shell): readonly Row[] {
  const { report } = shell
  const teams = teamsOf(shell.lists)
  const readers = teams.filter(({ id }) => chosenReaders(shell).includes(id))
  const out = excludedBy(report.never, teams)
  const names = (list: typeof teams): string =>
    listed(
      list.map((team) => nameOf(team, shell.language)),
      shell.language,
    )
  return [
    { label: 'what.title', to: 'what', text: report.text, dir: 'auto' },
    { label: 'where.title', to: 'where', text: whereText(shell) },
    { label: 'danger.title', to: 'danger', text: dangerText(shell) },
    { label: 'attach.title', to: 'attach', text: filesText(shell) },
    { label: 'check.can_read', to: 'readers', text: names(readers) },
    {
      label: 'check.never_read',
      to: 'readers',
      text: listed(
        [...new Set([...report.never.map((one) => neverName(shell, one)), ...out.map((team) => nameOf(team, shell.language))])],
        shell.language,
      ),
    },
    { label: 'uses.title', to: 'uses', text: usesText(shell) },
    { label: 'answer.title', to: 'answer', text: report.contact.trim() === '' ? shell.say('check.mailbox') : report.contact, dir: 'auto' },
    { label: 'check.way', text: shell.say('check.way_a') },
    { label: 'check.size', text: shell.say('check.size_is', { n: sizeSent(report.text) }) },
    { label: 'lists.pins', text: 'pins' in shell.lists ? shell.lists.pins : '', dir: 'ltr' },
  ]
}

function drawRow(shell: Shell, { label, to, text, dir }: Row): readonly HTMLElement[] {
  const value = h('dd', { class: text === '' ? 'quiet' : undefined }, text === '' ? shell.say('check.not_said') : h('bdi', { dir }, text))
  if (to === undefined) return [h('dt', null, shell.say(label)), value]
  const change = h(
    'button',
    {
      type: 'button',
      class: 'plain',
      'aria-label': shell.say('check.change_what', { what: shell.say(label) }),
      on: { click: () => shell.go(to) },
    },
    shell.say('check.change'),
  )
  return [h('dt', null, shell.say(label), change), value]
}

function whereText(shell: Shell): string {
  const { report, language } = shell
  const host = report.host !== '' && shell.say('check.host', { country: countryName(report.host, language) })
  const origin =
    report.origin.length > 0 &&
    shell.say('check.origin', {
      country: listed(
        report.origin.map((code) => countryName(code, language)),
        language,
      ),
    })
  const rough = report.rough !== '' && shell.say(`where.${report.rough}`)
  const when = readWhen(report)
  const date = typeof when === 'object' && dateText(when, language)
  return [host, origin, rough, date].filter((part) => part !== false && part !== '').join(' · ')
}

function filesText(shell: Shell): string {
  const { length: n } = shell.report.files
  return n === 0 ? shell.say('check.no_files') : shell.say('check.files', { n })
}

/** Help and protection come first: they are what a report asks for. */
function usesText(shell: Shell): string {
  const given = USES.filter((use) => shell.report.uses.includes(use)).map((use) => shell.say(`uses.${use}`))
  return listed([shell.say('uses.casework'), ...given], shell.language)
}

function dangerText(shell: Shell): string {
  const { danger, urgent } = shell.report
  if (danger === 'unsaid') return ''
  return `${shell.say(`danger.${danger}`)}${urgent ? ` · ${shell.say('check.urgent')}` : ''}`
}

function goOn(shell: Shell): void {
  const problem = problemOf(shell)
  if (problem === null) shell.go('words')
  else shell.fault(problem)
}

function problemOf(shell: Shell): Key | null {
  if (shell.report.text.trim() === '') return 'what.empty'
  if (roomLeft(shell.report.text).state === 'too_long') return 'what.too_long'
  return chosenReaders(shell).length === 0 ? 'readers.nobody_chosen' : null
}
