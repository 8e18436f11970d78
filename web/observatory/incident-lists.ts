import type { PublicIncident } from '#features/register/register.contract.ts'
import { compareWhen, yearOf } from './when.ts'

/** At most this many on one page. */
export const LIST_LENGTH = 200

export type ListPart = { readonly address: string; readonly incidents: readonly PublicIncident[] }
export type IncidentList = { readonly host: string; readonly year: string; readonly parts: readonly ListPart[]; readonly size: number }

/**
 * The incidents by host country and year, newest year first, cut into pages. A page after the first is named by its first
 * incident, so that an addition moves addresses only where it has to.
 */
export function listsOf(incidents: readonly PublicIncident[]): IncidentList[] {
  const groups = new Map<string, PublicIncident[]>()
  for (const incident of incidents) {
    const key = `${incident.host} ${yearOf(incident.happened) ?? 'undated'}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [incident])
    else group.push(incident)
  }
  return [...groups].sort(byHostThenYear).map(([key, all]) => {
    const [host = '', year = ''] = key.split(' ')
    const sorted = all.sort((a, b) => compareWhen(a.happened, b.happened) || (a.code < b.code ? -1 : 1))
    return { host, year, parts: cut(`incidents/${host}/${year}/`, sorted), size: all.length }
  })
}

function byHostThenYear([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  const [hostA = '', yearA = ''] = a.split(' ')
  const [hostB = '', yearB = ''] = b.split(' ')
  if (hostA !== hostB) return hostA < hostB ? -1 : 1
  return yearA < yearB ? 1 : -1
}

function cut(address: string, incidents: readonly PublicIncident[]): ListPart[] {
  const parts: ListPart[] = []
  for (let at = 0; at < incidents.length; at += LIST_LENGTH) {
    const own = incidents.slice(at, at + LIST_LENGTH)
    parts.push({ address: at === 0 ? address : `${address}from-${own[0]?.code ?? ''}/`, incidents: own })
  }
  return parts
}
