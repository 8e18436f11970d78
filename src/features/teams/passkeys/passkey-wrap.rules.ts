import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { PASSKEY_WRAP_BYTES } from '../sign-in.contract.ts'

/** One hybrid stanza and nothing else before the body: whatever is weaker or more is not kept. guards T-08, T-11 */
const HEAD = /^age-encryption\.org\/v1\n-> mlkem768x25519 [A-Za-z0-9+/]{1400,1600}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/

export function isPasskeyWrap(file: Uint8Array): Verdict {
  return file.length === PASSKEY_WRAP_BYTES && HEAD.test(Buffer.from(file).toString('latin1')) ? yes : no('key.malformed')
}
