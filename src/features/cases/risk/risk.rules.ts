import { casework, type RiskLevel } from '#kernel/casework.ts'
import { findTerm } from '#kernel/vocabulary.ts'
import { daysAfter } from '../days.rules.ts'
import type { Entry } from '../entries/entry.contract.ts'
import type { Host } from './risk.contract.ts'

/** Which formula a score was made with; an assessment keeps it. */
export const RISK_FORMULA = 1

export type RiskPart = { readonly factor: string; readonly weight: number }
export type Suggestion = { readonly parts: readonly RiskPart[]; readonly score: number; readonly suggested: RiskLevel }

/**
 * Formula 1: threats and vulnerabilities add up, what protects is taken off, and it never goes below 0. It shows every part
 * of itself and suggests a level; which one holds is what a member says (R-NGO-40). Unknown factors weigh nothing.
 */
export function suggestRisk(factors: readonly string[]): Suggestion {
  const parts = [...new Set(factors)].map((factor) => ({ factor, weight: findTerm('risk_factors', factor)?.defaultWeight ?? 0 }))
  const score = Math.max(
    0,
    parts.reduce((sum, { weight }) => sum + weight, 0),
  )
  return { parts, score, suggested: levelOf(score) }
}

function levelOf(score: number): RiskLevel {
  const { moderate, high, critical } = casework.riskBounds
  if (score >= critical) return 'critical'
  if (score >= high) return 'high'
  return score >= moderate ? 'moderate' : 'low'
}

/** What changed between two assessments, factor by factor. */
export function riskChange(before: readonly string[], after: readonly string[]): { readonly came: string[]; readonly went: string[] } {
  return { came: after.filter((factor) => !before.includes(factor)), went: before.filter((factor) => !after.includes(factor)) }
}

/** Until when somebody looks again: the higher the risk, the sooner. */
export function reviewDay(level: RiskLevel, madeOn: string): string {
  return daysAfter(madeOn, casework.reviewDays[level])
}

/** A reprisal brings the next assessment near, and never moves a nearer one away (R-EP-15). */
export function reprisalDay(due: string | null, today: string): string {
  const soon = daysAfter(today, casework.reprisalDays)
  return due !== null && due < soon ? due : soon
}

/** Assessments of a host state that hold on this day, with the reasons that were found; one that is over is offered to nobody (R-NGO-41). */
export function hostsToday(entries: readonly Entry[], today: string): Host[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'host' || entry.facts.until < today || entry.state === 'dropped') return []
    const { host, community, level, grounds, until } = entry.facts
    const found = Object.keys(grounds).filter((code) => grounds[code] === 'yes')
    return [{ case: entry.case, entry: entry.entry, host, community, level, grounds: found, on: entry.on, until }]
  })
}
