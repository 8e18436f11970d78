import { hex } from '../bytes.ts'
import { SELF_SLOTS, TEAM_SLOTS } from '../constants.ts'
import { kdf, sha256 } from '../kdf.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'

/** Where a message lies: self slots are 0 to 15 of a window, team slots 16 to 63 of a generation and a window. */
export type SelfSlot = { readonly kind: 'self'; readonly w: number; readonly i: number }
export type TeamSlot = { readonly kind: 'team'; readonly g: number; readonly w: number; readonly i: number }
export type Slot = SelfSlot | TeamSlot

const ID = 16

/** The id of a team slot, from the slot key that Conv carries: what a team derives and what the reporter asks for. */
export function teamSlotId(slotKey: Uint8Array, w: number, i: number): Uint8Array {
  return kdf(slotKey, `slot/${w}/${i}`, ID)
}

/** The id of the team slot (g, w, i) of a mailbox. */
export function slotId(keys: Pick<MailboxKeys, 'slot'>, g: number, w: number, i: number): Uint8Array {
  return teamSlotId(keys.slot(g), w, i)
}

/** The id of the self slot (w, i) of a mailbox; nobody but the reporter can derive it. */
export function selfSlotId(keys: Pick<MailboxKeys, 'self'>, w: number, i: number): Uint8Array {
  return kdf(keys.self, `self/${w}/${i}`, ID)
}

/** The id of either kind of slot. */
export function idOf(keys: Pick<MailboxKeys, 'self' | 'slot'>, slot: Slot): Uint8Array {
  return slot.kind === 'self' ? selfSlotId(keys, slot.w, slot.i) : slotId(keys, slot.g, slot.w, slot.i)
}

/** What deletes the slot or item of this id: 32 bytes that only the words can make. */
export function deleteToken(keys: Pick<MailboxKeys, 'del'>, id: Uint8Array): Uint8Array {
  return kdf(keys.del, `delete/${hex(id)}`)
}

/** The form of a delete token that is stored beside what it deletes, 16 bytes. */
export function deleteHash(token: Uint8Array): Uint8Array {
  return sha256(token).slice(0, ID)
}

/** The self slots of a window, in order. */
export function selfSlots(w: number): SelfSlot[] {
  return Array.from({ length: SELF_SLOTS }, (_, i) => ({ kind: 'self', w, i }))
}

/** The team slots of a generation in a window, in the order in which teams take them. */
export function teamSlots(g: number, w: number): TeamSlot[] {
  return Array.from({ length: TEAM_SLOTS }, (_, at) => ({ kind: 'team', g, w, i: SELF_SLOTS + at }))
}
