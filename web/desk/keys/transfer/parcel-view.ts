import { blocked } from '#crypto/mailbox/exclusions.ts'
import type { Exclusion } from '#crypto/mailbox/shapes.ts'
import type { Parcel, ParcelContent } from '#crypto/team/parcel.ts'
import type { ContentView } from '../../rooms/transfer/calls.ts'
import { shownName } from '../file-name.ts'
import type { Vault } from '../vault.ts'

/** Whom the exclusions of a parcel and the list of keys bar, for this team as the one that wraps. guards T-27 */
export function blockedOf(vault: Vault, { never, content }: Pick<Parcel, 'never' | 'content'>): ReadonlySet<string> {
  const { host, origin = [] } = content.where ?? {}
  const teams = vault.list.ok ? vault.list.teams : []
  return blocked(never, teams, { by: vault.team, countries: host === undefined ? origin : [...origin, host] })
}

/** What the page shows of a parcel, names with their hidden characters written out. */
export function contentView(content: ParcelContent, never: readonly Exclusion[]): ContentView {
  const { when } = content
  return {
    text: content.text?.text ?? null,
    when: when === undefined ? null : [when.said, when.from, when.to].filter((one) => one !== undefined).join(' – '),
    host: content.where?.host ?? null,
    origin: content.where?.origin ?? [],
    danger: content.danger ?? null,
    contact: content.contact ?? null,
    consent: content.consent ?? null,
    files: (content.files ?? []).map(({ n, name, size }) => ({ n, name: shownName(name).name, size })),
    never: never.map(({ kind, id }) => ({ kind, id })),
  }
}
