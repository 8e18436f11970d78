import type { RefusalCode } from '#kernel/refusal.ts'

/**
 * What a public door sees of a request: the parts of its path, the declared length and headers of ours. No address, agent,
 * referrer or cookie gets this far. guards T-12
 */
export type RawHead = {
  /** What the groups of the door's path matched. */
  readonly parts: readonly string[]
  readonly length: number
  header(name: `asylia-${string}`): string | undefined
}

export type RawCall = RawHead & {
  /** The whole body, exactly `length` bytes. */
  bytes(): Promise<Buffer>
  /** The same piece by piece, for what must not stand in memory. */
  pieces(): AsyncIterable<Buffer>
}

export type RawAnswer = { readonly status: number; readonly type?: string; readonly body?: Uint8Array }

/** A door that takes bytes as they are: exact lengths, one media type, no parser. Edges open it, a feature answers. */
export type RawDoor = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: RegExp
  /** Media types that may come in; empty for a door without a body. */
  readonly accepts: readonly string[]
  /** Looks at the head alone: a "no" refuses the body unread. */
  readonly refuses?: (head: RawHead) => RefusalCode | undefined
  /** Throws Refusal for an expected "no". */
  readonly answer: (call: RawCall) => Promise<RawAnswer>
}
