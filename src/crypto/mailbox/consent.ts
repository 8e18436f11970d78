import type { Consent } from './shapes.ts'

/** What readers may do with a report only after a yes of its own. Casework is what a report asks for. */
export const USES = ['private_diplomacy', 'judicial', 'public'] as const
export type Use = (typeof USES)[number]

/** Agrees to casework and to the named uses; whatever is not named was not agreed to. */
export function consentTo(uses: readonly Use[]): Consent {
  const has = (use: Use): boolean => uses.includes(use)
  return { casework: true, private_diplomacy: has('private_diplomacy'), judicial: has('judicial'), public: has('public') }
}
