import { computed, signal } from '@preact/signals'
import { call, working } from '../../actions.ts'
import { team } from '../../desk-state.ts'
import { say } from '../../words.ts'
import type { Approvals, Request, RoleName } from './calls.ts'

const NOTHING: Approvals = { founding: false, requests: [], members: [], notices: [], glasses: [] }

/** What needs two people, as the worker checked it last. */
export const approvals = signal<Approvals>(NOTHING)
/** What was done last, where a screen reader hears it. */
export const said = signal<() => string>(() => '')

export const ownRoles = computed<readonly RoleName[]>(
  () => approvals.value.members.find(({ member }) => member === team.value?.member)?.roles ?? [],
)
export const isSteward = computed(() => ownRoles.value.includes('steward'))
const canAnswer = computed(() => ownRoles.value.some((role) => role !== 'analyst' && role !== 'auditor' && role !== 'dpo'))
const canReview = computed(() => ownRoles.value.some((role) => role === 'auditor' || role === 'steward' || role === 'counsel'))

/** Requests of others that this member can still answer. */
export const waitingForMe = computed<readonly Request[]>(() =>
  canAnswer.value ? approvals.value.requests.filter(({ state, over, mine }) => state === 'waiting' && !over && !mine) : [],
)
export const waitingReview = computed(() =>
  canReview.value ? approvals.value.glasses.filter(({ review, member }) => review === null && member !== team.value?.member) : [],
)

export async function load(): Promise<void> {
  approvals.value = await call('approvals.list', null)
}

export function forgetApprovals(): void {
  approvals.value = NOTHING
  said.value = () => ''
}

/** Does it, says so, and shows what is there now; a refusal is said by the frame. */
export async function change(work: () => Promise<unknown>, words: () => string): Promise<boolean> {
  said.value = () => ''
  const isDone = await working(say('approvals.signing'), async () => {
    await work()
    await load()
    return true
  })
  if (isDone !== true) return false
  said.value = words
  return true
}
