import { signal } from '@preact/signals'
import type { Consultation, Shared } from '#features/diplomacy/coalition/coalition.contract.ts'
import { call, closing } from '../../actions.ts'
import { say } from '../../words.ts'
import type { JointShown, Office, StatementShown } from './calls.ts'

export const statements = signal<readonly StatementShown[] | null>(null)
export const joint = signal<JointShown | null>(null)
export const offices = signal<readonly Office[]>([])
export const consultations = signal<readonly Consultation[] | null>(null)
export const shared = signal<readonly Shared[] | null>(null)
/** The form that is open: its kind, and a code where it is about one. */
export const form = signal<string | null>(null)
/** The published form as a file that the browser saves. */
export const file = signal<string | null>(null)

export const opens = (what: string | null) => (): void => {
  form.value = what
}

export async function loadStatements(): Promise<void> {
  statements.value = (await call('coalition.list', null)).statements
}
export async function loadJoint(statement: string): Promise<void> {
  offices.value = (await call('coalition.offices', null)).offices
  joint.value = await call('coalition.view', { statement })
}
export async function loadConsultations(): Promise<void> {
  consultations.value = (await call('coalition.consultations', null)).consultations
}
export async function loadShared(): Promise<void> {
  shared.value = (await call('coalition.shared', null)).shared
}

/** Does it, loads what is shown anew, and closes the form; a fault leaves the form open. */
export async function change(work: () => Promise<unknown>, again: () => Promise<void>): Promise<boolean> {
  const done = await closing(form, say('coalition.saving'), async () => {
    await work()
    await again()
    return true
  })
  return done === true
}

export function dropFile(): void {
  if (file.value !== null) URL.revokeObjectURL(file.value)
  file.value = null
}

export function forgetCoalition(): void {
  for (const one of [statements, joint, consultations, shared, form]) one.value = null
  offices.value = []
  dropFile()
}
