/** Loaded before every test file: all properties draw from the one seed that the run prints. */
import fc from 'fast-check'

const seed = Number(process.env['ASYLIA_SEED'])
const long = process.env['ASYLIA_LONG'] === '1'

fc.configureGlobal({
  ...(Number.isSafeInteger(seed) ? { seed } : {}),
  ...(long ? { numRuns: 1_000 } : {}),
})
