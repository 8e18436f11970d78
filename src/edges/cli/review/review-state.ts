/** A proposal as the screen shows it. */
export type Shown = {
  readonly id: string
  readonly mark: string
  readonly paragraph: number
  readonly start: number
  readonly end: number
  readonly kind: string
  readonly rule: string
  readonly proposed: {
    readonly value: string
    readonly hedge?: string
    readonly negated?: boolean
    readonly role?: string
    readonly precision?: string
  }
  readonly decisions: number
  readonly decision: string | null
  readonly record: string | null
  readonly by: string | null
}
export type Opened = {
  readonly document: string
  readonly code: string
  readonly title: string
  readonly paragraphs: ReadonlyMap<number, string>
  readonly proposals: readonly Shown[]
}
export type Candidate = { readonly code: string; readonly name: string }
export type DecisionKind = 'accepted' | 'merged' | 'rejected' | 'undone'
export type Decided = {
  readonly proposal: string
  readonly seen: number
  readonly decision: DecisionKind
  readonly edits?: Readonly<Record<string, string>>
  readonly record?: string
  readonly reason?: string
}

/** Which question the bottom line asks. `rule` previews an acceptance of everything that one rule found. */
export type Mode = 'list' | 'edit' | 'reject' | 'merge' | 'rule'
export type ReviewState = {
  readonly opened: Opened
  readonly at: number
  readonly mode: Mode
  readonly input: string
  readonly message: string
  readonly candidates: readonly Candidate[]
  /** Ids that this person decided since the review was opened, the last one at the end. */
  readonly done: readonly string[]
}
export type Key = { readonly name: string; readonly text: string }
export type Effect =
  | { readonly does: 'nothing' | 'leave' }
  | { readonly does: 'decide'; readonly decisions: readonly Decided[] }
  | { readonly does: 'candidates'; readonly of: Shown }
export type Step = { readonly state: ReviewState; readonly effect: Effect }

export function beginReview(opened: Opened): ReviewState {
  const first = opened.proposals.findIndex(isOpen)
  return { opened, at: Math.max(0, first), mode: 'list', input: '', message: '', candidates: [], done: [] }
}

export function isOpen(proposal: Shown): boolean {
  return proposal.decision === null || proposal.decision === 'undone'
}

export function likeThis(state: ReviewState): readonly Shown[] {
  const here = state.opened.proposals[state.at]
  return state.opened.proposals.filter((one) => isOpen(one) && one.rule === here?.rule && one.kind === here.kind)
}

/** The same place in the document as it stands now, after somebody decided something. */
export function renewed(state: ReviewState, opened: Opened, message: string): ReviewState {
  const here = state.opened.proposals[state.at]?.id
  const at = opened.proposals.findIndex((one) => one.id === here)
  return { ...state, opened, at: Math.max(0, at), mode: 'list', input: '', message }
}

/** The next proposal that waits, after this one and then from the start; this one where none waits. */
export function nextOpen(state: ReviewState, wanted: (one: Shown) => boolean = () => true): number {
  const { proposals } = state.opened
  for (let step = 1; step <= proposals.length; step++) {
    const at = (state.at + step) % proposals.length
    const one = proposals[at]
    if (one !== undefined && isOpen(one) && wanted(one)) return at
  }
  return state.at
}
