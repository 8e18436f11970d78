import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { textOf } from '#tools/files.ts'

export type SystemPackage = {
  readonly package: string
  readonly program?: string
  readonly file?: string
  readonly instead?: string
  readonly why: string
}

/** The one list of what tests need from the system. */
export function listSystemPackages(root: string): SystemPackage[] {
  const text = textOf(root, 'tools/system-packages.json')
  return text === undefined ? [] : (JSON.parse(text) as SystemPackage[])
}

/** Which of these are not on this machine. */
export function missingPackages(packages: readonly SystemPackage[], env: NodeJS.ProcessEnv = process.env): SystemPackage[] {
  return packages.filter((wanted) => !isHere(wanted, env))
}

function isHere(wanted: SystemPackage, env: NodeJS.ProcessEnv): boolean {
  const instead = wanted.instead === undefined ? undefined : env[wanted.instead]
  if (instead !== undefined && instead !== '') return isProgram(instead)
  if (wanted.file !== undefined) return existsSync(wanted.file)
  const program = wanted.program
  if (program === undefined) return false
  return (env['PATH'] ?? '').split(delimiter).some((folder) => isProgram(join(folder, program)))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The words before `apt-get` that let it work here: none as root, `sudo -n` where that asks nothing, else it may not. */
function aptPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined
}

/** Installs what is missing where it may, with apt's own progress on the screen; returns what is still missing. */
export function installPackages(missing: readonly SystemPackage[], say: (line: string) => void): SystemPackage[] {
  if (missing.length === 0) return []
  const names = missing.map((wanted) => wanted.package)
  const mayInstall = process.env['ASYLIA_INSTALL'] !== 'off' && existsSync('/usr/bin/apt-get')
  const prefix = mayInstall ? aptPrefix() : undefined
  if (prefix === undefined) {
    say(`Tests need packages that are not here and cannot be installed without you: ${names.join(' ')}`)
    say(`  On Debian: apt-get update && apt-get install ${names.join(' ')}`)
    for (const wanted of missing) say(`  ${wanted.package}: ${wanted.why}`)
    return [...missing]
  }
  say(`Installing system packages that tests need: ${names.join(' ')}`)
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300']
  runVisibly([...apt, 'update'])
  runVisibly([...apt, 'install', '-y', '--no-install-recommends', ...names])
  const left = missingPackages(missing)
  if (left.length > 0) say(`Could not install: ${left.map((wanted) => wanted.package).join(' ')}. Tests that need them do not run.`)
  return left
}

/** A failure shows by itself: what was to be installed is still missing afterwards. */
function runVisibly(words: readonly string[]): void {
  const [program = '', ...rest] = words
  spawnSync(program, rest, { stdio: ['ignore', 2, 2] })
}
