// long: one session of mail; its parts share what was found, decided and remembered, and nobody else may.
import { consentOf } from '#crypto/mailbox/conversation.ts'
import type { Consent } from '#crypto/mailbox/shapes.ts'
import type { Report } from '#features/reports/inbox/inbox.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import type { Item, OpenedFile, ReplyState } from '../model.ts'
import { rewrapAlerts } from './alerts/sealed-text.ts'
import { type Answered, answer, statesOf, withdraw } from './answer.ts'
import type { Tell } from './answers.ts'
import { rewrapStatements } from './coalition/joint.ts'
import { caseOfConversation, countDecision, decideReport, listReports, takeIn } from './decide.ts'
import { DoorRefusal } from './door.ts'
import { coSignEpoch, makeEpoch } from './epochs.ts'
import { DeskFault } from './fault.ts'
import { fetchFile } from './fetch-file.ts'
import { findMail } from './find-mail.ts'
import { Alike } from './inbox/alike.ts'
import { codeOf, grown, itemView, type Told } from './item-view.ts'
import { type Entry, emptyBag, type Facts, type Judgement, judgeAll, readBody, shownEntries } from './mailbag.ts'
import { EMPTY, loadMemory, type Memory, remember } from './pages.ts'
import { rewrapArrivals } from './transfer/receive.ts'
import { refresh, type Vault } from './vault.ts'

type Decision = { readonly decision: 'declined' | 'duplicate'; readonly reason: string; readonly of: string }
type Words = { readonly text: string; readonly lang: string; readonly read: boolean }

/** What a reporter says today of each use, and the newest proved message in which they said it. */
export type SpokenConsent = { readonly item: string; readonly case: string; readonly isFirst: boolean; readonly consent: Consent }

