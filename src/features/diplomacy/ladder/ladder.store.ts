import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { AddBenchmark, AddConsequence, Benchmark, Decide, Look, Step } from './ladder.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }
export type StepRow = Omit<Step, 'state' | 'on'>
export type BenchmarkRow = Omit<Benchmark, 'state' | 'since' | 'steps'> & {
  readonly deliverable: string
  readonly steps: readonly StepRow[]
}

/** Benchmarks of the team or of one deliverable, each with its looks, the newest first, and the steps of its ladder with their logs. */
export async function listBenchmarks(db: Db, room: CompartmentId, one: string | null): Promise<BenchmarkRow[]> {
  const rows = await sql<BenchmarkRow>`
    select b.id, g.code as deliverable, b.said, b.due_on as due,
      coalesce((
        select jsonb_agg(jsonb_build_object('result', l.result, 'source', l.source, 'by', m.code, 'on', l.looked_on) order by l.n desc)
        from asylia.benchmark_look l join asylia.member m on m.id = l.looked_by
        where l.compartment_id = b.compartment_id and l.benchmark_id = b.id
      ), '[]') as looks,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', c.id, 'step', c.step, 'setOff', c.set_off, 'afterDays', c.after_days, 'said', c.said,
          'decisions', coalesce((
            select jsonb_agg(jsonb_build_object(
              'decision', d.decision, 'reasons', d.reasons, 'until', d.until_day, 'by', m.code, 'on', d.decided_on) order by d.n)
            from asylia.consequence_decision d join asylia.member m on m.id = d.decided_by
            where d.compartment_id = c.compartment_id and d.consequence_id = c.id
          ), '[]')
        ) order by c.step)
        from asylia.consequence c where c.compartment_id = b.compartment_id and c.benchmark_id = b.id
      ), '[]') as steps
    from asylia.benchmark b join asylia.deliverable g on g.compartment_id = b.compartment_id and g.id = b.deliverable_id
    where b.compartment_id = ${room}::uuid ${one === null ? sql`` : sql`and b.id = ${one}::uuid`}
    order by b.due_on, b.id limit 500`.execute(db)
  return rows.rows
}

/** The benchmark of a step, by its id. */
export async function benchmarkOf(db: Db, room: CompartmentId, consequence: string): Promise<string | undefined> {
  const rows = await sql<{ id: string }>`
    select benchmark_id as id from asylia.consequence where compartment_id = ${room}::uuid and id = ${consequence}::uuid`.execute(db)
  return rows.rows[0]?.id
}

export async function addBenchmark(
  db: Db,
  permit: Permit<'dialogue.benchmark'>,
  room: CompartmentId,
  { deliverable, said, due, by, today }: AddBenchmark & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.benchmark (compartment_id, id, deliverable_id, said, due_on, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${deliverable}::uuid, ${said}, ${due}::date, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Writes the look that follows those that were seen; false when somebody was faster. */
export async function addLook(
  db: Db,
  permit: Permit<'dialogue.look'>,
  room: CompartmentId,
  { benchmark, seen, result, source, by, today }: Look & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.benchmark_look (compartment_id, id, benchmark_id, n, result, source, looked_by, looked_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${benchmark}::uuid, ${seen + 1}, ${result}, ${source}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Writes the step of the permit; false when the ladder has one of this number. */
export async function addConsequence(
  db: Db,
  permit: Permit<'dialogue.consequence'>,
  room: CompartmentId,
  { benchmark, step, setOff, afterDays, said, by, today }: AddConsequence & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.consequence (compartment_id, id, benchmark_id, step, set_off, after_days, said, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${benchmark}::uuid, ${step}, ${setOff}, ${afterDays}, ${said}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Writes the decision that follows those that were seen; false when somebody was faster. */
export async function addDecision(
  db: Db,
  permit: Permit<'dialogue.decide'>,
  room: CompartmentId,
  { consequence, seen, decision, reasons, until, by, today }: Decide & By,
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.consequence_decision (compartment_id, id, consequence_id, n, decision, reasons, until_day, decided_by, decided_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${consequence}::uuid, ${seen + 1}, ${decision}, ${reasons}, ${until}::date, ${by}::uuid,
      ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}
