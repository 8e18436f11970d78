import { hasConsent, type Said, type Scope } from '#features/cases/consent/consent.rules.ts'
import { canUse } from '#features/cases/consent/use.rules.ts'

export type Today = 'yes' | 'no' | 'by_reporter' | 'over' | 'never'
type Row = Said & { readonly subject: string }

/** What holds today of one use for somebody, by the law that every export asks; `by_reporter` where the no is not their own. */
export function stateToday(rows: readonly Row[], subject: string, scope: Scope, today: string): Today {
  const of = (who: string) => rows.filter((row) => row.subject === who)
  const own = hasConsent(of(subject), scope, today)
  const law = canUse({ subject: of(subject), reporter: of('reporter') }, scope, today)
  if (law.ok) return 'yes'
  if (law.code === 'consent.withdrawn') return !own.ok && own.code === 'consent.withdrawn' ? 'no' : 'by_reporter'
  return law.code === 'consent.expired' ? 'over' : 'never'
}
