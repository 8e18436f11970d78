import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { OperatorError } from '#base/operator-error.ts'
import { serverVersionOf } from '#base/postgres/make-logins.ts'

/** One archive of the server, or the list of all files with their checksums, which comes last. */
export type BaseBackupPart = {
  readonly kind: 'base' | 'tablespace' | 'manifest'
  /** The number of the tablespace; empty for the others. */
  readonly oid: string
  readonly body: AsyncIterable<Uint8Array>
}

export type BaseBackup = {
  /** Major version of the server. */
  readonly postgres: number
  /** Numbers of the tablespaces beside the main one. */
  readonly tablespaces: readonly string[]
  readonly parts: AsyncIterable<BaseBackupPart>
  close(): Promise<void>
}

/** In one session: the temporary slot keeps the journal of this copy from being recycled while it runs, and ends with it. */
const KEEP_JOURNAL = 'CREATE_REPLICATION_SLOT asylia_backup TEMPORARY PHYSICAL RESERVE_WAL'
const BACKUP = `BASE_BACKUP (LABEL 'asylia', CHECKPOINT 'fast', WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')`
const MOST_WAITING = 8 * 1024 * 1024

/**
 * Asks a running server for a consistent copy of itself through the replication protocol (PostgreSQL documentation,
 * "Streaming Replication Protocol", BASE_BACKUP), while it goes on working. Two backups at once refuse the second.
 */
export async function startBaseBackup(superuserUrl: string): Promise<BaseBackup> {
  const settings: pg.ClientConfig & { readonly replication: 'true' } = {
    connectionString: superuserUrl,
    application_name: 'asylia_backup',
    replication: 'true',
  }
  const client = new pg.Client(settings)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const postgres = Math.floor((await serverVersionOf(client)) / 10_000)
    await keepJournal(client)
    const copy = client.query(new CopyOut(BACKUP))
    const messages = copy.messages()
    // The second result lists the tablespaces and stands before the first archive; the main one has no number.
    const first = await messages.next()
    const tablespaces = (copy.results[1] ?? []).map((row) => row[0] ?? '').filter((oid) => oid !== '')
    return { postgres, tablespaces, parts: partsOf(first, messages), close: () => client.end() }
  } catch (error) {
    await client.end()
    throw error
  }
}

/** The server lets go of the name a moment after a copy has ended for us. */
const LET_GO_MS = 2_000

/** Its name is taken while another copy runs (duplicate_object). */
async function keepJournal(client: pg.Client): Promise<void> {
  for (const until = performance.now() + LET_GO_MS; ; await wait(100)) {
    try {
      await client.query(KEEP_JOURNAL)
      return
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === '42710')) throw error
      if (performance.now() < until) continue
      throw new OperatorError('Another backup of this installation is running. Wait until it is over.', { cause: error })
    }
  }
}

type Messages = AsyncGenerator<Buffer, void>

/** Since PostgreSQL 15 each message begins with a letter: n new archive, d its bytes, m manifest, p progress. */
async function* partsOf(first: IteratorResult<Buffer, void>, messages: Messages): AsyncGenerator<BaseBackupPart> {
  let current = first
  /** The next message that is not about progress. */
  async function next(): Promise<Buffer | undefined> {
    do current = await messages.next()
    while (current.done !== true && current.value[0] === 0x70)
    return current.done === true ? undefined : current.value
  }
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let message = await next(); message?.[0] === 0x64; message = await next()) yield message.subarray(1)
  }
  while (current.done !== true) yield partOf(current.value, body())
}

function partOf(message: Buffer, body: AsyncIterable<Uint8Array>): BaseBackupPart {
  if (message[0] === 0x6d) return { kind: 'manifest', oid: '', body }
  if (message[0] !== 0x6e) throw new Error('The server answers BASE_BACKUP in an unknown form.')
  const name = message.toString('utf8', 1, message.indexOf(0, 1))
  const oid = /^([0-9]+)\.tar$/.exec(name)?.[1] ?? ''
  return { kind: oid === '' ? 'base' : 'tablespace', oid, body }
}

/** A query of the package `pg` that hands over COPY data as it comes, and lets the server wait when we are slower. */
class CopyOut {
  readonly results: (string | null)[][][] = []
  readonly #text: string
  readonly #waiting: Buffer[] = []
  #bytes = 0
  #connection: pg.Connection | undefined
  #ended = false
  #error: Error | undefined
  #wake: () => void = () => undefined

  constructor(text: string) {
    this.#text = text
  }

  async *messages(): Messages {
    for (;;) {
      for (let message = this.#take(); message !== undefined; message = this.#take()) yield message
      if (this.#error !== undefined) throw this.#error
      if (this.#ended) return
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  #take(): Buffer | undefined {
    const message = this.#waiting.shift()
    this.#bytes -= message?.length ?? 0
    if (this.#bytes < MOST_WAITING / 2) this.#connection?.stream.resume()
    return message
  }

  submit(connection: pg.Connection): void {
    this.#connection = connection
    // A server that ends in the middle sends no error message; without this we would wait for ever.
    connection.once('end', () => this.handleError(new Error('gone')))
    connection.query(this.#text)
  }

  handleRowDescription(): void {
    this.results.push([])
  }

  handleDataRow(message: { readonly fields: (string | null)[] }): void {
    this.results.at(-1)?.push(message.fields)
  }

  handleCopyData(message: { readonly chunk: Buffer }): void {
    // The parser writes over its buffer again, so the bytes are copied.
    this.#waiting.push(Buffer.from(message.chunk))
    this.#bytes += message.chunk.length
    if (this.#bytes > MOST_WAITING) this.#connection?.stream.pause()
    this.#wake()
  }

  handleCommandComplete(): void {
    this.#wake()
  }

  handleError(error: Error): void {
    if (!this.#ended)
      this.#error ??= new OperatorError('The database ended the copy. Is it running? Make the backup again; nothing of it was kept.', {
        cause: error,
      })
    this.#wake()
  }

  handleReadyForQuery(): void {
    this.#ended = true
    this.#wake()
  }
}
