import type { Agreement, Mechanism, Provision, Ratification } from '#features/commitments/commitment.contract.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import type { Column } from '#formats/csv.ts'
import { basis, citations, code, date, list, said, type Table, table, text, whole } from './columns.ts'

type ProvisionRow = Provision & { readonly instrument: string; readonly title: string; readonly legalForce: string }

const PROVISION: readonly Column<ProvisionRow>[] = [
  text('id', 'Id', (row) => row.id),
  text('instrument', 'Instrument', (row) => row.instrument),
  text('instrument_title', 'Title of the instrument', (row) => row.title),
  text('legal_force', 'Legal force', (row) => row.legalForce),
  text('ref', 'Article', (row) => row.ref),
  text('summary', 'Summary in our words, never the official text', (row) => row.summary),
  list('questions', 'Questions to ask', (row) => row.safeguardTests),
  basis(),
]

const RATIFICATION: readonly Column<Ratification>[] = [
  text('state', 'State', (row) => row.state),
  text('treaty', 'Treaty', (row) => row.treaty),
  text('status', 'Status', (row) => String(row.status)),
  date('date', 'Date', (row) => row.date),
  text('note', 'Note', (row) => row.note),
  basis(),
]

const AGREEMENT: readonly Column<Agreement>[] = [
  code(),
  text('key', 'Key', (row) => row.key),
  text('country', 'Country', (row) => row.country),
  said('name', 'Name', (row) => row.name),
  text('legal_force', 'Legal force', (row) => row.legalForce),
  said('state', 'State', (row) => row.state),
  text('clause', 'Human-rights clause', (row) => row.clause?.reference ?? null),
  said('clause_summary', 'The clause in our words', (row) => row.clause?.summary ?? null),
  text('clause_basis', 'Basis of the clause', (row) => row.clause?.basis ?? null),
  whole('invocations', 'Recorded invocations over repression across borders', (row) => row.invocations.length),
  citations(),
]

const MECHANISM: readonly Column<Mechanism>[] = [
  code(),
  text('key', 'Key', (row) => row.key),
  text('kind', 'Kind', (row) => row.kind),
  said('name', 'Name', (row) => row.name),
  text('legal_force', 'Legal force', (row) => row.legalForce),
  text('under', 'Under', (row) => row.under),
  said('remit', 'Remit', (row) => row.remit),
  said('frequency', 'How often', (row) => row.frequency),
  said('chair', 'Chair', (row) => row.chair),
  said('entry_point', 'Where a case can be raised', (row) => row.entryPoint),
  basis(),
  citations(),
]

/** The rules, and who is bound by which. */
export function lawTables(release: Release): Table[] {
  const provisions = release.instruments.flatMap(({ id, title, legalForce, provisions: own }) =>
    own.map((one): ProvisionRow => ({ ...one, instrument: id, title, legalForce })),
  )
  return [
    table('table.name.provisions', { rows: provisions, columns: PROVISION, primaryKey: 'id' }),
    table('table.name.ratifications', { rows: release.ratifications, columns: RATIFICATION, primaryKey: null }),
    table('table.name.agreements', { rows: release.agreements, columns: AGREEMENT }),
    table('table.name.mechanisms', { rows: release.mechanisms, columns: MECHANISM }),
  ]
}
