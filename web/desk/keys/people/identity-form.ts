import type { Identity } from '../../rooms/people/calls.ts'

const TEXTS = ['aliases', 'birth', 'documents', 'contacts', 'address', 'family', 'place', 'notes'] as const

/** Whether this is an identity as this version writes it; what another client made of it shows as unreadable. */
export function isIdentity(value: unknown): value is Identity {
  if (typeof value !== 'object' || value === null) return false
  const said = value as Readonly<Record<string, unknown>>
  const names = said['names']
  return Array.isArray(names) && names.every((name) => typeof name === 'string') && TEXTS.every((name) => typeof said[name] === 'string')
}
