/** Loaded before every test file: all properties draw from the one seed that the run prints, and words are stretched natively. */
import { registerHooks } from 'node:module'
import fc from 'fast-check'

const seed = Number(process.env['ASYLIA_SEED'])
const long = process.env['ASYLIA_LONG'] === '1'

fc.configureGlobal({
  ...(Number.isSafeInteger(seed) ? { seed } : {}),
  ...(long ? { numRuns: 1_000 } : {}),
})

const FAST = new URL('./test/fast-scrypt.ts', import.meta.url).href

// The tests of cryptography itself run what is shipped.
const isStory = !(process.argv[1] ?? '').includes('/src/crypto/')

registerHooks({
  resolve: (specifier, context, next) =>
    isStory && specifier === '@noble/hashes/scrypt.js' ? { url: FAST, shortCircuit: true } : next(specifier, context),
})
