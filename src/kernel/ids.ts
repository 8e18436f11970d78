declare const brand: unique symbol
type Id<Kind extends string> = string & { readonly [brand]: Kind }

export type MemberId = Id<'member'>
export type CompartmentId = Id<'compartment'>
export type EventId = Id<'event'>
export type EntryId = Id<'entry'>

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** A random UUIDv4: it carries no order and no time. */
export function newId<Kind extends Id<string>>(): Kind {
  return globalThis.crypto.randomUUID() as string as Kind
}

export function isUuid(text: string): boolean {
  return UUID_V4.test(text)
}

/** Letters and digits that cannot be taken for one another on paper. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random public code such as `P-7Q4MXK`. Six letters: a chance clash is refused by the key of its table. */
export function newPublicCode(prefix: string): string {
  let code = ''
  while (code.length < 6) {
    const [byte = 255] = globalThis.crypto.getRandomValues(new Uint8Array(1))
    // 240 is the largest multiple of 30 in a byte: no letter is likelier than another.
    if (byte < 240) code += CODE_ALPHABET[byte % CODE_ALPHABET.length] ?? ''
  }
  return `${prefix}-${code}`
}
