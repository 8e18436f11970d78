import { unhex } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Conversation, consentOf, neverOf, replyConvOf, type Word } from '#crypto/mailbox/conversation.ts'
import { blocked, type TeamFacts } from '#crypto/mailbox/exclusions.ts'
import type { Exclusion } from '#crypto/mailbox/shapes.ts'
import type { OpenedItem } from '#crypto/open/open-item.ts'
import type { Report } from '#features/reports/inbox/inbox.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import type { Item, Never, Opened, Reader } from '../model.ts'
import { shownName } from './file-name.ts'
import type { Entry, Judgement, Mailbag } from './mailbag.ts'
import type { Memory } from './pages.ts'
import { readersOf, type Vault } from './vault.ts'

export type Told = { readonly vault: Vault; readonly bag: Mailbag; readonly memory: Memory; readonly reports: readonly Report[] }

/** A name for an item: it follows from the item's own id, so all colleagues say the same one. */
export function codeOf(item: string): string {
  const hash = sha256(unhex(item))
  return `R-${[...hash.subarray(0, 6)].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length] ?? '').join('')}`
}

/** The item as the page shows it. What could not be opened whole shows nothing of its inside. */
export function itemView(told: Told, entry: Entry): Item {
  const { listed, opened } = entry
  const judged = told.bag.judged.get(listed.item)
  return {
    item: listed.item,
    code: codeOf(listed.item),
    day: listed.day,
    hour: listed.hour,
    lane: listed.lane,
    bucket: listed.bucket,
    urgent: opened?.header.urgent ?? listed.urgent,
    state: stateOf(entry),
    problem: entry.problem,
    kind: opened?.header.type ?? null,
    proved: PROVED[judged?.word ?? 'repeat'],
    frameDiffers: (opened?.alarms.length ?? 0) > 0,
    repeats: told.bag.repeats.get(listed.item) ?? 0,
    ...outcomeOf(told, listed.item),
    ...noteOf(told, listed.item, judged),
    opened: openedView(told, entry, judged),
  }
}

const PROVED: Readonly<Record<Word, Item['proved']>> = {
  first: 'proved',
  proved: 'proved',
  one_way: 'proved',
  repeat: null,
  same_number: 'same_number',
  not_proved: 'unproved',
}

function stateOf({ problem, listed, opened }: Entry): Item['state'] {
  if (problem !== null) return 'unreadable'
  if (listed.lane === 4) return 'armour'
  return opened === null ? 'longer' : 'open'
}

function outcomeOf({ memory, reports }: Told, item: string): Pick<Item, 'decided' | 'taken'> {
  const report = reports.find((one) => one.item === item && one.state !== 'returned')
  if (report === undefined) return { decided: memory.decided.get(item)?.decision ?? null, taken: null }
  return report.state === 'taken'
    ? { decided: null, taken: report.case }
    : { decided: report.state === 'duplicate' ? 'duplicate' : 'declined', taken: report.case }
}

/** An item waits until its day has come, or until its conversation has grown. */
function noteOf({ memory, vault }: Told, item: string, judged: Judgement | undefined): Pick<Item, 'assigned' | 'snoozed'> {
  const note = memory.notes.get(item)
  if (note === undefined) return { assigned: null, snoozed: null }
  const isOver = note.until === 'reply' ? grown(judged) > note.had : note.until <= dayOf(vault.clock.now())
  return { assigned: note.to === '' ? null : note.to, snoozed: isOver ? null : note.until }
}

/** How many items the conversation has. */
export function grown(judged: Judgement | undefined): number {
  return judged?.conversation?.known.length ?? 0
}

const NOTHING: Opened = {
  text: '',
  lang: 'und',
  seq: 0,
  danger: 'unsaid',
  contact: null,
  host: null,
  origin: [],
  rough: null,
  when: null,
  consent: { casework: false, private_diplomacy: false, judicial: false, public: false },
  readers: [],
  never: [],
  barred: [],
  hasMailbox: false,
  files: [],
}

function openedView(told: Told, entry: Entry, judged: Judgement | undefined): Opened | null {
  if (entry.armoured !== null) return { ...NOTHING, text: entry.armoured }
  if (entry.opened === null) return null
  const { header, text } = entry.opened
  const { danger, where, files, contact, lang, seq } = header
  return {
    text,
    lang,
    seq,
    danger,
    contact: contact ?? null,
    host: where?.host ?? null,
    origin: where?.origin ?? [],
    rough: header.when?.said ?? null,
    when: spanOf(header),
    ...readingOf(told.vault, entry.opened, judged?.conversation ?? null),
    hasMailbox: mailboxOf(judged) !== null,
    files: files.map((file) => ({
      n: file.n,
      ...shownName(file.name),
      size: file.size,
      type: shownName(file.type).name,
      derivedFrom: file.derived_from ?? null,
    })),
  }
}

/** Where answers go; a conversation that was never proved has no such place. */
export function mailboxOf(judged: Judgement | undefined) {
  const conversation = judged?.conversation ?? null
  return conversation === null ? null : (replyConvOf(conversation) ?? null)
}

/** Dates as they were given; the word that was said stands beside them, since the day of arrival alone dates it. */
function spanOf({ when }: OpenedItem['header']): string | null {
  return [when?.from, when?.to].filter((one) => one !== undefined).join(' – ') || null
}

/** Who reads, who never will, who is barred; from the checked list of keys, never from an answer of the server. */
function readingOf(
  vault: Vault,
  { header }: OpenedItem,
  conversation: Conversation | null,
): Pick<Opened, 'consent' | 'readers' | 'never' | 'barred'> {
  const never = neverFor(header, conversation)
  return {
    consent: conversation === null ? header.consent : consentOf(conversation),
    readers: header.to.map((team) => readerIn(vault, team)),
    never: never.map((one) => neverView(vault, one)),
    barred: [...barredBy(vault, header, conversation)].map((team) => ({ team, name: nameOf(vault, team) ?? {} })),
  }
}

export function neverFor(header: OpenedItem['header'], conversation: Conversation | null): readonly Exclusion[] {
  return conversation === null ? header.never : neverOf(conversation)
}

/** Every team to which nothing of this may be wrapped. guards T-27 */
export function barredBy(vault: Vault, header: OpenedItem['header'], conversation: Conversation | null): ReadonlySet<string> {
  const { host, origin = [] } = header.where ?? {}
  const countries = host === undefined ? origin : [...origin, host]
  return blocked(neverFor(header, conversation), teamFacts(vault), { by: vault.team, countries })
}

function teamFacts({ list }: Vault): readonly TeamFacts[] {
  return list.ok ? list.teams : []
}

function nameOf({ list }: Vault, team: string): Readonly<Record<string, string>> | null {
  return list.ok ? (list.teams.find(({ id }) => id === team)?.name ?? null) : null
}

function readerIn(vault: Vault, team: string): Reader {
  const own = team === vault.team
  return { team, name: nameOf(vault, team) ?? {}, members: own ? readersOf(vault).length : null, own }
}

function neverView(vault: Vault, { kind, id }: Exclusion): Never {
  return { kind, id, name: kind === 'team' ? nameOf(vault, id) : null }
}
