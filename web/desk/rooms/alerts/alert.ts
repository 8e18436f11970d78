import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, now as rightNow, working as run } from '../../actions.ts'
import { go, hrefOf } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, mark, working } from '../../views/parts.ts'
import { nameIn, say } from '../../words.ts'
import { savePlain } from '../cases/save.ts'
import { sentColumns } from './board.ts'
import type { AlertShown, SentLine, VersionShown } from './calls.ts'
import { scopeWord, standing, wordOf } from './codes.ts'
import { Marks, momentWords, Said, sinceWords } from './shown.ts'
import { act, said, tick, useClocks, useNews } from './state.ts'

export const shown = signal<AlertShown | null>(null)
const asking = signal(false)
/** The second says of free words what the first said of them. */
const saysSame = signal(false)

/** How often an alert was asked for: an older answer never takes the place of a newer one, nor of another alert. */
let asked = 0

async function loadAlert(alert: string): Promise<void> {
  asked += 1
  const mine = asked
  const found = await call('alerts.view', { alert })
  if (mine === asked) shown.value = found
}

/** What came back meanwhile. What waits for this member's yes stays as they read it. */
async function lookAgain(alert: string): Promise<void> {
  const now = shown.value
  if (now?.alert !== alert || now.yes === 'mine') return
  const mine = asked
  const found = await call('alerts.again', { alert })
  if (found === null || mine !== asked) return
  // They have not read what a colleague may have drawn up since.
  saysSame.value = false
  shown.value = found
}

/** One alert of the own team: what it says, the second yes, every office, what came back. */
export function AlertPage({ alert }: { readonly alert: string }): JSX.Element {
  useEffect(() => {
    asking.value = false
    saysSame.value = false
    said.value = null
    void quietly(() => loadAlert(alert))
  }, [alert])
  useClocks()
  useNews(() => lookAgain(alert))
  const now = shown.value?.alert === alert ? shown.value : null
  return h(
    'section',
    { class: 'alerts narrow', 'aria-labelledby': 'alert-title' },
    h('p', null, h('a', { href: hrefOf('alerts') }, say('alerts.back'))),
    h('h1', { id: 'alert-title' }, h('span', { class: 'code', dir: 'ltr' }, alert)),
    faultBox(),
    h('p', { role: 'status' }, said.value ?? ''),
    working(),
    now === null ? null : h(Whole, { now }),
  )
}

function Whole({ now }: { readonly now: AlertShown }): JSX.Element {
  const [newest] = now.versions
  return h(
    'div',
    null,
    newest === undefined ? null : h(Version, { one: newest }),
    asking.value && now.state === 'sent' ? h(Withdraw, { alert: now.alert }) : h(Ways, { now, newest }),
    now.offices.length === 0 ? null : h(Offices, { now }),
    now.replies.length === 0 ? null : h(Replies, { now }),
  )
}

function Version({ one }: { readonly one: VersionShown }): JSX.Element {
  return h(
    'div',
    { class: 'parcel' },
    h(Marks, { marks: one.marks }),
    h('p', { class: 'quiet' }, say('alerts.uses')),
    h(
      'ul',
      null,
      ...one.uses.map(({ office, name, scope }) => h('li', { key: office }, h('bdi', null, nameIn(name, office)), `: ${scopeWord(scope)}`)),
    ),
    one.marks.names === null ? null : h('p', null, mark('caution', say(`alerts.names.${one.marks.names}`))),
    one.problem === null ? h(Said, { words: one.words }) : h('p', { class: 'wrong' }, say('alerts.unreadable', { code: one.problem })),
  )
}

type WaysParts = { readonly now: AlertShown; readonly newest: VersionShown | undefined }

function Ways({ now, newest }: WaysParts): JSX.Element {
  const { alert, state, case: code } = now
  const isDraft = newest?.state === 'draft' && (state === 'draft' || state === 'sent')
  const isUp = state === 'sent'
  return h(
    'div',
    null,
    isDraft ? h(Yes, { now }) : null,
    h(
      'div',
      { class: 'ways' },
      isDraft || isUp ? button(say(isDraft ? 'alerts.change' : 'alerts.update'), () => go('alerts', 'new', code ?? 'none', alert)) : null,
      isDraft ? button(say('alerts.drop'), () => void drop(alert), { kind: 'quiet' }) : null,
      isUp ? button(say('alerts.withdraw'), askBack, { key: 'B' }) : null,
    ),
  )
}

async function drop(alert: string): Promise<void> {
  const done = await act(
    say('alerts.drop'),
    () => call('alerts.drop', { alert }),
    '',
    async () => undefined,
  )
  if (done) go('alerts')
}

function isPast(answerBy: string | undefined): boolean {
  void tick.value
  return answerBy !== undefined && Date.parse(answerBy) <= rightNow().getTime()
}

