import type pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'

export type FiledItem = {
  readonly item: Uint8Array
  readonly deleteHash: Uint8Array
  readonly bucket: 0 | 1 | 2 | 3
  readonly lane: number
  readonly urgent: boolean
  readonly envelope: Uint8Array | null
  readonly body: Uint8Array
  readonly self: { readonly slot: Uint8Array; readonly deleteHash: Uint8Array; readonly blob: Uint8Array } | null
}

/** What the first call about a set fixes; `index` notes that this segment is stored. */
export type SetFacts = {
  readonly set: Uint8Array
  readonly tokenHash: Uint8Array
  readonly total: number
  readonly segment: number
  readonly count: number
}

export type SetState = {
  readonly outcome: 'there' | 'absent' | 'other' | 'busy'
  readonly store: Buffer | null
  readonly present: Buffer | null
}

/** The five functions, which is all that the login of intake can reach. Statements are prepared once a connection. */
export function intakeStore(pool: pg.Pool) {
  async function ask<Row extends pg.QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<Row> {
    try {
      const answer = await pool.query<Row>({ name, text, values: [...values] })
      const [row] = answer.rows
      if (row === undefined) throw new Error('A function of intake gave no answer.')
      return row
    } catch (error) {
      throw isFull(error) ? new Refusal('intake.full') : error
    }
  }
  return {
    /** One transaction: the same id again changes nothing. `hour` is rounded by the caller. */
    async fileItem(filed: FiledItem, hour: string): Promise<void> {
      const { self } = filed
      await ask('file_item', 'select intake.file_item($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
        bytes(filed.item),
        bytes(filed.deleteHash),
        filed.bucket,
        filed.lane,
        filed.urgent,
        hour,
        bytes(filed.envelope),
        bytes(filed.body),
        bytes(self?.slot),
        bytes(self?.deleteHash),
        bytes(self?.blob),
      ])
    },
    /** The 16 bits of presence, the first asked id the highest, and the blob of the wanted one. */
    exchange: (asked: readonly Uint8Array[], wanted: Uint8Array) =>
      ask<{ readonly present: number; readonly blob: Buffer | null }>('exchange', 'select present, blob from intake.exchange($1, $2)', [
        asked.map(bytes),
        bytes(wanted),
      ]),
    erase: (id: Uint8Array, hash: Uint8Array, today: string) =>
      ask<{ readonly outcome: 'done' | 'busy'; readonly store: Buffer | null }>(
        'erase',
        'select outcome, store from intake.erase($1, $2, $3)',
        [bytes(id), bytes(hash), today],
      ),
    /** What is there of a set, for whoever knows its id. */
    findSet: (set: Uint8Array, today: string) =>
      ask<SetState>('segments_present', SEGMENTS_PRESENT, [bytes(set), null, null, null, null, null, today]),
    /** Fixes the facts of a set at the first call, and notes a stored segment when an index is given. */
    noteSet: (facts: SetFacts, index: number | null, today: string) =>
      ask<SetState>('segments_present', SEGMENTS_PRESENT, [
        bytes(facts.set),
        bytes(facts.tokenHash),
        facts.total,
        facts.segment,
        facts.count,
        index,
        today,
      ]),
    async rosterVersion(): Promise<number> {
      return (await ask<{ readonly version: number }>('roster_version', 'select intake.roster_version() as version', [])).version
    },
    close: () => pool.end(),
  }
}

export type IntakeStore = ReturnType<typeof intakeStore>

const SEGMENTS_PRESENT = 'select outcome, store, present from intake.segments_present($1, $2, $3, $4, $5, $6, $7)'

/** The driver sends a Buffer as it is and anything else as text. */
function bytes(value: Uint8Array | null | undefined): Buffer | null {
  return value === null || value === undefined ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}

/** disk_full, out_of_memory, and what the disk itself says through the server. */
function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '53100' || code === '53200' || code === '58030'
}
