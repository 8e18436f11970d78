import type { Binds } from '#crypto/team/approval.ts'

/** Something that waits for the yes of two, or did; `problem` says why this desk does not believe it. */
export type Request = {
  readonly id: string
  readonly state: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'used'
  readonly over: boolean
  readonly problem: string | null
  readonly action: string
  readonly subject: string
  readonly case: string | null
  readonly reason: string
  /** What exactly is bound, as both sign it. */
  readonly binds: Binds
  readonly by: string
  readonly mine: boolean
  readonly at: string
  readonly answered: { readonly by: string; readonly yes: boolean; readonly at: string } | null
}

export type RoleName = 'caseworker' | 'verifier' | 'liaison' | 'counsel' | 'analyst' | 'steward' | 'auditor' | 'dpo'
export type RoleMember = {
  readonly member: string
  readonly name: string
  readonly roles: readonly RoleName[]
  readonly founder: boolean
  readonly sameAs: string | null
}
export type NoticeLine = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly about: string | null
  readonly at: string
}
export type Glass = {
  readonly id: string
  readonly case: string
  readonly member: string
  readonly reason: string
  readonly openedAt: string
  readonly until: string
  readonly ended: boolean
  readonly reviewBy: string
  readonly review: { readonly verdict: 'justified' | 'not_justified'; readonly by: string; readonly at: string } | null
}

export type Approvals = {
  readonly founding: boolean
  readonly requests: readonly Request[]
  readonly members: readonly RoleMember[]
  readonly notices: readonly NoticeLine[]
  readonly glasses: readonly Glass[]
}

/** What other rooms ask for too: `approvals.ask` with the codes that their own action binds, then the action itself. */
export type ApprovalsCalls = {
  'approvals.list': { in: null; out: Approvals }
  'approvals.ask': {
    in: { action: string; subject: string; case: string | null; binds: Binds; reason: string }
    out: { id: string }
  }
  'approvals.answer': { in: { id: string; yes: boolean }; out: null }
  'approvals.withdraw': { in: { id: string }; out: null }
  /** Carries out what two people said yes to, where this room knows how: roles and honey. */
  'approvals.carryOut': { in: { id: string }; out: null }
  'approvals.askRole': { in: { member: string; role: RoleName; gives: boolean }; out: { id: string } }
  'approvals.samePerson': { in: { member: string; of: string }; out: null }
  'approvals.break': { in: { case: string; reason: string }; out: { until: string } }
  'approvals.review': { in: { id: string; verdict: 'justified' | 'not_justified' }; out: null }
  /** Seals the key of a case to its stewards as well, who then open it by break-glass alone. */
  'approvals.hold': { in: { case: string }; out: { holders: readonly string[] } }
}
