import { countryName } from './countries.ts'
import { h } from './dom.ts'
import type { Contact, HelpOf } from './help.ts'
import type { Shell } from './screens.ts'

/** Who helps in one host country; without a country, or with one that is not listed, the general lines. */
export function numbersFor(shell: Shell, host: string): readonly HTMLElement[] {
  const found = host === '' ? undefined : shell.help.find(({ country, also }) => country === host || also?.includes(host) === true)
  const anywhere = shell.help.find(({ country }) => country === '')
  const lists = found === undefined ? [anywhere] : [found, organisationsOf(anywhere)]
  const shown = lists.filter((list) => list !== undefined).map((list) => contactList(shell, list))
  return shown.length === 0 ? [h('p', null, shell.say('help.none'))] : shown
}

/** Whoever helps in every country stands below the numbers of each. */
function organisationsOf(anywhere: HelpOf | undefined): HelpOf | undefined {
  return anywhere && { ...anywhere, checked: true, contacts: anywhere.contacts.filter((contact) => contact.for === 'organisation') }
}

/** The contacts of one country, with what nobody has checked said beside them. */
export function contactList(shell: Shell, { country, checked, contacts }: HelpOf): HTMLElement {
  return h(
    'div',
    { class: 'numbers' },
    country !== '' && h('h3', null, countryName(country, shell.language)),
    h('ul', null, ...contacts.map((contact) => h('li', null, lineOf(shell, contact)))),
    !checked && h('p', { class: 'quiet' }, shell.say('help.not_checked')),
  )
}

function lineOf(shell: Shell, { for: what, number, name }: Contact): (string | Node)[] {
  const who = name?.[shell.language] ?? name?.en ?? shell.say(what === 'organisation' ? 'help.organisation' : `help.${what}`)
  const isNumber = /^[+0-9 ]+$/.test(number)
  const reach = isNumber
    ? h('a', { href: `tel:${number.replace(/ /g, '')}`, dir: 'ltr' }, number)
    : h('span', { class: 'code', dir: 'ltr' }, number)
  return [who, ': ', reach]
}
