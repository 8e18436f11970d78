import { type Conversation, conversationOf, headOf, type Item } from '#crypto/mailbox/conversation.ts'

type Thread = { conversation: Conversation /** Grows with every change: what changed last is looked at last. */; turn: number }

/** All conversations while they are judged, by everything that can lead to one: in a flood of thousands no search through all of them. */
export class Threads {
  readonly #by = new Map<string, Set<Thread>>()
  readonly #all = new Map<Conversation, Thread>()
  #turn = 0

  /** The conversation to which an item belongs, as `conversationOf` decides it among those that it could be. */
  of(item: Item): Conversation | null {
    const { step, seq, conv } = item.header
    const keys = [item.body, headOf(step, seq), conv?.chain ?? '']
    const could = new Set(keys.flatMap((key) => [...(this.#by.get(key) ?? [])]))
    const inTurn = [...could].toSorted((one, other) => one.turn - other.turn).map(({ conversation }) => conversation)
    return conversationOf(inTurn, item) ?? null
  }

  /** Keeps a conversation in the place of what it was before. */
  keep(before: Conversation | null, now: Conversation): void {
    const thread = (before === null ? undefined : this.#all.get(before)) ?? { conversation: now, turn: 0 }
    if (before !== null) this.#all.delete(before)
    this.#turn += 1
    thread.conversation = now
    thread.turn = this.#turn
    this.#all.set(now, thread)
    for (const key of keysOf(now)) this.#by.set(key, (this.#by.get(key) ?? new Set()).add(thread))
  }

  /** An item shows its conversation as it stands now, not as it stood when the item came. */
  newest(then: Conversation | null): Conversation | null {
    if (then === null) return null
    for (const { body } of then.known) {
      const [thread] = this.#by.get(body) ?? []
      if (thread !== undefined) return thread.conversation
    }
    return then
  }

  all(): readonly Conversation[] {
    return [...this.#all.keys()]
  }
}

function keysOf({ settled, before, known }: Conversation): string[] {
  return [settled.chain, ...(before === null ? [] : [before.chain]), ...known.map(({ body }) => body)]
}
