import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { textOf } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'

type Locked = {
  readonly name?: string
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly link?: boolean
  readonly inBundle?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly funding?: unknown
}
type Lock = { readonly packages: Readonly<Record<string, Locked>> }
type Manifest = Readonly<Record<string, unknown>>
type Material = {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly for: 'runtime' | 'dev'
  /** The day on which this version came out, as the registry said when it entered. */
  readonly published?: string
}

const LOCKS = ['package-lock.json', 'runtime/package-lock.json']
const MANIFESTS = ['package.json', 'runtime/package.json']
const SETTINGS = ['.npmrc', 'runtime/.npmrc']
const MUST_SET = ['ignore-scripts=true', 'omit-lockfile-registry-resolved=true', 'save-exact=true']
const BILL = 'data/bill-of-materials.json'
const DEPENDENCY_LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
const EXACT = /^(?:npm:(?:@[^/]+\/)?[^@/]+@)?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

/** Exact packages from whichever registry serves them, whole by their hash, and a list of them that people can read. */
export const lockfile: Check = {
  name: 'lockfile',
  run: (root) =>
    Promise.resolve([
      ...LOCKS.flatMap((path) => lockFindings(root, path)),
      ...MANIFESTS.flatMap((path) => manifestFindings(root, path)),
      ...SETTINGS.flatMap((path) => settingFindings(root, path)),
      ...billFindings(root),
    ]),
  write: async (root) => {
    const days = daysIn(textOf(root, BILL))
    const entering = materials(root).filter((one) => !days.has(keyOf(one)))
    for (const one of entering) days.set(keyOf(one), await publishedOn(one))
    writeFileSync(join(root, BILL), billOfMaterials(root, days))
    return BILL
  },
}

function readLock(root: string, path: string): Lock | undefined {
  const text = textOf(root, path)
  return text === undefined ? undefined : (JSON.parse(text) as Lock)
}

function lockFindings(root: string, file: string): Finding[] {
  const lock = readLock(root, file)
  if (lock === undefined) return [{ file, says: 'is not there' }]
  return Object.entries(lock.packages).flatMap(([place, entry]) => [
    ...hostFindings(file, place, entry),
    ...(place === '' || entry.link === true || entry.inBundle === true || entry.integrity !== undefined || neverFetched(entry)
      ? []
      : [{ file, says: `${place} has no integrity, so any bytes would do` }]),
  ])
}

/** A package for systems on which Asylia does not run: it stands in the lock since `npm ci` asks for it, and is never fetched. */
function neverFetched({ os, cpu }: Locked): boolean {
  const linux = os === undefined || os.includes('linux')
  const ours = cpu === undefined || cpu.includes('x64') || cpu.includes('arm64')
  return !(linux && ours)
}

/** Where a package asks for money is its own affair; any other address would bind us to a host. */
function hostFindings(file: string, place: string, entry: Locked): Finding[] {
  const { funding, ...rest } = entry
  const host = /[a-z][a-z+]*:\/\/[^"\s]+/i.exec(JSON.stringify(rest))?.[0]
  if (entry.resolved !== undefined) return [{ file, says: `${place} says where it was fetched: ${entry.resolved}` }]
  return host === undefined ? [] : [{ file, says: `${place} names a host: ${host}` }]
}

function manifestFindings(root: string, file: string): Finding[] {
  const text = textOf(root, file)
  if (text === undefined) return [{ file, says: 'is not there' }]
  const manifest = JSON.parse(text) as Manifest
  const wanted = DEPENDENCY_LISTS.flatMap((list) => Object.entries((manifest[list] ?? {}) as Record<string, string>))
  return wanted
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => ({ file, says: `${name} is ${version}, which is not one exact version` }))
}

function settingFindings(root: string, file: string): Finding[] {
  const lines = (textOf(root, file) ?? '').split('\n').map((line) => line.trim())
  const missing = MUST_SET.filter((line) => !lines.includes(line)).map((line) => ({ file, says: `does not set ${line}` }))
  const hosts = lines.filter((line) => /:\/\//.test(line)).map(() => ({ file, says: 'names a host' }))
  return [...missing, ...hosts]
}

function billFindings(root: string): Finding[] {
  const there = textOf(root, BILL)
  if (there === undefined) return [{ file: BILL, says: 'is not there; ./asylia check lockfile --write makes it' }]
  const days = daysIn(there)
  if (there !== billOfMaterials(root, days))
    return [{ file: BILL, says: 'is not what the lockfiles say; ./asylia check lockfile --write renews it, and the change is read' }]
  return materials(root).flatMap((one) => ageFindings(one, days.get(keyOf(one))))
}

const OLD_ENOUGH_DAYS = 14

/** A version that was slipped in is mostly found within days: whatever is younger than fourteen does not enter. guards T-32 */
function ageFindings(one: Material, published: string | undefined): Finding[] {
  if (published === undefined) return [{ file: BILL, says: `${keyOf(one)} does not say on which day it came out` }]
  const days = (Date.now() - Date.parse(published)) / 86_400_000
  return days >= OLD_ENOUGH_DAYS
    ? []
    : [{ file: BILL, says: `${keyOf(one)} came out on ${published}, less than ${OLD_ENOUGH_DAYS} days ago` }]
}

/** Every package of both lockfiles with its licence and its day, one a line, so that a new one shows in the diff. */
function billOfMaterials(root: string, days: ReadonlyMap<string, string>): string {
  const lines = materials(root).map((one) => {
    const published = days.get(keyOf(one))
    return JSON.stringify(published === undefined ? one : { ...one, published })
  })
  return `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`
}

function materials(root: string): Material[] {
  const found = LOCKS.flatMap((path) => Object.entries(readLock(root, path)?.packages ?? {})).filter(
    ([place, entry]) => place !== '' && !neverFetched(entry),
  )
  const lines = new Set(found.map(([place, entry]) => JSON.stringify(materialOf(place, entry))))
  return [...lines].sort().map((line) => JSON.parse(line) as Material)
}

function materialOf(place: string, entry: Locked): Material {
  const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  return { name, version: entry.version ?? 'none', licence: entry.license ?? 'not said', for: entry.dev === true ? 'dev' : 'runtime' }
}

const keyOf = ({ name, version }: Material): string => `${name}@${version}`

function daysIn(bill: string | undefined): Map<string, string> {
  const known = JSON.parse(bill ?? '[]') as readonly Material[]
  return new Map(known.flatMap((one) => (one.published === undefined ? [] : [[keyOf(one), one.published]])))
}

/** Asks the registry that npm is set to; once, when a version enters. */
async function publishedOn({ name, version }: Material): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['view', name, 'time', '--json'], { maxBuffer: 1 << 26 })
  const day = (JSON.parse(stdout) as Readonly<Record<string, string>>)[version]?.slice(0, 10)
  if (day === undefined) throw new Error(`the registry does not say when ${name} ${version} came out`)
  return day
}
