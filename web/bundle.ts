import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { build, type Plugin } from 'esbuild'

/** A file of a client, as it is served. `path` holds a hash of the content, except for the page itself. */
export type ClientFile = { readonly path: string; readonly type: string; readonly bytes: Buffer; readonly brotli: Buffer }
export type Client = ReadonlyMap<string, ClientFile>

export type BundleOptions = {
  /** The folder of the code. */
  readonly home: string
  /** `report` or `desk`: the folder below web/ and the first part of every address. */
  readonly area: 'report' | 'desk'
  readonly minify?: boolean
  readonly plugins?: readonly Plugin[]
}

export type Bundled = { readonly name: string; readonly text: string; readonly packages: readonly string[] }

/** `first` are the parts that the page's script needs before it can run; the others come when they are asked for. */
export type BundledPage = { readonly entry: string; readonly first: readonly string[]; readonly parts: readonly Bundled[] }

/** Chrome 85 and Firefox 102 are the floor (SEALING 21); older browsers see the page without a script. */
const TARGET = ['chrome85', 'firefox102']
/** What the floor lacks and our code or a package uses; `build-report.test.ts` holds the list against the bundles. */
export const SHIMS: Readonly<Record<string, string>> = {
  'Object.hasOwn': 'Object.hasOwn||(Object.hasOwn=(o,k)=>Object.prototype.hasOwnProperty.call(o,k));',
  toReversed: 'Array.prototype.toReversed||(Array.prototype.toReversed=function(){return this.slice().reverse()});',
  '.at': 'for(const p of [Array,Uint8Array,String])p.prototype.at||(p.prototype.at=function(i){return this[i<0?this.length+i:i]});',
  toSorted: 'Array.prototype.toSorted||(Array.prototype.toSorted=function(f){return this.slice().sort(f)});',
}
const SHIM = Object.values(SHIMS).join('')

/**
 * Bundles one entry of a client into one classic script. The same sources give the same bytes on every machine: no path,
 * no date and no installation goes in.
 */
export async function bundleWorker(options: BundleOptions, entry: string, define: Readonly<Record<string, string>> = {}): Promise<Bundled> {
  const result = await build({
    ...settingsOf(options, define),
    entryPoints: [join(options.home, 'web', options.area, entry)],
    format: 'iife',
    outfile: 'x.js',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Error('the bundler made no file')
  return { name: entry, text: file.text, packages: packagesOf(Object.keys(result.metafile.inputs)) }
}

/** Bundles the page's own script: an ES module, with parts that are loaded late as files of their own. */
export async function bundlePage(
  options: BundleOptions,
  entry: string,
  define: Readonly<Record<string, string>> = {},
): Promise<BundledPage> {
  const result = await build({
    ...settingsOf(options, define),
    entryPoints: { page: join(options.home, 'web', options.area, entry) },
    format: 'esm',
    splitting: true,
    outdir: 'out',
    entryNames: '[name].[hash]',
    chunkNames: 'part.[hash]',
  })
  const packages = packagesOf(Object.keys(result.metafile.inputs))
  const parts = result.outputFiles.map((file) => ({
    name: file.path.slice(file.path.lastIndexOf('/') + 1).toLowerCase(),
    text: lowerNames(file.text),
    packages,
  }))
  const main = parts.find(({ name }) => name.startsWith('page.'))
  if (main === undefined) throw new Error('the bundler made no page')
  const first = [...main.text.matchAll(/from ?"\.\/(part\.[a-z0-9]+\.js)"|import ?"\.\/(part\.[a-z0-9]+\.js)"/g)].map(
    (found) => found[1] ?? found[2] ?? '',
  )
  return { entry: main.name, first, parts }
}

export type Late = { readonly addresses: Readonly<Record<string, string>>; readonly files: readonly Bundled[] }

/**
 * Bundles parts of a page that are loaded late, beside the page's own script and not as a split of it: the first load stays one
 * script, and what both need is in both. They share nothing with the page but what it hands them.
 */
export async function bundleLate(
  options: BundleOptions,
  entries: Readonly<Record<string, string>>,
  define: Readonly<Record<string, string>> = {},
): Promise<Late> {
  const result = await build({
    ...settingsOf(options, define),
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, join(options.home, 'web', options.area, entry)])),
    format: 'esm',
    splitting: true,
    outdir: 'out',
    entryNames: '[name].[hash]',
    chunkNames: 'part.[hash]',
  })
  const packages = packagesOf(Object.keys(result.metafile.inputs))
  const files = result.outputFiles.map((file) => ({ name: nameOf(file.path), text: lowerNames(file.text), packages }))
  const found = Object.keys(entries).map((name): readonly [string, string] => [
    name,
    `/${options.area}/${files.find((file) => file.name.startsWith(`${name}.`))?.name}`,
  ])
  return { addresses: Object.fromEntries(found), files }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase()
}

