import { blocked, type TeamFacts } from '#crypto/mailbox/exclusions.ts'
import type { Barred } from '#features/alerts/alert.contract.ts'
import { listReports } from '../decide.ts'
import type { Mail } from '../mail.ts'
import type { Office } from '../nodes/peers.ts'
import { type Source, sourceOf } from '../transfer/source.ts'
import type { Vault } from '../vault.ts'
import { homeOf } from './sealed-text.ts'

/** Teams that may never learn of the case: by its bars, and by what each reporter of it said. guards T-27 */
export async function barredFrom(mail: Mail, code: string | null, offices: readonly Office[]): Promise<ReadonlySet<string>> {
  if (code === null) return new Set()
  const { vault } = mail
  const { denied } = await homeOf(vault, code)
  const reports = (await listReports(vault)).filter((one) => one.case === code && one.state === 'taken')
  const sources = await Promise.all(reports.map(({ report }) => sourceOf(mail, report)))
  const away = offices.filter(({ peer }) => peer !== null)
  if (away.length > 0) {
    const told = await vault.door.ask<Barred>('alerts/barred', { case: code })
    return new Set([...denied, ...sources.flatMap((one) => [...one.blocked]), ...told.offices, ...barredAway(vault, sources, away)])
  }
  return new Set([...denied, ...sources.flatMap((one) => [...one.blocked])])
}

/**
 * The same for offices of other installations, of which one server carries for all: whom a reporter excluded there closes the
 * case to every office of it, and an office of a state gets nothing of a case in which somebody reported.
 */
function barredAway(vault: Vault, sources: readonly Source[], away: readonly Office[]): readonly string[] {
  const own = vault.list.ok ? vault.list.teams : []
  const teams: readonly TeamFacts[] = [
    ...own,
    ...away.map(({ team, of, conflicts }) => ({ id: team, of, conflicts: conflicts.filter(isState) })),
  ]
  const named = new Set(
    sources.flatMap(({ never, content: { where } }) => {
      const countries = [...(where?.origin ?? []), ...(where?.host === undefined ? [] : [where.host])]
      return [...blocked(never, teams, { by: vault.team, countries })]
    }),
  )
  const nodes = new Set(away.filter(({ team }) => named.has(team)).map(({ peer }) => peer?.name))
  const isOfState = ({ kind, of }: Office) => sources.length > 0 && (kind === 'state' || of.length > 0)
  return away.filter((office) => nodes.has(office.peer?.name) || isOfState(office)).map(({ team }) => team)
}

// What an installation calls its own teams means nothing here.
const isState = (conflict: string) => /^[A-Z]{2}$/.test(conflict)
