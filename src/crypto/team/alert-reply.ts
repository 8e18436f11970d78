import { hex, unb64u } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { sha256 } from '../kdf.ts'
import { hex16, hex32, key32, signature64, slug, type Team } from '../roster/roster.ts'
import { exactly, integer, list, object, type Shape, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'
import { alertFile } from './alert-file.ts'
import { isMembership, membersOf } from './membership.ts'

const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || shape(value)

const statement = object({
  v: exactly(1),
  type: exactly('alert-reply'),
  /** The office that says it, and the team that it says it to. */
  team: slug,
  to: slug,
  alert: text(/^W-[2-9A-HJ-NP-Z]{6}$/),
  version: integer(1, 9_999),
  delivery: text(/^[0-9a-f-]{36}$/),
  state: exactly('acknowledged', 'acting', 'answered', 'refused'),
  as: orNull(text(/^[a-z]{3,20}$/)),
  reason: orNull(text(/^[a-z_]{2,40}$/)),
  /** Of the words, the nonce beside them and the files that are named. */
  digest: hex32,
  by: key32,
  /** UTC to the second, by the clock of whoever signed. */
  at: text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/),
})

/** What an office says of an alert: where it stands, words if there are any, and the member who signed both. */
export const isAlertReply = object(
  {
    v: exactly(1),
    type: exactly('alert-reply'),
    statement,
    signature: signature64,
    vouching: list(isMembership, 0, 64),
    text: text(/^[^]{0,8000}$/),
    nonce: hex16,
  },
  // Absent where nothing is attached, and in what was signed before there were files.
  { files: list(alertFile, 1, 4) },
)
export type AlertReply = Shaped<typeof isAlertReply>
export type ReplyStatement = Shaped<typeof statement>

/** What the signature stands over instead of the words. */
export const replyDigest = ({ text: said, nonce, files }: Pick<AlertReply, 'text' | 'nonce' | 'files'>): string =>
  hex(sha256(canonicalBytes({ text: said, nonce, ...(files === undefined ? {} : { files }) })))

/** Which alert was sent to which office, by whom; the office with its anchors in the signed list of keys. */
export type RepliedTo = Pick<ReplyStatement, 'to' | 'alert' | 'delivery'> & { readonly office: Pick<Team, 'id' | 'anchors'> }

/** Whether a member of this office signed exactly this, of this copy of this alert. Never throws. guards T-22 */
export function isRepliedBy({ statement: said, signature, vouching, ...words }: AlertReply, asked: RepliedTo): boolean {
  const { office, to, alert, delivery } = asked
  const isOfThis = said.team === office.id && said.to === to && said.alert === alert && said.delivery === delivery
  if (!isOfThis || said.digest !== replyDigest(words)) return false
  const { members } = membersOf(office.id, office.anchors, vouching)
  if (!members.some(({ sign_key }) => sign_key === said.by)) return false
  return verifySignature(unb64u(said.by), unb64u(signature), signedBytes('alert-reply', said))
}