/** The mail of an unlocked team: what was found, what was decided, what is remembered together. */
export class Mail {
  readonly vault: Vault
  readonly #tell: Tell
  readonly #bag = emptyBag()
  readonly #shown = new Map<string, { readonly entry: Entry; readonly stamp: string }>()
  readonly #alike = new Alike()
  #memory: Memory = EMPTY
  #reports: readonly Report[] = []
  #looking: Promise<number> | null = null
  #hasLooked = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(vault: Vault, tell: Tell) {
    this.vault = vault
    this.#tell = tell
  }

  /** One change of what is remembered after the other: the page asks for the next one before the last one has come back. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  get #told(): Told {
    return { vault: this.vault, bag: this.#bag, memory: this.#memory, reports: this.#reports }
  }

  get #facts(): Facts {
    const { instance, team, epochs } = this.vault
    return { instance, team, openers: epochs.map(({ opener }) => opener) }
  }

  /** Looks for mail. `recent` is the day from which a second look lists; the first one lists everything. */
  look(recent: string): Promise<number> {
    this.#looking ??= this.#look(this.#hasLooked ? recent : null).finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #look(since: string | null): Promise<number> {
    await refresh(this.vault)
    // In turn: what was read before a change was written would forget that change.
    await this.inTurn(async () => {
      this.#memory = await loadMemory(this.vault)
      this.#reports = await listReports(this.vault)
    })
    if (this.#bag.order.length === 0) this.#bag.order.push(...this.#memory.kept.keys())
    const before = this.#bag.tried.size
    await findMail({
      door: this.vault.door,
      bag: this.#bag,
      facts: this.#facts,
      kept: this.#memory.kept,
      notOurs: this.#memory.notOurs,
      since,
      onSearch: (search) => this.#tell({ event: 'search', search }),
      onItems: () => this.#show(),
    })
    // What is under a key that was replaced and is still here. Somebody else may be at it; what is left is done at the next look.
    if (!this.#hasLooked && this.vault.epochs.length > 1) await this.#rewrapAll().catch(() => undefined)
    this.#hasLooked = true
    this.#show()
    // Written whenever anything came, ours or not, so that the write tells nothing either.
    if (this.#bag.tried.size > before && this.vault.epochs.length > 0)
      await this.inTurn(() => this.#keep(since === null ? goneFrom(this.#memory, this.#bag.tried) : NOTHING_GONE))
    return this.#bag.tried.size - before
  }

  /** Tells the page what has changed since it was told last: in a flood most has not. */
  #show(): void {
    const told = this.#told
    const changed = shownEntries(this.#bag).filter((entry) => this.#isNews(told, entry))
    if (changed.length > 0) this.#tell({ event: 'items', items: changed.map((entry) => itemView(told, entry)) })
    for (const { listed, opened, armoured } of changed) {
      const text = opened?.header.type === 'report' ? opened.text : armoured
      if (text !== null) this.#alike.add(listed.item, text)
    }
    const groups = this.#alike.groups()
    if (groups !== null) this.#tell({ event: 'groups', groups })
  }

  #isNews(told: Told, entry: Entry): boolean {
    const stamp = stampOf(told, entry)
    const before = this.#shown.get(entry.listed.item)
    if (before?.entry === entry && before.stamp === stamp) return false
    this.#shown.set(entry.listed.item, { entry, stamp })
    return true
  }

  /** What is ours and what is not, in the order in which it was first seen, into the pages of the team; what is gone from the server leaves them. */
  async #keep(gone: ReadonlySet<string> = NOTHING_GONE): Promise<void> {
    const { entries, order, notOurs } = this.#bag
    const leaving = new Set([...gone, ...this.#reports.filter(({ state }) => state === 'taken').map(({ item }) => item)])
    const ids = [...new Set([...order, ...entries.keys()])]
    const found = ids.flatMap((item) => entries.get(item)?.payload ?? [])
    this.#memory = await remember(this.vault, this.#memory, (memory) => ({
      kept: new Map([...memory.kept, ...found.map((one) => [one.item, one] as const)].filter(([item]) => !leaving.has(item))),
      decided: new Map([...memory.decided].filter(([item]) => !gone.has(item))),
      notes: new Map([...memory.notes].filter(([item]) => !leaving.has(item))),
      notOurs: new Set([...memory.notOurs, ...notOurs].filter((item) => !gone.has(item))),
    }))
  }

  #entry(item: string): Entry {
    const entry = this.#bag.entries.get(item)
    if (entry === undefined) throw new DeskFault('record.not_found', 'refused')
    return entry
  }

  /** Opens an item; a longer body is fetched only now (N11). */
  async open(item: string): Promise<Item> {
    const { listed, payload, opened, problem } = this.#entry(item)
    if (payload !== null && opened === null && problem === null) {
      const { bytes } = await this.vault.door.bytes('inbox/body', { day: listed.day, item })
      await readBody(this.#bag, this.#facts, item, bytes)
      judgeAll(this.#bag)
    }
    return itemView(this.#told, this.#entry(item))
  }

  async takeIn(item: string): Promise<string> {
    await this.open(item)
    // Who is barred follows from the list of keys as it is now, not as it was at unlocking.
    await refresh(this.vault)
    const taken = await takeIn(this.#told, this.#entry(item))
    this.#reports = await listReports(this.vault)
    this.#memory = await remember(this.vault, this.#memory, (memory) => ({ ...memory, kept: without(memory.kept, item) }))
    this.#show()
    return taken.case
  }

  async undoTakeIn(item: string): Promise<null> {
    await decideReport(this.vault, this.#report(item), 'return')
    this.#reports = await listReports(this.vault)
    const { payload } = this.#entry(item)
    if (payload !== null)
      this.#memory = await remember(this.vault, this.#memory, (memory) => ({ ...memory, kept: new Map(memory.kept).set(item, payload) }))
    this.#show()
    return null
  }

  #report(item: string): Report {
    const report = this.#reports.find((one) => one.item === item && one.state !== 'returned')
    if (report === undefined) throw new DeskFault('record.not_found', 'refused')
    return report
  }

  /** Declines or marks as a duplicate. Before take-in the server learns that a decision was made, and not about what. */
  async decide(item: string, { decision, reason, of }: Decision): Promise<null> {
    if (this.#reports.some((one) => one.item === item && one.state === 'taken')) {
      await decideReport(this.vault, this.#report(item), decision === 'declined' ? 'decline' : 'duplicate', {
        reason,
        ...(of === '' ? {} : { of: codeOf(of) }),
      })
      this.#reports = await listReports(this.vault)
      return null
    }
    this.#memory = await remember(this.vault, this.#memory, (memory) => ({
      ...memory,
      decided: new Map(memory.decided).set(item, { item, decision, reason, of }),
    }))
    await countDecision(this.vault, decision, reason)
    return null
  }

  async undoDecide(item: string): Promise<null> {
    if (this.#memory.decided.has(item)) {
      this.#memory = await remember(this.vault, this.#memory, (memory) => ({ ...memory, decided: without(memory.decided, item) }))
      await countDecision(this.vault, 'undone', '')
      return null
    }
    await decideReport(this.vault, this.#report(item), 'reopen')
    this.#reports = await listReports(this.vault)
    return null
  }

  /** Answers. A number is drawn from a case, so an item that is in none is taken in first. */
  async reply(item: string, words: Words): Promise<Answered> {
    await this.open(item)
    const known = this.#reports.find((one) => one.item === item && one.state !== 'returned')?.case
    const code = known ?? (await this.takeIn(item))
    return answer(this.vault, { entry: this.#entry(item), judged: this.#bag.judged.get(item), case: code, ...words })
  }

  /** Keeps who looks at an item and until when it waits, in the pages of the team: before take-in the server is told neither. */
  async note(items: readonly string[], { to, until }: { readonly to?: string; readonly until?: string }): Promise<null> {
    this.#memory = await remember(this.vault, this.#memory, (memory) => {
      const notes = new Map(memory.notes)
      for (const item of items) {
        const before = memory.notes.get(item)
        const next = { item, to: to ?? before?.to ?? '', until: until ?? before?.until ?? '', had: grown(this.#bag.judged.get(item)) }
        if (next.to === '' && next.until === '') notes.delete(item)
        else notes.set(item, next)
      }
      return { ...memory, notes }
    })
    this.#show()
    return null
  }

  /** Decides about many at once: one write of the pages, then each is counted. What a team works on is decided one by one. */
  async decideAll(items: readonly string[], decision: Decision): Promise<null> {
    const working = new Set(this.#reports.filter(({ state }) => state === 'taken').map(({ item }) => item))
    const free = items.filter((item) => !working.has(item))
    this.#memory = await remember(this.vault, this.#memory, (memory) => ({
      ...memory,
      decided: new Map([...memory.decided, ...free.map((item) => [item, { item, ...decision }] as const)]),
    }))
    await this.#count(free.length, decision.decision, decision.reason)
    this.#show()
    return null
  }

  async undoAll(items: readonly string[]): Promise<null> {
    const undone = items.filter((item) => this.#memory.decided.has(item))
    this.#memory = await remember(this.vault, this.#memory, (memory) => {
      const decided = new Map(memory.decided)
      for (const item of undone) decided.delete(item)
      return { ...memory, decided }
    })
    await this.#count(undone.length, 'undone', '')
    this.#show()
    return null
  }

  async #count(all: number, decision: 'declined' | 'duplicate' | 'undone', reason: string): Promise<void> {
    for (let done = 0; done < all; done += 1) {
      await countDecision(this.vault, decision, reason)
      this.#tell({ event: 'progress', of: 'inbox.decideAll', done, all })
    }
  }

  withdraw(tickets: readonly string[]): Promise<boolean> {
    return withdraw(this.vault, tickets)
  }

  states(tickets: readonly string[]): Promise<Record<string, ReplyState>> {
    return statesOf(this.vault, tickets)
  }

  async file(item: string, n: number): Promise<OpenedFile> {
    return fetchFile(this.vault, this.#entry(item), n, (done, all) => this.#tell({ event: 'progress', of: 'file', done, all }))
  }

  /**
   * A new team key; what still waits goes into the pages under it, so that the old key can be destroyed. After a ceremony
   * the key waits for another anchor, and nothing is written under it before.
   */
  async rotate(): Promise<{ epoch: number; until: string; counts: boolean }> {
    this.#memory = await loadMemory(this.vault)
    const made = await makeEpoch(this.vault)
    if (made.counts) await this.#keepAll()
    return made
  }

  /** The signature of a second anchor; from then on the key counts, and the pages go under it. */
  async coSign(): Promise<{ epoch: number; counts: boolean }> {
    this.#memory = await loadMemory(this.vault)
    const signed = await coSignEpoch(this.vault)
    if (signed.counts) await this.#keepAll()
    return signed
  }

  /** What was said about consent in the conversations of cases that the team works on: one message a case, the newest. guards T-37 */
  spokenConsents(): readonly SpokenConsent[] {
    const newest = new Map<string, SpokenConsent & { readonly seq: number }>()
    for (const [item, judged] of this.#bag.judged) {
      const header = this.#bag.entries.get(item)?.opened?.header
      const code = speaksOfConsent(header?.type, judged) ? caseOfConversation(this.#told, judged) : null
      if (code === null || header === undefined || judged.conversation === null) continue
      if ((newest.get(code)?.seq ?? -1) > header.seq) continue
      const consent = consentOf(judged.conversation)
      newest.set(code, { item, case: code, isFirst: header.type !== 'consent', consent, seq: header.seq })
    }
    return [...newest.values()]
  }

  /** What has to outlive the key before, under the one in use. */
  async #keepAll(): Promise<void> {
    await this.#keep()
    await this.#rewrapAll()
  }

  /** Whoever changes the key may open none of it: then the next member who looks and can does this. */
  async #rewrapAll(): Promise<void> {
    for (const rewrap of [rewrapArrivals, rewrapAlerts, rewrapStatements]) {
      try {
        await rewrap(this.vault)
      } catch (error) {
        if (!(error instanceof DoorRefusal && error.code === 'role.needed')) throw error
      }
    }
  }

  /** Whether this session found the item in the intake. */
  has(item: string): boolean {
    return this.#bag.entries.has(item)
  }

  /** Everything that another team may be given of an item, as this session opened it. */
  async content(item: string): Promise<{ entry: Entry; judged: Judgement | undefined; report: Report | undefined }> {
    await this.open(item)
    const report = this.#reports.find((one) => one.item === item && one.state === 'taken')
    return { entry: this.#entry(item), judged: this.#bag.judged.get(item), report }
  }
}

