import { h, type JSX } from 'preact'
import type { DatedRow } from '#features/cases/views/view.contract.ts'
import { quietly } from '../../actions.ts'
import { address } from '../../address.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { Table } from '../../parts/table.ts'
import { whenInWords } from '../../parts/when-field.ts'
import { mark } from '../../views/parts.ts'
import { countryName, say } from '../../words.ts'
import { openIncident } from './state.ts'

const place = (code: string | null): string => (code === null ? say('views.unknown') : countryName(code))

/** Incidents with when and how exactly that is known; a row opens the record beside it. */
export function incidentTable(id: string, rows: readonly DatedRow[], onMore: (() => void) | null): JSX.Element {
  return h(Table<DatedRow>, {
    id,
    caption: say('views.incidents_caption'),
    columns: [
      { id: 'code', head: say('views.code'), cell: ({ code }: DatedRow) => h('span', { class: 'code', dir: 'ltr' }, code) },
      {
        id: 'when',
        head: say('views.when'),
        cell: ({ happened }: DatedRow) => whenInWords(happened),
        sort: ({ on }: DatedRow) => on ?? '',
      },
      {
        id: 'where',
        head: say('views.from_in'),
        cell: ({ origin, host }: DatedRow) => say('views.flow', { origin: place(origin), host: place(host) }),
      },
      { id: 'methods', head: say('views.method'), cell: ({ methods }: DatedRow) => methods.map(methodWords).join(', ') },
      {
        id: 'status',
        head: say('views.status'),
        cell: ({ status }: DatedRow) => mark(status === 'verified' ? 'plain' : 'caution', termWords('verification_status', status)),
        sort: ({ status }: DatedRow) => status,
      },
    ],
    rows,
    keyOf: ({ code }: DatedRow) => code,
    onOpen: (row: DatedRow) => void quietly(() => openIncident(row)),
    current: address.value.panels.find(({ room }) => room === 'incidents')?.code ?? null,
    onMore,
  })
}
