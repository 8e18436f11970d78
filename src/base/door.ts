import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Refusal } from '#kernel/refusal.ts'

/** An answer that is bytes and no JSON. */
export class RawAnswer {
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>

  constructor(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}) {
    this.bytes = bytes
    this.headers = headers
  }
}

export type Call<Caller, Input> = { readonly caller: Caller; readonly input: Input; readonly params: Readonly<Record<string, string>> }

/** A call of somebody who says to have a session: what was signed, and the signature (`callBytes`). guards T-28 */
export type SignedCall = {
  readonly token: string
  readonly method: string
  readonly path: string
  readonly number: number
  readonly bodyHash: Uint8Array
  readonly signature: Uint8Array
}

/** An answer that goes on: bytes as they come, until its maker or the reader ends it. */
export class StreamAnswer {
  readonly body: Readable
  readonly headers: Readonly<Record<string, string>>

  constructor(body: Readable, headers: Readonly<Record<string, string>>) {
    this.body = body
    this.headers = headers
  }
}

/** One way into a feature, as the edge carries it: it knows how to read what is sent, and nothing of what it means. */
export type Door<Caller> = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** The most bytes that a body may have. */
  readonly bodyLimit: number
  readonly answer: (caller: Caller, body: unknown, params: Readonly<Record<string, string>>) => Promise<object>
}

/**
 * A door that takes JSON of exactly this form; anything else, an unknown key included, is `request.malformed` before a
 * thing is looked up. guards A-20
 */
export function door<Caller, Input extends TSchema>(
  path: string,
  input: Input,
  answer: (call: Call<Caller, Static<Input>>) => Promise<object>,
  bodyLimit = 16_384,
): Door<Caller> {
  // There are hundreds of doors; each form is compiled when the first call comes to it, not while everybody waits for the start.
  let reader: Validator<Record<string, never>, Input> | undefined
  return {
    method: 'POST',
    path,
    bodyLimit,
    answer: (caller, body, params) => {
      reader ??= Compile(input)
      if (!reader.Check(body)) throw new Refusal('request.malformed')
      return answer({ caller, input: body, params })
    },
  }
}

/** A door that is only asked: no body, no change. */
export function readingDoor<Caller>(path: string, answer: (call: Call<Caller, undefined>) => Promise<object>): Door<Caller> {
  return { method: 'GET', path, bodyLimit: 0, answer: (caller, _body, params) => answer({ caller, input: undefined, params }) }
}
