import { b64u } from '#crypto/bytes.ts'
import { type Caller, countBulk, countOpening } from '#features/teams/index.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { InboxDesk } from './inbox-desk.ts'
import { mayLookInto, mayWorkOn } from './report.policy.ts'
import { findCase, findCaseKeys, listRing, listWraps, replaceCaseKey, replaceRing, replaceWraps } from './reports.store.ts'
import { demandKeyFile } from './take-in.ts'

/** Hands out the wraps of a case. The server cannot see a file being opened; that it handed out the key, the ledger says. */
export function openCaseKeys(desk: InboxDesk, caller: Caller, code: string, isBulk = false) {
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findCase(tx.db, code)
    if (found === undefined) throw new Refusal('record.not_found')
    await tx.grant({ action: 'case.read', subject: code, compartment: found.room }, mayLookInto(caller.actor, found))
    await (isBulk ? countBulk(tx, caller) : countOpening(tx, caller, 1, [code]))
    const keys = await findCaseKeys(tx.db, found.room)
    if (keys === undefined) throw new Refusal('record.not_found')
    const wraps = await listWraps(tx.db, found.room)
    const ring = await listRing(tx.db, found.room)
    return {
      case: code,
      key: b64u(keys.age_file),
      revision: keys.revision,
      generation: keys.generation,
      ring: ring.map(({ generation, age_file }) => ({ generation, wrap: b64u(age_file) })),
      readers: [...keys.readers],
      denied: [...keys.denied],
      reports: wraps.map(({ report, age_file }) => ({ report, wrap: b64u(age_file) })),
    }
  })
}

type NewReaders = {
  readonly case: string
  readonly revision: number
  readonly key: string
  readonly readers: readonly string[]
  readonly wraps: readonly { readonly report: string; readonly wrap: string }[] | null
  readonly ring: readonly { readonly generation: number; readonly wrap: string }[] | null
  readonly recovery?: number
}

/** The case key for other readers of the caller's own team, who is always one of them; with a new key, all that hung on the old one. */
export function setCaseReaders(desk: InboxDesk, caller: Caller, said: NewReaders): Promise<{ revision: number }> {
  demandKeyFile(said.key, 80)
  for (const { wrap } of [...(said.wraps ?? []), ...(said.ring ?? [])]) demandKeyFile(wrap, 1)
  if ((said.wraps === null) !== (said.ring === null)) throw new Refusal('request.malformed')
  if (!said.readers.includes(caller.code)) throw new Refusal('request.malformed')
  return desk.base.transact(caller.actor, async (tx) => {
    const found = await findCase(tx.db, said.case)
    if (found === undefined) throw new Refusal('record.not_found')
    const permit = await tx.grant(
      { action: 'case.set_readers', subject: said.case, compartment: found.room },
      mayWorkOn(caller.actor, found),
    )
    const { wraps, ring } = said
    const isWhole =
      wraps === null ||
      ring === null ||
      ((await replaceWraps(tx.db, permit, found.room, wraps)) && (await replaceRing(tx.db, permit, found.room, ring)))
    const revision = isWhole ? await replaceCaseKey(tx.db, permit, found.room, said) : undefined
    if (revision === undefined) throw new Refusal('record.stale')
    return { revision }
  })
}