/** Where the second yes stands, and the button that is this member's. */
function Yes({ now: { yes, versions } }: { readonly now: AlertShown }): JSX.Element {
  // The deadline is signed as a moment: nobody can move it but by asking for the yes to another one.
  if (isPast(versions[0]?.marks.answerBy)) return h('p', { class: 'wrong' }, mark('stop', say('alerts.too_late')))
  if (yes === 'waits') return h('p', null, say('alerts.waits_second'))
  if (yes === 'none') return h('p', { class: 'wrong' }, say('alerts.no_request'))
  const names = versions[0]?.marks.names ?? null
  return h(
    'div',
    null,
    yes === 'mine' && names !== null ? h(Same, { names }) : null,
    h('div', { class: 'ways' }, button(say(yes === 'mine' ? 'alerts.approve' : 'alerts.send'), sayYes, { kind: 'first', key: 'Y' })),
  )
}

function Same({ names }: { readonly names: 'nobody' | 'agreed' }): JSX.Element {
  const checked = saysSame.value
  return h(
    'label',
    { class: 'flag' },
    h('input', { id: 'alert-same', type: 'checkbox', checked, onChange: () => (saysSame.value = !checked) }),
    ' ',
    `${say('alerts.names_same')} ${say(`alerts.names.${names}`)}`,
  )
}

/** The key of this page: the second yes where it is this member's, the sending where it is there. */
export function sayYes(): void {
  const now = shown.value
  if (now === null || (now.yes !== 'mine' && now.yes !== 'there') || isPast(now.versions[0]?.marks.answerBy)) return
  const { alert } = now
  // What is signed with this says so too: nobody says it without having looked at it.
  if (now.yes === 'mine' && (now.versions[0]?.marks.names ?? null) !== null && !saysSame.value) {
    document.getElementById('alert-same')?.focus()
    return
  }
  const name = now.yes === 'mine' ? 'alerts.approve' : 'alerts.send'
  void act(
    say('alerts.send'),
    () => call(name, { alert }),
    say('alerts.sent'),
    () => loadAlert(alert),
  )
}

/** The key of this page for an alert that is up; `Enter` takes it back. */
export function askBack(): void {
  asking.value = shown.value?.state === 'sent'
}

function Withdraw({ alert }: { readonly alert: string }): JSX.Element {
  const take = async () => {
    const done = await act(
      say('alerts.withdraw'),
      () => call('alerts.withdraw', { alert }),
      say('alerts.taken_back'),
      () => loadAlert(alert),
    )
    if (done) asking.value = false
  }
  return h(
    Box,
    { title: say('alerts.withdraw'), go: say('alerts.withdraw'), onGo: () => void take(), onCancel: () => (asking.value = false) },
    h('p', null, say('alerts.withdraw_effect')),
  )
}

function Offices({ now }: { readonly now: AlertShown }): JSX.Element {
  return h(Table<SentLine>, {
    id: 'alert-offices',
    caption: say('alerts.offices'),
    rows: now.offices,
    columns: sentColumns(say('alerts.state'), (line) => standsAt(line, now.red)),
    keyOf: ({ delivery }) => delivery,
  })
}

const SIGNED = { office: 'alerts.signed', node: 'alerts.signed_node', server: 'alerts.told' } as const

/** Where an office stands, since when and whose word that is; red where it may not have any more what it has. guards T-21 */
function standsAt(line: SentLine, red: AlertShown['red']): readonly (JSX.Element | string | null)[] {
  const no = red.find(({ delivery }) => delivery === line.delivery)
  return [
    standing(line),
    h('br', null),
    h('span', { class: 'quiet' }, [sinceWords(line), say(SIGNED[line.signed ?? 'server'])].filter((one) => one !== null).join(' · ')),
    no === undefined ? null : h('p', { class: 'wrong' }, mark('stop', `${say('alerts.red')} ${wordOf('reason', no.why)}`)),
  ]
}

function Replies({ now }: { readonly now: AlertShown }): JSX.Element | null {
  // An acknowledgement has no words: it stands in the list above.
  const replies = now.replies.filter(({ text, files }) => text !== '' || files.length > 0)
  if (replies.length === 0) return null
  const nameOf = (office: string) => nameIn(now.offices.find((one) => one.office === office)?.name ?? null, office)
  return h(
    'section',
    null,
    h('h2', null, say('alerts.replies')),
    ...replies.map(({ delivery, office, at, state, version, text, files, problem }) =>
      h(
        'div',
        { key: `${delivery} ${at} ${state}`, class: 'parcel' },
        h('p', { class: 'quiet' }, h('bdi', null, nameOf(office)), ` · ${momentWords(at)} · ${say('alerts.version')} ${version}`),
        problem !== null
          ? h('p', { class: 'wrong' }, say('alerts.reply_unsigned', { code: problem }))
          : h('p', { class: 'said', dir: 'auto', translate: 'no' }, text),
        ...files.map(({ file, name, bytes }) =>
          h(
            'p',
            { key: file },
            button(say('alerts.file', { name, n: Math.ceil(bytes / 1_000) }), () => void save(now.alert, delivery, file), {
              kind: 'quiet',
            }),
          ),
        ),
      ),
    ),
  )
}

async function save(alert: string, delivery: string, file: string): Promise<void> {
  const opened = await run(say('alerts.replies'), () => call('alerts.file', { alert, delivery, file }))
  if (opened !== null) savePlain([opened.bytes], opened.saveAs, opened.type)
}

export function forgetAlert(): void {
  asked += 1
  shown.value = null
  asking.value = false
  saysSame.value = false
}