/** esbuild writes hashes in capitals; our addresses are lower case. */
function lowerNames(text: string): string {
  return text.replaceAll(/"\.\/[a-z-]+\.[A-Z0-9]{8}\.js"/g, (name) => name.toLowerCase())
}

function settingsOf({ home, area, minify = true, plugins = [] }: BundleOptions, define: Readonly<Record<string, string>>) {
  const all: Plugin[] = [...(area === 'report' ? [leaveOut] : []), ...plugins]
  return {
    absWorkingDir: home,
    bundle: true,
    write: false,
    metafile: true,
    minify,
    charset: 'utf8',
    target: TARGET,
    legalComments: 'none',
    platform: 'browser',
    treeShaking: true,
    define: { ...define },
    banner: { js: SHIM },
    plugins: all,
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { target: 'ES2022', useDefineForClassFields: true } },
  } as const
}

/**
 * Parts of packages that a reporter never needs: signing curves, passkeys, CBOR, armour, passphrases, and the recipients of
 * age that are not hybrid with their way to the browser's own cryptography. A file is emptied, or one line of it is
 * replaced; a package in which that line is not there any more ends the build. guards T-17
 */
const EMPTIED: readonly RegExp[] = [/age-encryption\/dist\/(?:webauthn|armor|cbor|x25519)\.js$/]
const REPLACED: readonly { readonly file: RegExp; readonly lines: readonly (readonly [string, string])[] }[] = [
  {
    file: /age-encryption\/dist\/recipients\.js$/,
    lines: [
      ['import { MLKEM768P256, MLKEM768X25519 } from', 'const MLKEM768P256 = undefined; import { MLKEM768X25519 } from'],
      ['import { p256 } from "@noble/curves/nist.js"', 'const p256 = undefined'],
      ['import { scrypt } from "@noble/hashes/scrypt.js"', 'const scrypt = undefined'],
    ],
  },
  {
    file: /@noble\/post-quantum\/hybrid\.js$/,
    lines: [
      ["import { p256, p384 } from '@noble/curves/nist.js'", 'const p256 = undefined, p384 = undefined'],
      ["QSF('QSF-KEM(ML-KEM-768,P-256)-XOF(SHAKE256)-KDF(SHA3-256)', ml_kem768, ecdhKem(p256, true), shake256, sha3_256)", 'undefined'],
      ["QSF('QSF-KEM(ML-KEM-1024,P-384)-XOF(SHAKE256)-KDF(SHA3-256)', ml_kem1024, ecdhKem(p384, true), shake256, sha3_256)", 'undefined'],
    ],
  },
]

const leaveOut: Plugin = {
  name: 'leave-out',
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(?:age-encryption|@noble)\// }, async ({ path }) => {
      if (EMPTIED.some((pattern) => pattern.test(path))) return { contents: 'export {}', loader: 'js' }
      const found = REPLACED.find(({ file }) => file.test(path))
      return found === undefined ? undefined : { contents: replaceLines(await readFile(path, 'utf8'), found.lines), loader: 'js' }
    })
  },
}

function replaceLines(text: string, lines: readonly (readonly [string, string])[]): string {
  return lines.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error('a package has changed; look again at what is left out of the report bundle')
    return changed.replace(from, to)
  }, text)
}

/** Names of the packages that a bundle holds something of. */
function packagesOf(inputs: readonly string[]): readonly string[] {
  const names = inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

const TYPES: Readonly<Record<string, string | undefined>> = {
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}
const pack = promisify(brotliCompress)

/** A file of a client under an address that changes with its content. */
export async function hashed(area: string, name: string, text: string): Promise<ClientFile> {
  const dot = name.lastIndexOf('.')
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return clientFile(`/${area}/${name.slice(0, dot)}.${hash}${name.slice(dot)}`, text)
}

/** A file of a client under the address that is given. */
export async function clientFile(path: string, text: string): Promise<ClientFile> {
  const bytes = Buffer.from(text)
  const end = path.slice(path.lastIndexOf('.') + 1)
  const type = TYPES[end] ?? 'text/plain; charset=utf-8'
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  return { path, type, bytes, brotli: await pack(bytes, { params }) }
}

/** The hash of an inline style as a Content-Security-Policy names it. */
export function cspHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
