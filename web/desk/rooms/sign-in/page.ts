import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working as run } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import type { DeviceLabel } from '../../model.ts'
import { canUsePasskeys, makePasskey } from '../../passkey.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { goOutside, lastTime, likelyLabel, sayDeclined } from '../../way-in.ts'
import { dayInWords, say } from '../../words.ts'
import type { SignIns } from './calls.ts'
import { NewWords } from './new-words.ts'
import { askers, load, ownDevices, ownPasskeys, PASSKEYS_WANTED, signIns } from './state.ts'

const LABELS: readonly DeviceLabel[] = ['laptop', 'desktop', 'phone', 'tablet', 'key', 'other']

/** How one signs in, and what a colleague or the team has to decide. */
export function SignInPage(): JSX.Element {
  useEffect(() => void quietly(load), [])
  return h(
    'div',
    { class: 'narrow' },
    h('h1', null, say('sign-in.title')),
    faultBox(),
    working(),
    lastTimeLine(),
    ...signIns.value.notices.map((notice) => h(Notice, { key: notice.notice, notice })),
    ...askers.value.map((device) => h(Asker, { key: device.device, device })),
    h(Passkeys, {}),
    h(Browsers, {}),
    h(NewWords, {}),
    signIns.value.outside === null ? null : h(Outside, { isConnected: signIns.value.outside }),
  )
}

/** "Before this: 21 November 2026, with a passkey, phone". */
export function lastTimeLine(): JSX.Element | null {
  const last = lastTime.value
  if (last === null) return null
  const [how = 'words', label = 'other'] = last.with.split('.') as ['words' | 'passkey' | 'oidc', DeviceLabel]
  return h(
    'p',
    { class: 'quiet' },
    say('sign-in.last', { day: dayInWords(last.on), how: say(`sign-in.how.${how}`), label: say(`sign-in.label.${label}`) }),
  )
}

/** Runs, then shows what is there now. */
async function change(words: string, work: () => Promise<unknown>): Promise<void> {
  await run(words, async () => {
    await work()
    await load()
  })
}

function Notice({ notice }: { readonly notice: SignIns['notices'][number] }): JSX.Element {
  const settle = () => change(say('sign-in.settling'), () => call('sign-in.noted', { notice: notice.notice }))
  return h(
    'div',
    { class: 'card stop' },
    h('p', null, mark('stop', say(`sign-in.notice.${notice.kind}`, { code: notice.member, day: dayInWords(notice.notedOn) }))),
    h(
      'div',
      { class: 'ways' },
      button(say('sign-in.dealt_with'), () => void settle()),
    ),
  )
}

/** One click, after a look at the code that the colleague reads out. */
export function Asker({ device }: { readonly device: SignIns['devices'][number] }): JSX.Element {
  const settle = (isOurs: boolean) => change(say('sign-in.settling'), () => call('sign-in.settle', { device: device.device, isOurs }))
  return h(
    'div',
    { class: 'card caution' },
    h('p', null, mark('caution', say('sign-in.asks', { member: whoIs(device.member), label: say(`sign-in.label.${device.label}`) }))),
    h(
      'p',
      null,
      h('span', { class: 'code', dir: 'ltr' }, device.device),
      ' ',
      h('span', { class: 'quiet' }, say('sign-in.since', { day: dayInWords(device.askedOn) })),
    ),
    h('p', { class: 'quiet' }, say('sign-in.asks_how')),
    h(
      'div',
      { class: 'ways' },
      button(say('sign-in.yes', { code: device.device }), () => void settle(true), { kind: 'first' }),
      button(say('sign-in.no'), () => void settle(false)),
    ),
  )
}

