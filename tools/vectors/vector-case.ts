/** One case of `vectors/sealing/*.json`: what is given, and what follows or with which code it is refused. */
export type VectorCase = {
  readonly id: string
  readonly given: unknown
  readonly expect?: unknown
  readonly refuse?: string
}

/** The file as it is published. */
export function vectorFile(name: string, cases: readonly VectorCase[]): string {
  return `${JSON.stringify({ name, v: 1, cases }, null, 1)}\n`
}
