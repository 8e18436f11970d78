import type { Desk } from '#features/teams/index.ts'

/** What the doors and the work of alerts share. */
export type AlertDesk = Pick<Desk, 'base' | 'by' | 'sites'>
