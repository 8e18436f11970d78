import { unb64u } from '../bytes.ts'
import { hex16, hex32, key32, signature64, slug } from '../roster/roster.ts'
import { exactly, object, type Shaped, text } from '../roster/shape.ts'
import { signedBytes } from '../roster/signed-bytes.ts'
import { verifySignature } from '../roster/verify-signature.ts'

const statement = object({
  v: exactly(1),
  type: exactly('node-heard'),
  /** The team that works with it, and what the installation is called here. */
  team: slug,
  name: text(/^(?!.*--)[a-z][a-z0-9-]{1,23}$/),
  /** What the fingerprint that was read aloud stands for: which installation, its pins, and the key that signed for it then. */
  instance: hex16,
  pins: hex32,
  sign: key32,
  by: key32,
  /** UTC to the second, by the clock of whoever signed. */
  at: text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/),
})
export type HeardNode = Shaped<typeof statement>

/** That a member of a team heard the fingerprint of another installation, and from which keys it is made. */
const isSignedHeard = object({ statement, signature: signature64 })
export type SignedHeard = Shaped<typeof isSignedHeard>

type Team = { readonly team: string; readonly name: string; readonly members: readonly string[] }

/** What one of these keys signed for this team and this name; undefined for anything else. Never throws. guards T-47 */
export function heardBy(signed: unknown, { team, name, members }: Team): HeardNode | undefined {
  if (!isSignedHeard(signed)) return undefined
  const { statement: said, signature } = signed
  if (said.team !== team || said.name !== name || !members.includes(said.by)) return undefined
  return verifySignature(unb64u(said.by), unb64u(signature), signedBytes('node-heard', said)) ? said : undefined
}
