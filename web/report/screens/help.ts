import { countryName } from '../countries.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph, selection } from '../fields.ts'
import { numbersFor } from '../numbers.ts'
import type { Screen } from '../screens.ts'

/** Get help now. The list is on the phone already: choosing a country asks nobody anything. */
export const help: Screen = {
  name: 'help',
  title: 'help.title',
  back: 'landing',
  view: (shell) => {
    const { compare } = new Intl.Collator(shell.language)
    const countries = shell.help
      .filter(({ country }) => country !== '')
      .map(({ country }) => [country, countryName(country, shell.language)] as const)
    const options = [['', shell.say('help.other')] as const, ...countries.sort(([, a], [, b]) => compare(a, b))]
    return [
      paragraph(shell, 'help.lead', 'lead'),
      selection(shell, {
        id: 'help-country',
        label: 'help.country',
        value: shell.report.host,
        options,
        onChange: (value) => {
          shell.report.host = value
          shell.redraw()
        },
      }),
      h('div', { 'aria-live': 'polite' }, ...numbersFor(shell, shell.report.host)),
      paragraph(shell, 'help.careful', 'quiet'),
      // In a window of its own: what is typed here stays.
      h('p', null, h('a', { href: `/${shell.language}/focal-points/`, target: '_blank', rel: 'noreferrer' }, shell.say('help.offices'))),
      actions(button(shell, 'landing.report', () => shell.go('safety'), 'other')),
    ]
  },
}
