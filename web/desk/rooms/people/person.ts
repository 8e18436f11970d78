import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Person } from '#features/cases/people/person.contract.ts'
import { call, now, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { termWords } from '../../parts/code-field.ts'
import { Panel } from '../../parts/panel.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { WhoCanRead } from '../../parts/who-can-read.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { countryName, dayInWords, say } from '../../words.ts'
import { LibertyForm, LinkForm, PersonForm, StatusForm } from './forms.ts'
import { IdentitySection } from './identity.ts'
import { change, form, links, load, people } from './state.ts'

const code = (text: string) => h('span', { class: 'code', dir: 'ltr' }, text)

/** A person beside a list: codes at once, the identity card only when somebody says why. */
export function PersonPanel({ code: of }: { readonly code: string }): JSX.Element {
  return h(Panel, { code: of, title: code(of), hasFull: true }, h(PersonView, { code: of }))
}

export function PersonPage({ code: of }: { readonly code: string }): JSX.Element {
  return h(
    'section',
    { class: 'case-page', 'aria-labelledby': 'person-title' },
    h('p', null, h('a', { href: hrefOf('people') }, say('people.back'))),
    h('h1', { id: 'person-title', tabIndex: -1 }, code(of)),
    h(PersonView, { code: of }),
  )
}

function PersonView({ code: of }: { readonly code: string }): JSX.Element {
  const person = people.value?.get(of)
  useEffect(() => {
    if (people.value === null) void quietly(load)
  }, [])
  useEffect(() => {
    form.value = null
    if (person !== undefined) void quietly(() => loadLinks(person))
  }, [of, person?.revision])
  if (person === undefined) return h('div', null, faultBox(), working(), h('p', { class: 'quiet' }, say('people.not_here')))
  return h(
    'div',
    { class: 'person' },
    faultBox(),
    working(),
    facts(person),
    h(IdentitySection, { person }),
    protection(person),
    linksOf(person),
    forms(person),
  )
}

async function loadLinks(person: Person): Promise<void> {
  links.value = { of: person.code, list: (await call('people.links', { case: person.case, person: person.id })).links }
}

function facts(person: Person): JSX.Element {
  const line = (words: string, value: string | JSX.Element | null) => (value === null ? null : [h('dt', null, words), h('dd', null, value)])
  return h(
    'div',
    null,
    h('p', { class: 'ways' }, person.lowProfile ? mark('caution', say('people.low_profile')) : null, h(WhoCanRead, { code: person.code })),
    h(
      'dl',
      { class: 'facts' },
      line(say('people.case'), h('a', { href: hrefOf('cases', person.case, 'people'), class: 'code', dir: 'ltr' }, person.case)),
      line(say('people.occupation'), person.occupation === null ? null : termWords('occupations', person.occupation)),
      line(
        say('people.community'),
        person.community === null
          ? null
          : h(
              'span',
              null,
              termWords('communities', person.community),
              ' ',
              mark('plain', say(person.communitySaidBy === 'self' ? 'people.said_self' : 'people.said_other')),
            ),
      ),
      line(
        say('people.liberty'),
        person.liberty === null
          ? say('people.unknown')
          : h(
              'span',
              null,
              termWords('liberty_status', person.liberty.status),
              ', ',
              say('people.checked', { day: dayInWords(person.liberty.checkedOn) }),
            ),
      ),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('people.change'), () => (form.value = 'change')),
      button(say('people.add_liberty'), () => (form.value = 'liberty')),
    ),
  )
}

function protection(person: Person): JSX.Element {
  return h(
    'section',
    null,
    h('h3', null, say('people.protection')),
    person.protection.length === 0
      ? h('p', { class: 'quiet' }, say('people.no_status'))
      : h(
          'ul',
          { class: 'plain-list' },
          ...person.protection.map((one) =>
            h(
              'li',
              { key: one.id },
              termWords('person_protection_status', one.status),
              one.host === null ? '' : `, ${countryName(one.host)}`,
              ` · ${whenInWords(one.held)} `,
              h('span', { class: 'quiet' }, say('people.recorded', { day: dayInWords(one.on) })),
            ),
          ),
        ),
    button(say('people.add_status'), () => (form.value = 'status')),
  )
}

function linksOf(person: Person): JSX.Element {
  const list = links.value?.of === person.code ? links.value.list : []
  const drop = (link: string, heldBy: string) =>
    void change(
      person.case,
      async () => {
        await call('people.unlink', { case: heldBy, link })
        await loadLinks(person)
      },
      () => say('people.unlinked'),
    )
  return h(
    'section',
    null,
    h('h3', null, say('people.links')),
    h('p', { class: 'hint' }, say('people.link_hint')),
    h(
      'ul',
      { class: 'plain-list' },
      ...list.map((one) =>
        h(
          'li',
          { key: one.id },
          say(`people.link_${one.kind}`),
          ': ',
          h('a', { href: hrefOf('people', one.code), class: 'code', dir: 'ltr' }, one.code),
          ' ',
          button(say('people.unlink'), () => drop(one.id, one.heldBy), { kind: 'quiet' }),
        ),
      ),
    ),
    button(say('people.add_link'), () => (form.value = 'link')),
  )
}

function forms(person: Person): JSX.Element | null {
  if (form.value === 'change') return h(PersonForm, { of: person.case, person })
  if (form.value === 'status') return h(StatusForm, { person })
  if (form.value === 'liberty') return h(LibertyForm, { person, today: now().toISOString().slice(0, 10) })
  if (form.value !== 'link') return null
  return h(LinkForm, { person, others: [...(people.value?.values() ?? [])].filter((one) => one.code !== person.code) })
}
