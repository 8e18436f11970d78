import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { MEMBER_KEY_BYTES } from '../teams.contract.ts'

/** One scrypt stanza of N = 2^18, then the file itself: 150 bytes of head and nothing else is taken. guards T-08 */
const HEAD = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} 18\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/
const HEAD_BYTES = 150

/** A member key is kept only under the full cost: one that is cheaper to guess is refused, whoever sends it. */
export function isSealedMemberKey(file: Uint8Array): Verdict {
  const head = String.fromCharCode(...file.subarray(0, HEAD_BYTES))
  return file.length === MEMBER_KEY_BYTES && HEAD.test(head) ? yes : no('key.malformed')
}
