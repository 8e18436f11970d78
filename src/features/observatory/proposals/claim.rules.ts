/** An accepted proposal once corrections are applied. `companions` are the proposals that the rules linked with it. */
export type Claim = {
  readonly kind: string
  readonly value: string
  /** A correction by a person counts as the name itself. */
  readonly corrected: string | undefined
  readonly quote: string
  readonly precision: string | undefined
  readonly valid: string | undefined
  readonly hedge: string
  readonly negated: boolean
  readonly role: string | undefined
  readonly origin: string | undefined
  readonly host: string | undefined
  readonly addressee: string | undefined
  /** Who promises, as the text names them beside the verb. */
  readonly promiser: string | null
  readonly companions: readonly Companion[]
  /** The companions that the proposal itself names, in its order; one that was rejected is missing. */
  readonly joins: readonly Companion[]
  /** How many it names. */
  readonly named: number
  readonly document: string
  /** How many signatories of the document stand before it. */
  readonly before: number
}

export type Companion = {
  readonly kind: string
  readonly value: string
  readonly quote: string
  readonly precision: string | undefined
  readonly hedge: string | undefined
  readonly negated: boolean
  /** What was accepted of it. */
  readonly record: string | null
}

export type Keyed = { readonly code: string; readonly citation: string }
