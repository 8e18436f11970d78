import { type Door, door } from '#base/door.ts'
import type { InboxDesk } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import { ReadersViewInput } from './readers.contract.ts'
import { viewReaders } from './view-readers.ts'

/** The door behind the chip "Who can read this". */
export function readersDoors(desk: Pick<InboxDesk, 'base'>): Door<Caller>[] {
  return [door('/api/desk/cases/readers/view', ReadersViewInput, ({ caller, input }) => viewReaders(desk, caller, input.of))]
}
