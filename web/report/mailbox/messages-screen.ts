import type { Message } from '#crypto/mailbox/read-messages.ts'
import { h } from '../dom.ts'
import { actions, button, paragraph } from '../fields.ts'
import { nameOf, teamsOf } from '../lists.ts'
import { dateText } from '../said-when.ts'
import type { Screen, Shell } from '../screens.ts'
import type { Key } from '../words.ts'
import type { Shown } from './ask.ts'
import { busyLine, outcomeFault } from './outcome.ts'
import { act, hasLeft, lookAgain, session } from './session.ts'

/** M2. What came, the newest first; an empty mailbox and one that never was look the same. */
export const messagesScreen: Screen = {
  name: 'messages',
  title: 'mail.messages',
  secret: true,
  view: (shell) => {
    const open = session()
    if (open === null) return []
    const { shown } = open
    return [
      ...(open.busy === null ? [] : [busyLine(shell, open.busy)]),
      ...alarms(shell, shown),
      ...news(shell, shown),
      ...grouped(shown.messages).map((group) => groupOf(shell, group)),
      ...gaps(shell, shown),
      actions(
        button(shell, 'mail.again', () => void again(shell), shown.waiting > 0 ? 'main' : 'other'),
        button(shell, 'mail.write', () => void write(shell), 'other'),
        button(shell, 'mail.safety', () => shell.go('mail-safety'), 'other'),
        shown.files.length > 0 && button(shell, 'mail.files', () => void files(shell), 'other'),
        button(shell, 'mail.leave', () => shell.clear(), 'other'),
      ),
    ]
  },
}

async function again(shell: Shell): Promise<void> {
  const failure = await lookAgain(shell)
  if (failure !== null && !hasLeft(shell.gone)) shell.fault(`mail.failed.${failure}`)
}

/** Writing shows the file list as well, which is a part of its own. */
async function write(shell: Shell): Promise<void> {
  const { gone } = shell
  const open = session()
  if (open !== null) open.alarmsSeen = true
  try {
    await shell.part('files')
    if (!hasLeft(gone)) shell.go('mail-write')
  } catch {
    if (!hasLeft(gone)) shell.fault('landing.no_part')
  }
}

async function files(shell: Shell): Promise<void> {
  // Its words may be here already; what is missing shows at the next step.
  await shell.part('files').catch(() => undefined)
  shell.go('mail-files')
}

function alarm(shell: Shell, key: Key, values: Record<string, string | number> = {}): HTMLElement {
  return h('p', { class: 'stop', role: 'alert' }, shell.say(key, values))
}

function alarms(shell: Shell, shown: Shown): readonly Node[] {
  const list: Node[] = []
  if (shown.somethingHidden)
    list.push(
      alarm(shell, 'mail.alarm.hidden'),
      button(shell, 'lists.who_helps', () => shell.go('help'), 'other'),
    )
  if (shown.wrongTags > 0) list.push(alarm(shell, 'mail.alarm.tag', { n: shown.wrongTags }))
  if (shown.excludedReaders > 0) list.push(alarm(shell, 'mail.alarm.reader', { n: shown.excludedReaders }))
  if (shown.exclusionsDiffer.length > 0) {
    const teams = teamNames(shell, shown.exclusionsDiffer)
    list.push(
      alarm(shell, 'mail.alarm.never', { teams }),
      button(shell, 'mail.tell_again', () => void tellAgain(shell), 'other'),
    )
  }
  if (!shown.canSeal) list.push(h('p', { class: 'caution' }, shell.say('mail.no_keys')))
  return list
}

async function tellAgain(shell: Shell): Promise<void> {
  const open = session()
  if (open !== null) open.alarmsSeen = true
  const outcome = await act(shell, { kind: 'tell_again' })
  if (!hasLeft(shell.gone)) outcomeFault(shell, outcome)
}

/** The first lines: whether it arrived, and whether a person says to have read it. */
function news(shell: Shell, shown: Shown): readonly Node[] {
  const wasRead = shown.messages.some(({ read }) => read?.verified === true)
  const lines = [
    wasRead && paragraph(shell, 'mail.read', 'lead'),
    shown.arrived && !wasRead && paragraph(shell, 'mail.arrived', 'lead'),
    shown.messages.length === 0 && paragraph(shell, 'mail.none'),
    shown.messages.length === 0 && paragraph(shell, 'mail.habit', 'quiet'),
  ]
  return lines.filter((line) => line !== false)
}