/** The first report says what may be done with it; later a message of its own does, and only one that is proved. */
function speaksOfConsent(type: string | undefined, { word }: Judgement): boolean {
  return type === 'consent' ? word === 'proved' : word === 'first'
}

function without<Value>(map: ReadonlyMap<string, Value>, item: string): Map<string, Value> {
  const copy = new Map(map)
  copy.delete(item)
  return copy
}

/** Everything but the entry itself on which its view depends. */
function stampOf({ bag, memory, reports, vault }: Told, { listed: { item } }: Entry): string {
  const { word = null, conversation = null } = bag.judged.get(item) ?? {}
  const report = reports.find((one) => one.item === item && one.state !== 'returned')
  const note = memory.notes.get(item)
  const said = [
    word,
    conversation?.known.length,
    conversation?.settled.closed,
    report?.case,
    report?.state,
    memory.decided.get(item)?.decision,
    note?.to,
    note?.until,
    note?.until === 'reply' || note?.until === '' ? '' : dayOf(vault.clock.now()),
    bag.repeats.get(item),
    vault.list.ok ? vault.list.version : 0,
    vault.told.members.length,
  ]
  return said.join(' ')
}

const NOTHING_GONE: ReadonlySet<string> = new Set()

/** What the pages held before everything was listed, and the list did not. */
function goneFrom({ kept, decided, notOurs }: Memory, listed: ReadonlySet<string>): Set<string> {
  return new Set([...kept.keys(), ...decided.keys(), ...notOurs].filter((item) => !listed.has(item)))
}
