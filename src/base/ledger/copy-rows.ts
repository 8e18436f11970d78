import type pg from 'pg'

/**
 * Streams the rows of a query in PostgreSQL's text format for COPY, at half the cost of ordinary rows and without holding
 * them. A field is text as the server writes it, or null. What `visit` throws ends the reading and is thrown here.
 */
export function copyRows(client: pg.Client, query: string, visit: (fields: readonly (string | null)[]) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let fault: Error | undefined
    // The interface between the driver and a query of one's own; each message holds exactly one row.
    client.query({
      submit: (connection: pg.Connection) => connection.query(`copy (${query}) to stdout`),
      handleCopyData({ chunk }: { readonly chunk: Buffer }) {
        if (fault !== undefined) return
        try {
          visit(fieldsOf(chunk))
        } catch (error) {
          fault = error instanceof Error ? error : new TypeError('A row could not be read.', { cause: error })
        }
      },
      handleCommandComplete: () => undefined,
      handleError: reject,
      handleReadyForQuery: () => (fault === undefined ? resolve() : reject(fault)),
    })
  })
}

function fieldsOf(row: Buffer): readonly (string | null)[] {
  return row
    .toString('utf8', 0, row.length - 1)
    .split('\t')
    .map(readField)
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function readField(field: string): string | null {
  if (!field.includes('\\')) return field
  if (field === '\\N') return null
  return field.replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter)
}
