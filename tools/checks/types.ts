import { availableParallelism } from 'node:os'
import { textOf } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'
import { ownTool } from './own-tool.ts'
import { spawnTool } from './spawn-tool.ts'

const ERROR = /^(?<file>.+?)\((?<line>\d+),\d+\): error (?<says>.+)$/

/** By path: the plain `tsc` of this tree is TypeScript 6, which stays as a library. */
const NATIVE = 'typescript-native/bin/tsc'

export const types: Check = {
  name: 'types',
  run: async (root) => {
    if (textOf(root, 'tsconfig.json') === undefined) return [{ says: 'there is no tsconfig.json, so no type was checked' }]
    const words = ['-p', 'tsconfig.json', '--pretty', 'false', '--checkers', `${Math.min(4, availableParallelism())}`]
    const answer = await spawnTool(root, process.execPath, [ownTool(NATIVE), ...words])
    return readErrors(answer.code, answer.stdout + answer.stderr)
  },
}

/** An ending other than success without a readable error is itself a finding. */
function readErrors(code: number | null, output: string): Finding[] {
  const findings: Finding[] = []
  for (const line of output.split('\n')) {
    const groups = ERROR.exec(line)?.groups
    if (groups !== undefined) findings.push({ file: groups['file'] ?? '', line: Number(groups['line']), says: groups['says'] ?? '' })
  }
  if (code !== 0 && findings.length === 0) return [{ says: `the compiler ended with ${code}: ${output.trim()}` }]
  return findings
}
