import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { Table } from '../../parts/table.ts'
import { button, submits } from '../../views/parts.ts'
import { say } from '../../words.ts'
import type { RoleMember, RoleName } from './calls.ts'
import { Pick } from './pick.ts'
import { approvals, change, isSteward } from './state.ts'

const ROLES: readonly RoleName[] = ['caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward', 'auditor', 'dpo']

/** Who may do what. Everybody in the team sees it; a steward asks for a change. */
export function Roles(): JSX.Element {
  return h(
    'section',
    { 'aria-labelledby': 'approvals-roles' },
    h('h2', { id: 'approvals-roles' }, say('approvals.roles')),
    h(Table<RoleMember>, {
      id: 'roles',
      caption: say('approvals.roles_why'),
      rows: approvals.value.members,
      keyOf: ({ member }) => member,
      columns: [
        { id: 'member', head: say('approvals.role_member'), cell: nameOf, sort: ({ name }) => name },
        { id: 'roles', head: say('approvals.role_which'), cell: ({ roles }) => rolesWords(roles) },
      ],
    }),
    isSteward.value ? h(ChangeRole, {}) : null,
    isSteward.value ? h(OnePerson, {}) : null,
  )
}

function nameOf({ member, name, founder, sameAs }: RoleMember): JSX.Element {
  const more = [founder ? say('approvals.founder') : null, sameAs === null ? null : say('approvals.same_as', { member: sameAs })].filter(
    (one) => one !== null,
  )
  return h(
    'span',
    null,
    h('bdi', null, name),
    ' ',
    h('span', { class: 'code', dir: 'ltr' }, member),
    more.length === 0 ? null : h('span', { class: 'quiet' }, ` (${more.join('; ')})`),
  )
}

function rolesWords(roles: readonly RoleName[]): string {
  return roles.length === 0 ? say('approvals.role_none') : roles.map((role) => say(`approvals.role.${role}`)).join(', ')
}

const people = (all: readonly RoleMember[]) => all.map(({ member, name }) => ({ id: member, words: `${name} (${member})` }))

/** Asking alone changes nothing: a second person answers on their own device. */
function ChangeRole(): JSX.Element {
  const all = approvals.value.members
  const member = useSignal(all[0]?.member ?? '')
  const role = useSignal<RoleName>('verifier')
  const ask = (gives: boolean) =>
    change(
      () => call('approvals.askRole', { member: member.value, role: role.value, gives }),
      () => say('approvals.asked'),
    )
  const has = all.find((one) => one.member === member.value)?.roles.includes(role.value) === true
  return h(
    'form',
    { class: 'box', 'aria-labelledby': 'role-change', onSubmit: submits(() => void ask(!has)) },
    h('h3', { id: 'role-change' }, say('approvals.role_change')),
    h(Pick, {
      id: 'role-member',
      label: say('approvals.role_member'),
      all: people(all),
      value: member.value,
      onValue: (value) => (member.value = value),
    }),
    h(Pick, {
      id: 'role-which',
      label: say('approvals.role_which'),
      all: ROLES.map((one) => ({ id: one, words: say(`approvals.role.${one}`) })),
      value: role.value,
      onValue: (value) => (role.value = ROLES.find((one) => one === value) ?? 'verifier'),
    }),
    h('div', { class: 'ways' }, h('button', { type: 'submit' }, has ? say('approvals.role_take') : say('approvals.role_give'))),
  )
}

function OnePerson(): JSX.Element | null {
  const all = approvals.value.members
  const [first, second] = [useSignal(all[0]?.member ?? ''), useSignal(all[1]?.member ?? '')]
  if (all.length < 2) return null
  const go = () =>
    change(
      () => call('approvals.samePerson', { member: first.value, of: second.value }),
      () => say('approvals.decided'),
    )
  return h(
    'details',
    { class: 'more' },
    h('summary', null, say('approvals.same_title')),
    h('p', null, say('approvals.same_why')),
    h(Pick, {
      id: 'same-first',
      label: say('approvals.same_account'),
      all: people(all),
      value: first.value,
      onValue: (value) => (first.value = value),
    }),
    h(Pick, {
      id: 'same-second',
      label: say('approvals.same_other'),
      all: people(all.filter(({ member }) => member !== first.value)),
      value: second.value,
      onValue: (value) => (second.value = value),
    }),
    h(
      'div',
      { class: 'ways' },
      button(say('approvals.same_do'), () => void go(), { disabled: team.value === null || first.value === second.value }),
    ),
  )
}
