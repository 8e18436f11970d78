import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { fontFile, TYPST_FILE } from '#formats/print/load-press.ts'
import { FONT_FILES, type FontName } from '#formats/print/press.ts'
import { type BundleOptions, bundleWorker, type ClientFile, hashed } from './bundle.ts'

type Part = { readonly path: string; readonly sha256: string; readonly file: string; readonly type: string }

/** The WebAssembly and the fonts by the addresses under which they are served; read once, to know what they are. */
async function partsOf(): Promise<{ readonly typst: Part; readonly fonts: Readonly<Record<FontName, Part>> }> {
  const fonts = await Promise.all(
    (Object.keys(FONT_FILES) as FontName[]).map(
      async (name) => [name, await partAt(fontFile(name), name.toLowerCase().replaceAll(' ', '-'), ['ttf', 'font/ttf'])] as const,
    ),
  )
  return {
    typst: await partAt(TYPST_FILE(), 'typst', ['wasm', 'application/wasm']),
    fonts: Object.fromEntries(fonts) as Record<FontName, Part>,
  }
}

async function partAt(file: string, name: string, [ending, type]: readonly [string, string]): Promise<Part> {
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  return { path: `/desk/${name}.${sha256.slice(0, 12)}.${ending}`, sha256, file, type }
}

let known: ReturnType<typeof partsOf> | null = null
const parts = () => {
  known ??= partsOf()
  return known
}

/** The script of the worker that prints. It knows the hash of everything that it fetches. */
export async function buildPress(options: BundleOptions): Promise<ClientFile> {
  const { typst, fonts } = await parts()
  const made = ({ path, sha256 }: Part) => ({ path, sha256 })
  const ASYLIA_PRESS = JSON.stringify({
    typst: made(typst),
    fonts: Object.fromEntries(Object.entries(fonts).map(([name, part]) => [name, made(part)])),
  })
  const bundled = await bundleWorker({ ...options, plugins: [withoutEval] }, 'press/worker.ts', { ASYLIA_PRESS, 'import.meta.url': '""' })
  return hashed('desk', 'press.js', bundled.text)
}

const pack = promisify(brotliCompress)

/** The large parts of the press, read and packed when somebody first prints and then held; nobody else waits for them. */
export function pressBeside() {
  const held = new Map<string, Promise<{ type: string; bytes: Buffer; brotli: Buffer }>>()
  const load = async ({ file, type }: Part) => {
    const bytes = await readFile(file)
    // A better packing of 28 MB takes a minute and saves one in twenty.
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    }
    return { type, bytes, brotli: await pack(bytes, { params }) }
  }
  return async (path: string) => {
    const { typst, fonts } = await parts()
    const part = [typst, ...Object.values(fonts)].find((one) => one.path === path)
    if (part === undefined) return null
    const loading = held.get(path) ?? load(part)
    held.set(path, loading)
    return loading
  }
}

/**
 * The glue of Typst makes functions out of text, which the policy of the desk forbids; these are the only ones that it makes.
 * They stand for files and packages, of which there are none. A package in which the lines have changed ends the build. guards T-29
 */
const FIXED = `
const FIXED_FUNCTIONS = {
  'return 0': () => 0,
  'return true': () => true,
  'path|return path': (path) => path,
}
const fixedFunction = (...text) => FIXED_FUNCTIONS[text.join('|')] ?? (() => { throw new Error('there are no files and no packages here') })
`
const LINES = [
  ['new Function(getStringFromWasm0(arg0, arg1))', 'fixedFunction(getStringFromWasm0(arg0, arg1))'],
  [
    'new Function(getStringFromWasm0(arg0, arg1), getStringFromWasm0(arg2, arg3))',
    'fixedFunction(getStringFromWasm0(arg0, arg1), getStringFromWasm0(arg2, arg3))',
  ],
] as const

const withoutEval: Plugin = {
  name: 'without-eval',
  setup({ onLoad }) {
    onLoad({ filter: /typst-ts-web-compiler\/pkg\/wasm-pack-shim\.mjs$/ }, () => ({
      contents: `export * from './typst_ts_web_compiler.mjs'`,
      loader: 'js',
    }))
    onLoad({ filter: /typst-ts-web-compiler\/pkg\/typst_ts_web_compiler\.mjs$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!LINES.every(([from]) => text.includes(from)))
        throw new Error('the glue of Typst has changed; look again at the functions that it makes')
      return { contents: FIXED + LINES.reduce((changed, [from, to]) => changed.replaceAll(from, to), text), loader: 'js' }
    })
  },
}
