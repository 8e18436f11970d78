import { equalBytes, unhex } from '#crypto/bytes.ts'
import { BLOB_LENGTH, FRAME_HEAD } from '#crypto/constants.ts'
import { openBlob } from '#crypto/mailbox/blob.ts'
import { deleteCalls, everything, itemPairs } from '#crypto/mailbox/delete.ts'
import { exchangeRequest, readExchangeAnswer } from '#crypto/mailbox/exchange.ts'
import { blocked, excludedTeams } from '#crypto/mailbox/exclusions.ts'
import { changeConsent, changeReaders, closing, followUp, type Intent, tellAgain } from '#crypto/mailbox/intents.ts'
import { memoryOf, NOTHING_KNOWN } from '#crypto/mailbox/known.ts'
import { type Answered, type MaySeal, maySeal, viewOf } from '#crypto/mailbox/mailbox-view.ts'
import { afterSending, changeWords, nextItem, remembered } from '#crypto/mailbox/next-item.ts'
import { lookAgain, openMailbox } from '#crypto/mailbox/open-mailbox.ts'
import { readSelf } from '#crypto/mailbox/self.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'
import { idOf, type SelfSlot, selfSlots } from '#crypto/mailbox/slots.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { readPins } from '#crypto/roster/pins.ts'
import { mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import { digitsOf, newSecret, readSecret, type Secret, wordsOf } from '#crypto/secret/secret.ts'
import { answerAsks } from '../answer-asks.ts'
import type { FilePick, Upload } from '../state.ts'
import { WorkRefusal } from '../work.ts'
import type { Act, Checked, MailFiles, NextFrame, OpenAsk, PrepareAsk, Prepared, Shown } from './ask.ts'
import { doorOf, type Held, judgeLists, readingOf, teamsOf } from './held.ts'
import { mergeMemory } from './merge-memory.ts'
import { type SealedNext, sealNext, uploadOf } from './seal-next.ts'

/** One mailbox at a time, in memory alone; the worker ends with the page or with Close. */
let held: Held | null = null
/** New words that were shown and not yet used. */
let fresh: Secret | null = null

type Task = { readonly intent: Intent; readonly text: string; readonly files: readonly Omit<FilePick, 'blob'>[] }

/** What is being sent: the tasks left, and the frame that waits for its 201. */
let queue: { tasks: Task[]; self: Self; slot: SelfSlot; ask: PrepareAsk; sealed: SealedNext | null } | null = null

function mailbox(): Held {
  if (held === null) throw new WorkRefusal('mailbox.shut')
  return held
}

function check({ typed }: { typed: string }): Checked {
  const read = readSecret(typed)
  if (read.ok) return { problem: 'fine' }
  const { ok: _, ...problem } = read
  return problem
}

/** Words to keys, then exactly four exchanges. Nothing is asked before the check of the words has passed. guards T-14 */
async function open({ typed, files }: OpenAsk, onProgress: (done: number) => void): Promise<Shown> {
  const read = readSecret(typed)
  const pins = readPins(files.pins)
  if (!read.ok) throw new WorkRefusal(`secret.${read.problem}`)
  if (pins === undefined) throw new WorkRefusal('lists.refused')
  const verdict = judgeLists(files)
  const mk = await masterKey(read.secret, pins.instance, (done) => onProgress(done * 0.7))
  const keys = mailboxKeys(mk)
  const door = doorOf(keys)
  const known = await openMailbox(door)
  held = { keys, mk, door, roster: verdict.ok ? verdict : null, known }
  onProgress(1)
  return shown()
}

/** What is wrong with a list of keys that was just fetched; null when it holds. */
function listsFault(files: MailFiles): string | null {
  const verdict = judgeLists(files)
  return verdict.ok ? null : verdict.code
}

async function again(): Promise<Shown> {
  const box = mailbox()
  box.known = await lookAgain(box.door, box.known)
  return shown()
}

function shown(): Shown {
  const box = mailbox()
  const { memory, ...view } = viewOf(readingOf(box))
  const { self } = memory
  return {
    ...view,
    memory: memory.state,
    readers: self?.to ?? null,
    never: self?.never ?? [],
    consent: self?.consent ?? null,
    files: (self?.items ?? []).toReversed().flatMap(({ item, files }) => files.map((file) => ({ item, ...file }))),
    canSeal: box.roster !== null && box.roster.receiving === 'yes',
  }
}

/** Looks until the newest memory and a free place for the next one are found, or says why nothing may be sealed. */
async function prepare(ask: PrepareAsk): Promise<Prepared> {
  const box = mailbox()
  const verdict = judgeLists(ask.files)
  if (!verdict.ok || verdict.receiving !== 'yes') return { ok: false, code: 'lists.refused' }
  box.roster = verdict
  const may = await lookUntilFree(box, answeredBy(ask, box))
  if (!may.ok) return { ok: false, code: may.code }
  queue = { tasks: tasksOf(ask.act, may.self), self: may.self, slot: may.slot, ask, sealed: null }
  return { ok: true }
}

/** An older memory counts once the person has confirmed it. */
function answeredBy({ alarmsSeen, memoryConfirmed }: PrepareAsk, { known }: Held): Answered {
  const older = memoryOf(known)
  if (!memoryConfirmed || older.state !== 'older') return { alarmsSeen }
  return { alarmsSeen, memory: { ...older.self, seq: older.self.seq + older.behind } }
}

const MOST_LOOKS = 40
/** An item that is on its way shows up at the next look; one that is held back does not. */
const LOOKS_FOR_HIDDEN = 2

async function lookUntilFree(box: Held, answered: Answered): Promise<MaySeal> {
  for (let looks = 0; ; looks += 1) {
    const may = maySeal(readingOf(box), answered)
    if (may.ok || !may.lookAgain) return may
    if (looks >= (may.code === 'mailbox.something_hidden' ? LOOKS_FOR_HIDDEN : MOST_LOOKS)) return may
    box.known = await lookAgain(box.door, box.known)
  }
}

function tasksOf(act: Act, self: Self): Task[] {
  const teams = teamsOf(mailbox().roster)
  const bare = (intents: readonly Intent[]): Task[] => intents.map((intent) => ({ intent, text: '', files: [] }))
  switch (act.kind) {
    case 'write':
      return [{ intent: followUp(self), text: act.text, files: act.files }]
    case 'consent':
      return bare(changeConsent(self, act.consent, excludedTeams(self.never, teams)))
    case 'tell_again':
      return bare(tellAgain(self, excludedTeams(self.never, teams)))
    case 'close':
      return bare([closing(self)])
    case 'readers': {
      const never = [...self.never, ...act.never]
      const sets = { excluded: excludedTeams(never, teams), blocked: blocked(never, teams) }
      return bare(changeReaders(self, { to: act.to, never: act.never, ...sets }))
    }
    case 'words':
      return bare([closing(self)])
  }
}

/** Seals the next item. The same frame is given again until `accepted` says that the server took it. */
async function next(): Promise<NextFrame> {
  const box = mailbox()
  if (queue === null || box.roster === null) throw new WorkRefusal('mailbox.shut')
  const { ask } = queue
  if (queue.sealed === null) {
    const [task] = queue.tasks
    if (task === undefined) return null
    queue.sealed = ask.act.kind === 'words' ? await sealMove(box) : await sealTask(box, task)
  }
  return { frame: queue.sealed.frame, uploads: queue.sealed.uploads }
}

function current() {
  if (queue === null) throw new WorkRefusal('mailbox.shut')
  return queue
}

async function sealTask(box: Held, { intent, text, files }: Task): Promise<SealedNext> {
  const { self, slot, ask } = current()
  const { roster, keys } = box
  if (roster === null) throw new WorkRefusal('lists.refused')
  const old = self.old_mk === undefined ? {} : { old: mailboxKeys(unhex(self.old_mk)) }
  const facts = nextItem({ keys, ...old }, self, slot, intent)
  return sealNext({
    keys,
    roster,
    facts,
    slot,
    memory: (sent) => remembered(self, slot, intent, sent),
    text,
    language: ask.language,
    files,
  })
}

/** Afterwards the new words are the mailbox; what the old ones used is deleted by `deleteOld`. */
let moving: { held: Held; deleting: readonly Uint8Array[] } | null = null

async function sealMove(box: Held): Promise<SealedNext> {
  const { self, ask } = current()
  const { roster } = box
  if (roster === null || fresh === null) throw new WorkRefusal('mailbox.shut')
  const mk = await masterKey(fresh, roster.instance)
  const keys = mailboxKeys(mk)
  const { facts, slot, memory, deleting } = changeWords({ keys: box.keys, mk: box.mk, self, openSets: new Set() }, keys)
  moving = { held: { keys, mk, door: doorOf(keys), roster, known: NOTHING_KNOWN }, deleting: deleteCalls(deleting) }
  return sealNext({ keys, roster, facts, slot, memory, text: '', language: ask.language, files: [] })
}

/**
 * The server took the frame. The slot is read back: where another device was faster, one more item carries what both know
 * (SEALING 6).
 */
async function accepted(): Promise<{ readonly more: boolean; readonly deleting: readonly Uint8Array[] }> {
  const box = mailbox()
  const { sealed, tasks, slot } = current()
  if (sealed === null) throw new WorkRefusal('mailbox.shut')
  tasks.shift()
  if (moving !== null) return finishMove(sealed)
  const other = await faster(box, slot, sealed)
  const self = other === null ? sealed.self : mergeMemory(other, sealed.self)
  box.known = afterSending(box.known, other ?? sealed.self)
  if (other !== null) tasks.unshift({ intent: followUp(self), text: '', files: [] })
  const q = current()
  q.sealed = null
  q.self = self
  const may = maySeal(readingOf(box), { alarmsSeen: true })
  if (may.ok) q.slot = may.slot
  else if (tasks.length > 0) await findSlot(box)
  return { more: tasks.length > 0, deleting: [] }
}

function finishMove({ self }: SealedNext) {
  if (moving === null) throw new WorkRefusal('mailbox.shut')
  const { deleting } = moving
  held = { ...moving.held, known: afterSending(NOTHING_KNOWN, self) }
  moving = null
  queue = null
  fresh = null
  return { more: false, deleting }
}

async function findSlot(box: Held): Promise<void> {
  box.known = await lookAgain(box.door, box.known)
  const may = await lookUntilFree(box, { alarmsSeen: true })
  if (!may.ok) throw new SealingRefusal(may.code)
  current().slot = may.slot
}

/** What stands in the slot, if it is not what was sent and another device of the same words wrote it. */
async function faster({ keys, door }: Held, slot: SelfSlot, { frame }: SealedNext): Promise<Self | null> {
  const asked = selfSlots(slot.w).map((one) => idOf(keys, one))
  const { blob } = readExchangeAnswer(await door.exchange(exchangeRequest({ asked, fetched: idOf(keys, slot) })))
  if (equalBytes(blob, frame.slice(FRAME_HEAD - BLOB_LENGTH, FRAME_HEAD))) return null
  const content = await openBlob(door.open, blob)
  return content === null ? null : readSelf(keys, slot, content)
}

/** The calls that delete everything these words can; the `close` item goes out before. */
function deleting(): readonly Uint8Array[] {
  const { keys, known } = mailbox()
  const { self } = memoryOf(known)
  const old = self?.old_mk === undefined ? undefined : mailboxKeys(unhex(self.old_mk))
  return deleteCalls(everything(keys, self, old))
}

/** The calls that drop unfinished file sets, so that the words can change. */
function dropping({ sets }: { sets: readonly string[] }): readonly Uint8Array[] {
  const { keys, known } = mailbox()
  const items = memoryOf(known).self?.items ?? []
  const unfinished = items.map((one) => ({ ...one, files: one.files.filter(({ set }) => sets.includes(set)) }))
  const pairs = itemPairs(keys, unfinished).filter(({ id }) => sets.some((set) => equalBytes(unhex(set), id)))
  return deleteCalls(pairs)
}

function newWords(): { words: readonly string[]; digits: string } {
  fresh ??= newSecret()
  return { words: wordsOf(fresh), digits: digitsOf(fresh) }
}

function upload({
  file,
  segment,
  segments,
}: { file: { item: string; n: number; set: string } } & Pick<Upload, 'segment' | 'segments'>): Upload {
  return uploadOf(mailbox().keys, file, { segment, segments })
}

function shut(): void {
  held = null
  queue = null
  fresh = null
  moving = null
}

answerAsks({ check, listsFault, open, again, shown, prepare, next, accepted, deleting, dropping, newWords, upload, shut })