function Passkeys(): JSX.Element {
  const own = ownPasskeys.value
  return h(
    'section',
    { 'aria-labelledby': 'passkeys-title' },
    h('h2', { id: 'passkeys-title' }, say('sign-in.passkeys')),
    own.length < PASSKEYS_WANTED ? h('p', null, mark('caution', say('sign-in.two', { count: own.length }))) : null,
    h(
      'ul',
      { class: 'people' },
      ...own.map((one) => h('li', { key: one.passkey }, ...passkeyParts(one))),
      ...signIns.value.passkeys
        .filter(({ haltedOn, member }) => haltedOn !== null && member === team.value?.member)
        .map((one) => h('li', { key: one.passkey }, mark('stop', say('sign-in.halted')), ' ', ...passkeyParts(one))),
    ),
    h(AddPasskey, {}),
  )
}

function passkeyParts(one: SignIns['passkeys'][number]): (JSX.Element | string)[] {
  const drop = () => change(say('sign-in.settling'), () => call('sign-in.drop', { passkey: one.passkey }))
  return [
    say(`sign-in.label.${one.label}`),
    ' ',
    h('span', { class: 'quiet' }, say('sign-in.added', { day: dayInWords(one.addedOn) })),
    ' ',
    one.opens ? '' : mark('plain', say('sign-in.opens_not')),
    ' ',
    button(say('sign-in.take_away'), () => void drop(), { kind: 'quiet' }),
  ]
}

/** Adds a passkey; what it is made on is said from a list, so that nobody writes a name. */
export function AddPasskey(): JSX.Element {
  const label = useSignal<DeviceLabel>(likelyLabel())
  if (!canUsePasskeys()) return h('p', { class: 'quiet' }, say('sign-in.no_passkeys_here'))
  const add = () =>
    change(say('sign-in.asking'), async () => {
      const asked = await call('sign-in.begin', null)
      const made = await makePasskey(asked, team.value?.member ?? '').catch(sayDeclined)
      await call('sign-in.keep', { ...made, challenge: asked.challenge, label: label.value })
    })
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'passkey-label' }, say('sign-in.label')),
    h(
      'select',
      {
        id: 'passkey-label',
        value: label.value,
        onChange: (event: Event) => (label.value = (event.currentTarget as HTMLSelectElement).value as DeviceLabel),
      },
      ...LABELS.map((one) => h('option', { key: one, value: one }, say(`sign-in.label.${one}`))),
    ),
    h(
      'div',
      { class: 'ways' },
      button(say('sign-in.add'), () => void add(), { kind: 'first' }),
    ),
  )
}

function Browsers(): JSX.Element {
  const forget = (device: string) => change(say('sign-in.settling'), () => call('sign-in.forget', { device }))
  return h(
    'section',
    { 'aria-labelledby': 'browsers-title' },
    h('h2', { id: 'browsers-title' }, say('sign-in.browsers')),
    h('p', { class: 'quiet' }, say('sign-in.browsers_why')),
    h(
      'ul',
      { class: 'people' },
      ...ownDevices.value.map((one) =>
        h(
          'li',
          { key: one.device },
          h('span', { class: 'code', dir: 'ltr' }, one.device),
          ' ',
          say(`sign-in.label.${one.label}`),
          ' ',
          h('span', { class: 'quiet' }, say('sign-in.seen', { day: dayInWords(one.seenOn) })),
          ' ',
          button(say('sign-in.forget'), () => void forget(one.device), { kind: 'quiet' }),
        ),
      ),
    ),
  )
}

function Outside({ isConnected }: { readonly isConnected: boolean }): JSX.Element {
  const end = () => change(say('sign-in.settling'), () => call('sign-in.disconnect', null))
  return h(
    'section',
    { 'aria-labelledby': 'outside-title' },
    h('h2', { id: 'outside-title' }, say('sign-in.outside_title')),
    h('p', { class: 'quiet' }, say('sign-in.outside_why')),
    h(
      'div',
      { class: 'ways' },
      isConnected ? button(say('sign-in.disconnect'), () => void end()) : button(say('sign-in.connect'), () => void goOutside(true)),
    ),
  )
}

/** By the name that colleagues know, and the code. */
function whoIs(member: string): string {
  const name = team.value?.colleagues.find((one) => one.member === member)?.name
  return name === undefined ? member : `${name} (${member})`
}
