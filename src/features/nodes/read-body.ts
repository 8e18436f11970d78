import type { TSchema } from 'typebox'
import type { Validator } from 'typebox/compile'

/** What a body says, if it has this form; undefined for everything else that a peer can write. */
export function readBody<Context extends Record<string, TSchema>, Schema extends TSchema, Said>(
  reader: Validator<Context, Schema, Said>,
  body: Uint8Array,
): Said | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return reader.Check(said) ? said : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
