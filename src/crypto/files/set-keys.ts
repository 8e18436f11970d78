import { recipientOf } from '../age/identity.ts'
import { hex, randomBytes } from '../bytes.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'

/** The keys of one file set. The token is also what deletes the set; the server keeps its hash. */
export type SetKeys = {
  readonly identitySeed: Uint8Array
  readonly recipient: Uint8Array
  readonly set: Uint8Array
  readonly token: Uint8Array
}

type Deriving = Pick<MailboxKeys, 'file' | 'set' | 'token'>

/** The keys of file n of an item, the same again from the same words, so that an upload goes on after a closed tab (SEALING 5). */
export function setKeysOf(keys: Deriving, item: Uint8Array, n: number): SetKeys {
  const id = hex(item)
  return withRecipient({ identitySeed: keys.file(id, n), set: keys.set(id, n), token: keys.token(id, n) })
}

/** Random keys, for a report without a mailbox: its upload goes on only while the tab lives. */
export function freshSetKeys(): SetKeys {
  return withRecipient({ identitySeed: randomBytes(32), set: randomBytes(16), token: randomBytes(32) })
}

function withRecipient(parts: Pick<SetKeys, 'identitySeed' | 'set' | 'token'>): SetKeys {
  return { ...parts, recipient: recipientOf(parts.identitySeed) }
}
