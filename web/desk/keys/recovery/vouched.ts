import { hex, unb64u } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import type { Mode, Team } from '#crypto/roster/roster.ts'
import { recoveredKeys } from '#crypto/team/custodian.ts'
import { isVouchedRecovery, type Recovery } from '#crypto/team/recovery.ts'
import type { Recovery as Told } from '#features/teams/teams.contract.ts'

/** A recovery key for which the anchors of this team vouch. */
export type RecoveryKey = { readonly version: number; readonly recipient: Uint8Array; readonly statement: Recovery }
type Vouching = { readonly mode: Mode; readonly team: Pick<Team, 'id' | 'anchors'> }

// guards T-09, T-38: what the server tells of a recovery key counts for nothing but the place where it was found.

/** R_t as the server told of it, only if enough anchors signed exactly this key and its custodians. */
export function vouchedRecovery({ mode, team }: Vouching, told: Told['inForce'] | undefined): RecoveryKey | null {
  if (told == null || !isVouchedRecovery(mode, team, told.signed)) return null
  const recipient = unb64u(told.recipient)
  const { statement } = told.signed
  return hex(sha256(recipient)) === statement.recipient_sha256 ? { version: statement.version, recipient, statement } : null
}

/** The sign keys of newcomers whom two custodians named: they count as anchors do, until the list of keys names them. */
export function heirsOf({ mode, team }: Vouching, told: Told | undefined): readonly string[] {
  if (told?.inForce == null) return []
  return recoveredKeys(
    mode,
    team,
    told.inForce.signed,
    told.requests.map(({ signed }) => signed),
  )
}