function gaps(shell: Shell, shown: Shown): readonly Node[] {
  const holes = shown.holes.map(({ team, n }) => h('p', { class: 'caution' }, shell.say('mail.hole', { n, team: teamName(shell, team) })))
  const waiting = shown.waiting > 0 && h('p', { class: 'caution' }, shell.say('mail.waiting', { n: shown.waiting }))
  const lost = shown.lost > 0 && h('p', { class: 'quiet' }, shell.say('mail.past', { n: shown.lost }))
  return [...holes, waiting, lost].filter((line) => line !== false)
}

/** Names in a row, joined as the language joins them (UX-L-02). */
function teamNames(shell: Shell, ids: readonly string[]): string {
  const list = new Intl.ListFormat(shell.language, { type: 'unit', style: 'short' })
  return list.format(ids.map((id) => teamName(shell, id)))
}

function teamName(shell: Shell, id: string): string {
  const team = teamsOf(shell.lists).find((one) => one.id === id)
  return team === undefined ? id : nameOf(team, shell.language)
}

/** A message with the translations that name it; an original that is missing leaves its translation alone, and says so. */
type Group = { readonly original: Message | null; readonly translations: readonly Message[] }

const writer = ({ from }: Message): string => ('proved' in from ? from.proved : '')

/** Original and translation stand together, whoever came first (UX-M-08). */
export function grouped(messages: readonly Message[]): Group[] {
  const isOf = (one: Message, original: Message): boolean => one.translationOf === original.n && writer(one) === writer(original)
  const originals = messages.filter(({ translationOf }) => translationOf === undefined)
  const found = originals.map((original) => ({ original, translations: messages.filter((one) => isOf(one, original)) }))
  const alone = messages.filter((one) => one.translationOf !== undefined && !originals.some((original) => isOf(one, original)))
  const groups: Group[] = [...found, ...alone.map((one) => ({ original: null, translations: [one] }))]
  const place = ({ original, translations }: Group): number =>
    Math.min(...[original, ...translations].map((one) => (one === null ? Infinity : messages.indexOf(one))))
  return groups.sort((a, b) => place(a) - place(b))
}

function groupOf(shell: Shell, { original, translations }: Group): HTMLElement {
  const [first] = original === null ? translations : [original]
  if (first === undefined) return h('article', null)
  return h(
    'article',
    { class: 'message', 'aria-labelledby': `from-${first.id}` },
    h('h2', { id: `from-${first.id}` }, fromText(shell, first)),
    first.on !== undefined &&
      h('p', { class: 'quiet' }, shell.say('mail.on', { date: dateText({ precision: 'exact', from: first.on }, shell.language) })),
    first.earlier && paragraph(shell, 'mail.earlier', 'caution'),
    original === null
      ? paragraph(shell, 'mail.original_missing', 'caution')
      : bodyOf(shell, original, translations.length > 0 ? 'mail.original' : null),
    ...translations.map((one) => bodyOf(shell, one, 'mail.translation')),
    first.readers.length > 0 && h('p', { class: 'quiet' }, shell.say('mail.read_by', { teams: teamNames(shell, first.readers) })),
  )
}

function fromText(shell: Shell, { from }: Message): string {
  if ('proved' in from) return teamName(shell, from.proved)
  const teams = teamNames(shell, from.oneOf)
  return teams === '' ? shell.say('mail.from_unknown') : shell.say('mail.from_one', { teams })
}

function bodyOf(shell: Shell, { text, lang, parts }: Message, label: Key | null): HTMLElement {
  const said = text === null ? [paragraph(shell, 'mail.part', 'caution')] : text.split(/\n+/).map((part) => h('p', { dir: 'auto' }, part))
  return h(
    'div',
    { class: 'said', lang },
    label !== null && h('h3', { lang: shell.language }, shell.say(label)),
    ...said,
    text === null && h('p', { class: 'quiet', lang: shell.language }, shell.say('mail.parts', { n: parts.read, all: parts.all })),
  )
}
