import { type Caller, canWorkCases, mayRunTeam } from '#features/teams/index.ts'
import { demand } from '#kernel/refusal.ts'
import { type ImportUndone, UNDONE_AT_ONCE, type UndoImport } from './import.contract.ts'
import type { ImportDesk } from './import-row.ts'
import { type Brought, findTouched, forgetImport, holdImports, listBatches, listBrought } from './undo.store.ts'

/** What the caller brought in and could take back. */
export function viewBatches(desk: ImportDesk, caller: Caller) {
  demand(canWorkCases(caller))
  return desk.base.read(caller.actor, async (db) => ({ batches: await listBatches(db) }))
}

/**
 * Takes back a page of one run: cases in which nothing was changed since go with all that came with them, the others stay and
 * are named. What somebody else brought in is not there.
 */
export async function undoImport(desk: ImportDesk, caller: Caller, { batch, after }: UndoImport): Promise<ImportUndone> {
  demand(canWorkCases(caller))
  const page = await desk.base.read(caller.actor, (db) => listBrought(db, batch, after, UNDONE_AT_ONCE + 1))
  const cases = page.slice(0, UNDONE_AT_ONCE)
  const undone = await takeBack(desk, caller, cases)
  const touched = cases.filter(({ room }) => !undone.has(room)).map(({ code }) => code)
  return { undone: undone.size, touched, next: page.length > UNDONE_AT_ONCE ? (cases.at(-1)?.room ?? null) : null }
}

/** All of them in one transaction; where something unseen hangs on one, each in its own, and that one stays. */
async function takeBack(desk: ImportDesk, caller: Caller, cases: readonly Brought[]): Promise<Set<string>> {
  const done = await forgetUntouched(desk, caller, cases)
  if (done !== null) return done
  if (cases.length === 1) return new Set()
  const each: string[] = []
  for (const one of cases) each.push(...(await takeBack(desk, caller, [one])))
  return new Set(each)
}

function forgetUntouched(desk: ImportDesk, caller: Caller, cases: readonly Brought[]): Promise<Set<string> | null> {
  const work = desk.base.transact(caller.actor, async (tx) => {
    const held = new Set<string>(
      await holdImports(
        tx.db,
        cases.map(({ room }) => room),
      ),
    )
    const found = cases.filter(({ room }) => held.has(room))
    const touched =
      found.length === 0
        ? new Set<string>()
        : await findTouched(
            tx.db,
            found.map(({ room }) => room),
          )
    const going = found.filter(({ room }) => !touched.has(room))
    for (const { code } of going) {
      const permit = await tx.grant(
        { action: 'import.undo', subject: code, compartment: caller.room },
        mayRunTeam(caller.actor, caller.room),
      )
      await forgetImport(tx.db, permit)
    }
    return new Set<string>(going.map(({ room }) => room))
  })
  return work.catch((error: unknown) => {
    if ((error as { code?: unknown }).code === FOREIGN_KEY) return null
    throw error
  })
}

const FOREIGN_KEY = '23503'
