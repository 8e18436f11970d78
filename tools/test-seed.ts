/**
 * Loaded before every test file: all properties draw from the one seed that the run prints, words are stretched natively, and
 * a run of many tests builds the two clients once.
 */
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

const BUILT = new URL('./test/built-clients.ts', import.meta.url).href
const BUILDERS = ['./build-desk.ts', './build-report.ts']
const hasBuilt = process.env['ASYLIA_BUILT'] !== undefined

registerHooks({
  resolve(specifier, context, next) {
    if (isStory && specifier === '@noble/hashes/scrypt.js') return { url: FAST, shortCircuit: true }
    const isBuilder = hasBuilt && BUILDERS.includes(specifier) && context.parentURL?.endsWith('/web/open-clients.ts')
    return isBuilder === true ? { url: BUILT, shortCircuit: true } : next(specifier, context)
  },
})
