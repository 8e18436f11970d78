import { type Caller, canReadCoded } from '#features/teams/index.ts'
import { canOverlap } from '#kernel/daterange.ts'
import { type Count, countUnder, findDefinition } from '#kernel/definitions.ts'
import { demand, Refusal } from '#kernel/refusal.ts'
import { isDay } from '#kernel/years.ts'
import type { CountAsked, Incident } from './incident.contract.ts'
import { listIncidents } from './incident.store.ts'
import type { IncidentDesk } from './record-incident.ts'
import { isConfirming } from './screening.rules.ts'

const AT_ONCE = 1_000

/**
 * Counts what the caller may see and what is partly corroborated or verified, under one definition: once in each category
 * and once overall, with the version that it was counted under (R-EP-04, R-EP-05). For the desk alone, never for outside.
 */
export function countIncidents(desk: IncidentDesk, caller: Caller, { definition: id, from, until }: CountAsked): Promise<Count> {
  demand(canReadCoded(caller))
  const definition = findDefinition(id)
  if (definition === undefined || ![from, until].every((day) => day === null || isDay(day))) throw new Refusal('request.malformed')
  const period = { from, until, precision: 'range' } as const
  return desk.base.read(caller.actor, async (db) => {
    const counted: Incident[] = []
    for (let after: string | null = null; ; ) {
      const page: Incident[] = await listIncidents(db, { room: null, host: null, status: null, after }, AT_ONCE)
      counted.push(...page.filter(({ status, happened }) => isConfirming(status) && canOverlap(happened, period)))
      if (page.length < AT_ONCE) return countUnder(definition.id, counted)
      after = page.at(-1)?.id ?? null
    }
  })
}
