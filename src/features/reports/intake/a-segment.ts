import { randomBytes } from 'node:crypto'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { plainSize, planSet, type SegmentSize, type SetPlan } from '#crypto/files/set-plan.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'

export type ASet = {
  readonly set: string
  readonly token: string
  readonly plan: SetPlan
  readonly headers: Readonly<Record<string, string>>
  path(index: number): string
  /** The sealed bytes of one index; other bytes at each call. */
  segment(index: number): Promise<Buffer>
}

/** For tests: a file set of so many bytes, sealed to nobody we know. */
export function aSet(size: number, segment: SegmentSize = 131_072): ASet {
  const plan = planSet(size, segment)
  const set = randomBytes(16).toString('hex')
  const token = randomBytes(32).toString('hex')
  const recipient = recipientOf(newSeed())
  return {
    set,
    token,
    plan,
    headers: { 'asylia-token': token, 'asylia-total': String(plan.total), 'asylia-segment': String(segment) },
    path: (index) => `/api/files/${set}/${index}`,
    segment: async (index) => Buffer.from(await sealTo([recipient], randomBytes(plainSize(plan, index)))),
  }
}
