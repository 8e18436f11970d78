import { signal } from '@preact/signals'
import { call, quietly } from '../../actions.ts'
import type { Asked, AuditCalls, AuditLine, CheckedProof } from './calls.ts'

export type Filters = Omit<Asked, 'after'>
export const NO_FILTERS: Filters = { member: null, action: null, case: null, from: null, to: null }

type Shown = { readonly lines: readonly AuditLine[]; readonly more: boolean; readonly isAuditor: boolean }

/** What the page shows of the ledger; codes alone, and gone with the lock all the same. */
export const filters = signal<Filters>(NO_FILTERS)
export const shown = signal<Shown | null>(null)
/** The lines of one case, for its tab. */
export const ofCase = signal<Readonly<Record<string, Shown>>>({})
export const head = signal<AuditCalls['audit.head']['out'] | null>(null)
export const proof = signal<{ readonly entry: string; readonly checked: CheckedProof } | null>(null)

export function forgetAudit(): void {
  filters.value = NO_FILTERS
  shown.value = null
  ofCase.value = {}
  head.value = null
  proof.value = null
}

export function look(asked: Filters): Promise<void> {
  filters.value = asked
  return quietly(async () => {
    shown.value = await call('audit.list', { ...asked, after: null })
  })
}

export function lookAtHead(): Promise<void> {
  return quietly(async () => {
    head.value = await call('audit.head', null)
  })
}

export function lookAtCase(code: string): Promise<void> {
  return quietly(async () => {
    const page = await call('audit.list', { ...NO_FILTERS, case: code, after: null })
    ofCase.value = { ...ofCase.value, [code]: page }
  })
}

/** The next page behind what is shown, of everything or of one case. */
export function more(code: string | null): Promise<void> {
  const before = code === null ? shown.value : (ofCase.value[code] ?? null)
  const asked = code === null ? filters.value : { ...NO_FILTERS, case: code }
  return quietly(async () => {
    const all = before === null ? null : await following(before, asked)
    if (all === null) return
    if (code === null) shown.value = all
    else ofCase.value = { ...ofCase.value, [code]: all }
  })
}

async function following(before: Shown, asked: Filters): Promise<Shown | null> {
  const last = before.lines.at(-1)
  if (last === undefined) return null
  const page = await call('audit.list', { ...asked, after: { at: last.at, entry: last.entry } })
  return { ...page, lines: [...before.lines, ...page.lines] }
}

export function prove(line: AuditLine): Promise<void> {
  return quietly(async () => {
    proof.value = { entry: line.entry, checked: await call('audit.proof', { entry: line.entry, line }) }
  })
}
