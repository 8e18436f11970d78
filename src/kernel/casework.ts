import file from '../../data/casework.json' with { type: 'json' }
import { deepFreeze } from './freeze.ts'

/** Whether an offence carries death at the day that counts; `historical`: it did, and the day decides. */
export type Death = 'no' | 'historical' | 'unknown'
export type RiskLevel = 'low' | 'moderate' | 'high' | 'critical'

type Casework = {
  readonly version: string
  readonly stages: readonly string[]
  readonly detains: readonly string[]
  readonly frees: readonly string[]
  readonly provisions: readonly { readonly code: string; readonly state: string; readonly article: string; readonly death: Death }[]
  readonly rights: readonly string[]
  readonly safeguards: readonly { readonly code: string; readonly standards: readonly string[] }[]
  readonly fairHearing: readonly string[]
  readonly riskGrounds: readonly string[]
  readonly refusalGrounds: readonly string[]
  readonly adequacy: readonly string[]
  readonly bars: readonly { readonly code: string; readonly parties: readonly string[] }[]
  readonly urgentSteps: readonly string[]
  readonly urgentStepsOf: Readonly<Record<string, readonly string[]>>
  readonly visaDocuments: readonly string[]
  readonly visaRefusals: readonly string[]
  /** What is looked at before somebody visits a community, so that the visit harms nobody. */
  readonly visitChecks: readonly string[]
  /** Why a state may not be safe for a community. */
  readonly hostGrounds: readonly string[]
  /** What repression does to those who stay: silence, absence, a paper that closes; and to whom. */
  readonly impacts: readonly string[]
  readonly impactOn: readonly string[]
  /** Within how many days somebody looks after a person who was returned. */
  readonly monitoringDays: number
  readonly programmes: readonly string[]
  readonly playbooks: readonly {
    readonly code: string
    readonly steps: readonly { readonly action: string; readonly days: number }[]
  }[]
  /** Which protection actions count under which measure of the EU Guidelines on Human Rights Defenders; our reading, not yet reviewed. */
  readonly guidelines: {
    readonly instrument: string
    readonly measures: readonly { readonly code: string; readonly actions: readonly string[] }[]
  }
  /** Within how many days a reprisal asks for a new assessment of the risk. */
  readonly reprisalDays: number
  readonly hearingHours: number
  readonly reviewDays: Readonly<Record<RiskLevel, number>>
  readonly riskBounds: Readonly<Record<'moderate' | 'high' | 'critical', number>>
  /** The Member States, to which the lists of the Union apply. */
  readonly members: readonly string[]
}

/** What casework is coded by beside the vocabularies. Statements of law in it are to be checked before use. */
export const casework: Casework = deepFreeze(file) as Casework
