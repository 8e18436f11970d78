/**
 * Adds to package-lock.json the packages of other systems that npm leaves out when a registry does not hold them, since
 * `npm ci` refuses a lock without them. They carry no hash because they are never fetched: none of them fits Linux on x64
 * or arm64. Run after every change of packages.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeFolder } from './home.ts'

type Entry = {
  version?: string
  cpu?: string[]
  os?: string[]
  optional?: boolean
  dev?: boolean
  integrity?: string
  optionalDependencies?: Record<string, string>
}
type Lock = { packages: Record<string, Entry> }

const OTHER_SYSTEMS = ['android', 'darwin', 'win32', 'freebsd', 'openharmony'] as const
const OTHER_PROCESSORS = ['riscv64', 'ppc64', 's390x', 'ia32'] as const

const file = join(homeFolder(), 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
const missing = Object.entries(lock.packages).flatMap(([path, entry]) => (path === '' ? [] : missingOf(lock, path, entry)))
for (const [path, entry] of missing) lock.packages[path] = entry
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${missing.length} packages of other systems added.\n`)

function missingOf(all: Lock, path: string, entry: Entry): [string, Entry][] {
  const wanted = Object.entries(entry.optionalDependencies ?? {})
  return wanted
    .filter(([name]) => all.packages[`node_modules/${name}`] === undefined && all.packages[`${path}/node_modules/${name}`] === undefined)
    .map(([name, version]) => [
      `node_modules/${name}`,
      { version, cpu: [processorOf(name)], ...(entry.dev === true ? { dev: true } : {}), optional: true, os: [systemOf(name)] },
    ])
}

function systemOf(name: string): string {
  return OTHER_SYSTEMS.find((system) => name.includes(system)) ?? 'linux'
}

/** For Linux only processors that we do not run on are filled in; one that we do run on must come with its hash. */
function processorOf(name: string): string {
  const other = OTHER_PROCESSORS.find((processor) => name.includes(processor))
  if (other !== undefined) return other
  if (systemOf(name) === 'linux') return 'arm'
  return name.includes('arm64') ? 'arm64' : 'x64'
}
