import { randomBytes } from 'node:crypto'
import type { MemberId } from '#kernel/ids.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Desk } from '../desk.ts'
import type { SignInAnswer } from '../sign-in.contract.ts'
import { hashOf } from './session-hash.ts'
import { findSession, type NewSession, openSession } from './sessions.store.ts'

export const IDLE_MINUTES = 5
const HOURS = 12
const HOUR_MS = 3_600_000

export type Proven = Pick<NewSession, 'how' | 'deviceKey' | 'label' | 'passkey'> & {
  readonly member: MemberId
  readonly code: string
  /** What was answered, so that it is answered once. */
  readonly challenge: Uint8Array
}

/**
 * Opens a session for whoever proved who they are, bound to the browser they did it in; or tells them that a colleague
 * has to say yes to that browser first. Refuses `session.refused`. guards T-28, A-05
 */
export async function openSessionFor(desk: Desk, { member, code, challenge, ...proven }: Proven): Promise<SignInAnswer> {
  const now = desk.base.clock.now()
  const token = randomBytes(32).toString('base64url')
  const session: NewSession = {
    ...proven,
    member,
    tokenHash: hashOf(token),
    challengeHash: hashOf(challenge),
    deviceCode: newPublicCode('D'),
    at: now,
    ends: new Date(now.getTime() + HOURS * HOUR_MS),
  }
  const { opened, row } = await desk.base.transact(desk.by.actor, async (tx) => {
    const opened = await openSession(tx.db, session)
    return { opened, row: opened.outcome === 'opened' ? await findSession(tx.db, session.tokenHash, now, IDLE_MINUTES) : undefined }
  })
  if (opened.outcome === 'waiting')
    return { state: 'waiting', device: opened.device_code ?? '', since: opened.last_on ?? '', team: null, member: code }
  if (opened.outcome === 'refused') throw new Refusal('device.refused')
  if (row === undefined) throw new Refusal('session.refused')
  return {
    state: 'open',
    token,
    team: row.slug,
    member: code,
    how: session.how,
    idleMinutes: IDLE_MINUTES,
    hours: HOURS,
    lastOn: opened.last_on,
    lastWith: opened.last_with,
  }
}
