import { readFile } from 'node:fs/promises'

/** Why this process may not hold words for a moment, as a sentence for the operator; null where it may. */
export type Objection = string | null

type Machine = { readonly swaps: string; readonly limits: string; readonly corePattern: string; readonly execArgv: readonly string[] }

/**
 * A process that holds plaintext leaves none behind: it cannot be swapped out, leaves no core file, and nobody can look
 * into it by a debugger that it opened itself. guards T-02
 */
export function objectionTo({ swaps, limits, corePattern, execArgv }: Machine): Objection {
  if (swaps.trim().split('\n').length > 1)
    return 'This machine can write memory to disk (swap is on). Switch it off with swapoff -a, or leave the form without scripts off.'
  const core = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(limits)
  // A program that takes core dumps through a pipe heeds no limit but the byte 1 (core(5)); a file heeds both.
  const least = corePattern.trim().startsWith('|') ? ['1'] : ['0', '1']
  if (core?.[1] === undefined || core[2] === undefined || !least.includes(core[1]) || !least.includes(core[2]))
    return 'A crash could leave the memory of this process on disk. The form without scripts needs prlimit, which Debian has in util-linux.'
  if (execArgv.some((one) => /^--(inspect|heap|report|cpu-prof|diagnostic)/.test(one)))
    return 'This process was started with a debugger or a memory report. The form without scripts runs without either.'
  return null
}

/** Looks at the machine and at this process. */
export async function ownObjection(): Promise<Objection> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const [swaps, limits, corePattern] = await Promise.all([
    read('/proc/swaps'),
    read('/proc/self/limits'),
    read('/proc/sys/kernel/core_pattern'),
  ])
  return objectionTo({ swaps, limits, corePattern, execArgv: process.execArgv })
}

/** Only what concerns the machine, for the parent that holds no words itself. */
export async function machineObjection(): Promise<Objection> {
  const swaps = await readFile('/proc/swaps', 'utf8').catch(() => '')
  return objectionTo({ swaps, limits: 'Max core file size 1 1 bytes', corePattern: '|', execArgv: [] })
}
