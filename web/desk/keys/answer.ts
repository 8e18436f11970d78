import type { Static } from 'typebox'
import { b64u, hex, unb64u } from '#crypto/bytes.ts'
import { SELF_SLOTS, TEAM_SLOTS } from '#crypto/constants.ts'
import { seenOf } from '#crypto/mailbox/conversation.ts'
import { partsOf, type ReplyDraft, replyKeyOf, writeReply } from '#crypto/mailbox/reply.ts'
import type { Reply } from '#crypto/mailbox/shapes.ts'
import { teamSlotId } from '#crypto/mailbox/slots.ts'
import type { Conv } from '#crypto/seal/item.ts'
import type { NumberAnswer, ReplyAnswer, TicketsAnswer, WithdrawAnswer } from '#features/reports/inbox/inbox.contract.ts'
import { dayOf } from '#kernel/clock.ts'
import type { ReplyState } from '../model.ts'
import { DeskFault } from './fault.ts'
import { mailboxOf } from './item-view.ts'
import type { Entry, Judgement } from './mailbag.ts'
import { currentEpoch, type Vault } from './vault.ts'

export type Answering = {
  readonly entry: Entry
  readonly judged: Judgement | undefined
  readonly case: string
  readonly text: string
  readonly lang: string
  /** Whether a person says that this item was read. */
  readonly read: boolean
}
export type Answered = { readonly state: 'reserved' | 'closed' | 'full'; readonly tickets: readonly string[] }

/**
 * Seals an answer for the mailbox, part by part, each into the next slot that nobody has. The number is drawn from the case
 * first; a slot names no case. `full` and `closed` are answers, and then whatever was reserved is taken back.
 */
export async function answer(vault: Vault, answering: Answering): Promise<Answered> {
  const { judged } = answering
  const conv = mailboxOf(judged)
  const conversation = judged?.conversation ?? null
  if (conv === null || conversation === null) throw new DeskFault('reply.no_mailbox', 'typed')
  const { epoch, seed } = currentEpoch(vault)
  const { n } = await vault.door.ask<Static<typeof NumberAnswer>>('cases/number', { case: answering.case })
  const draft: ReplyDraft = {
    n,
    from: vault.team,
    epoch,
    readers: [...conversation.settled.readers],
    seen: seenOf(conversation),
    lang: answering.lang,
    text: answering.text,
    on: dayOf(vault.clock.now()),
    ...readOf(answering),
  }
  return placeAll(vault, conv, partsOf(draft), replyKeyOf(seed).secret)
}

function readOf({ read, entry }: Answering): Pick<ReplyDraft, 'read'> {
  return read && entry.opened !== null ? { read: { item: entry.listed.item, body: entry.opened.bodyHash } } : {}
}

async function placeAll(vault: Vault, conv: Conv, parts: readonly Reply[], secret: Uint8Array): Promise<Answered> {
  const tickets: string[] = []
  let index = 0
  for (const part of parts) {
    const placed = await place(vault, conv, part, { secret, from: index })
    if (placed.state !== 'reserved') {
      await withdraw(vault, tickets)
      return { state: placed.state, tickets: [] }
    }
    tickets.push(placed.ticket)
    index = placed.index + 1
  }
  return { state: 'reserved', tickets }
}

type Placed = { readonly state: 'reserved'; readonly ticket: string; readonly index: number } | { readonly state: 'closed' | 'full' }

/** All teams share the slots of a window: a taken one means sealing anew for the next, because a blob is bound to its slot. */
async function place(vault: Vault, conv: Conv, part: Reply, { secret, from }: { secret: Uint8Array; from: number }): Promise<Placed> {
  const deletes = unb64u(conv.del)
  for (let index = from; index < TEAM_SLOTS; index += 1) {
    const at = { conv, w: conv.window, i: SELF_SLOTS + index }
    const { state, ticket } = await vault.door.ask<Static<typeof ReplyAnswer>>('replies', {
      slot: hex(teamSlotId(unb64u(conv.slot), at.w, at.i)),
      deleteHash: hex(deletes.subarray(index * 16, (index + 1) * 16)),
      blob: b64u(await writeReply(at, part, secret)),
    })
    if (state === 'reserved' && ticket !== null) return { state, ticket, index }
    if (state === 'closed') return { state }
  }
  return { state: 'full' }
}

/** Takes answers back while they wait; true when all of them were still there. */
export async function withdraw(vault: Vault, tickets: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(tickets.map((ticket) => vault.door.ask<Static<typeof WithdrawAnswer>>('replies/withdraw', { ticket })))
  return answers.every(({ withdrawn }) => withdrawn)
}

/** Where answers are: waiting for their moment, gone, or met by a closed mailbox. */
export async function statesOf(vault: Vault, tickets: readonly string[]): Promise<Record<string, ReplyState>> {
  if (tickets.length === 0) return {}
  const { replies } = await vault.door.ask<Static<typeof TicketsAnswer>>('replies/states', { tickets })
  return Object.fromEntries(replies.map(({ ticket, state }) => [ticket, state]))
}
