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
export const PUBLIC_CODE = /^[A-Z]{1,3}-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4,8}$/
