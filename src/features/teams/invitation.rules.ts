import { CODE_ALPHABET } from '#kernel/ids.ts'

const GROUPS = 5
const LENGTH = 25

/** 25 of 30 signs: 122 bits. Written in groups of five. */
export function spellInvitation(signs: string): string {
  return Array.from({ length: GROUPS }, (_, at) => signs.slice(at * GROUPS, (at + 1) * GROUPS)).join('-')
}

/** The signs of a typed code in any case, with spaces or dashes or without; undefined when it cannot be one. */
export function readInvitation(typed: string): string | undefined {
  const signs = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  const known = signs.length === LENGTH && [...signs].every((sign) => CODE_ALPHABET.includes(sign))
  return known ? signs : undefined
}
