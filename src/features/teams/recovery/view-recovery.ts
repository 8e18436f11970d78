import type { Tx } from '#base/transact.ts'
import { b64u } from '#crypto/bytes.ts'
import { isSameHeir, recoverableAt } from '#crypto/team/custodian.ts'
import type { Caller } from '../caller.ts'
import type { Recovery } from '../teams.contract.ts'
import { findDue, listRecoveries, listRequests, type RecoveryRow, type RequestRow } from './recovery.store.ts'

/** What every member's screen shows of the recovery of their team, and whether a new team key is due. */
export async function viewRecovery(db: Tx['db'], caller: Caller): Promise<{ recovery: Recovery; epochDue: boolean }> {
  const keys = await listRecoveries(db, caller.room)
  const inForce = keys.find(({ counted }) => counted)
  const waiting = keys.find(({ counted, version }) => !counted && version > (inForce?.version ?? 0))
  const version = inForce?.version ?? 0
  const { maker_left: makerLeft, used_on: usedOn, epoch_due: epochDue } = await findDue(db, caller.room, version)
  const requests = inForce === undefined ? [] : await listRequests(db, caller.room, version)
  return {
    epochDue,
    recovery: {
      inForce: keyView(inForce),
      waiting: keyView(waiting),
      due: inForce === undefined ? null : usedOn !== null ? 'used' : makerLeft ? 'maker_left' : null,
      requests: requests.map(({ statement, signature, asked_at }) => ({
        signed: { statement, signature: b64u(signature) },
        askedAt: asked_at.toISOString(),
      })),
      readyAt: readyAt(requests),
      usedOn,
    },
  }
}

function keyView(row: RecoveryRow | undefined): Recovery['inForce'] {
  if (row === undefined) return null
  const { statement, signatures, recipient } = row
  return {
    signed: { statement: { ...statement, custodians: [...statement.custodians] }, signatures: [...signatures] },
    recipient: b64u(recipient),
  }
}

/** The first moment at which two custodians will have waited for the same newcomer. */
function readyAt(requests: readonly RequestRow[]): string | null {
  const moments = requests.flatMap(({ statement }) => {
    const same = requests.filter((other) => isSameHeir(other.statement, statement))
    return recoverableAt(same.map(({ asked_at }) => asked_at)) ?? []
  })
  const [first] = moments.toSorted((one, other) => one.getTime() - other.getTime())
  return first?.toISOString() ?? null
}
