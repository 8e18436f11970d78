import { filesBelow } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'
import { ownTool } from './own-tool.ts'
import { spawnTool } from './spawn-tool.ts'

const FOLDERS = ['src', 'web', 'tools', 'test', 'bench', 'conformance']
/** The cruiser reads TypeScript with the library TypeScript 6; without it, it cruises nothing and praises everything. */
const LEAST_SHARE = 0.9

type Cruise = {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: { readonly violations: readonly Violation[] }
}
type Violation = {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
  readonly comment?: string
  readonly cycle?: readonly { readonly name: string }[]
}

export const layers: Check = {
  name: 'layers',
  run: async (root) => {
    const sources = filesBelow(root, 'src').filter((path) => path.endsWith('.ts'))
    const folders = FOLDERS.filter((folder) => filesBelow(root, folder).some((path) => path.endsWith('.ts')))
    const answer = await spawnTool(root, process.execPath, [
      ownTool('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      '-T',
      'json',
      ...folders,
    ])
    if (!answer.stdout.startsWith('{'))
      return [{ says: `the cruiser ended with ${answer.code}: ${answer.stderr.trim() || answer.stdout.trim()}` }]
    const cruise = JSON.parse(answer.stdout) as Cruise
    return [...countFindings(sources, cruise), ...cruise.summary.violations.map(describe)]
  },
}

function countFindings(sources: readonly string[], cruise: Cruise): Finding[] {
  const seen = new Set(cruise.modules.map((module) => module.source))
  const count = sources.filter((path) => seen.has(path)).length
  if (sources.length > 0 && count >= sources.length * LEAST_SHARE) return []
  return [{ file: 'src', says: `the cruiser read ${count} of ${sources.length} files, so it proved nothing` }]
}

function describe(violation: Violation): Finding {
  const way = violation.cycle === undefined ? violation.to : violation.cycle.map((step) => step.name).join(' -> ')
  return { file: violation.from, says: `${violation.rule.name}: imports ${way}` }
}
