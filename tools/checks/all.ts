import { bans } from './bans.ts'
import { catalogue, rowTypes } from './database.ts'
import { dead } from './dead.ts'
import type { Check } from './finding.ts'
import { layers } from './layers.ts'
import { promises, style } from './lint.ts'
import { lockfile } from './lockfile.ts'
import { pages } from './pages.ts'
import { sizes } from './sizes.ts'
import { trace } from './trace.ts'
import { types } from './types.ts'
import { words } from './words.ts'

/** Every check, the slowest first so that the cores end together. */
export const ALL_CHECKS: readonly Check[] = [
  catalogue,
  rowTypes,
  promises,
  dead,
  layers,
  types,
  style,
  pages,
  bans,
  sizes,
  trace,
  words,
  lockfile,
]
