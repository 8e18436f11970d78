import type { Check } from './finding.ts'
import { types } from './types.ts'

/** Every check, the slowest first so that the two cores end together. */
export const ALL_CHECKS: readonly Check[] = [types]
