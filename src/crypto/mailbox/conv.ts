import { recipientText } from '../age/identity.ts'
import { b64u, concat, hex } from '../bytes.ts'
import type { Conv } from '../seal/item.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { deleteHash, deleteToken, idOf, teamSlots } from './slots.ts'

/** What the teams of generation g get: enough to answer in window w, not enough to follow into the next generation (SEALING 5). */
export function convOf(keys: MailboxKeys, g: number, w: number): Conv {
  return {
    chain: hex(keys.chainHead),
    g,
    recipient: recipientText(keys.recipient),
    mac: b64u(keys.conv(g)),
    slot: b64u(keys.slot(g)),
    dh: b64u(keys.dh(g).public),
    window: w,
    del: b64u(concat(...teamSlots(g, w).map((slot) => deleteHash(deleteToken(keys, idOf(keys, slot)))))),
  }
}
