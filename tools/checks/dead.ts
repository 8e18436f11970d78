import { filesBelow } from '#tools/files.ts'
import type { Check, Finding } from './finding.ts'
import { ownTool } from './own-tool.ts'
import { spawnTool } from './spawn-tool.ts'

type Named = { readonly name: string; readonly line?: number }
type Issue = { readonly file: string } & Readonly<Record<string, unknown>>

const SAYS: Readonly<Record<string, string>> = {
  files: 'is reached from nowhere',
  dependencies: 'is a dependency nobody imports',
  devDependencies: 'is a development dependency nobody uses',
  optionalPeerDependencies: 'is an optional peer nobody names',
  unlisted: 'is imported and not in package.json',
  exports: 'is exported and used nowhere',
  nsExports: 'is exported and used nowhere',
  types: 'is a type exported and used nowhere',
  nsTypes: 'is a type exported and used nowhere',
  duplicates: 'is exported twice',
}

/** Files, exports and dependencies that nothing reaches. Imports that lead nowhere are for the check of layers. */
export const dead: Check = {
  name: 'dead',
  run: async (root) => {
    if (filesBelow(root, 'src').length === 0) return [{ says: 'there is no source, so nothing was looked at' }]
    const answer = await spawnTool(root, process.execPath, [ownTool('knip/bin/knip.js'), '--reporter', 'json', '--no-progress'])
    if (!answer.stdout.startsWith('{')) return [{ says: `knip ended with ${answer.code}: ${answer.stderr.trim() || answer.stdout.trim()}` }]
    const { issues } = JSON.parse(answer.stdout) as { issues: readonly Issue[] }
    return issues.flatMap(readIssue)
  },
}

function readIssue(issue: Issue): Finding[] {
  return Object.entries(SAYS).flatMap(([kind, says]) => {
    const list = issue[kind]
    if (!Array.isArray(list)) return []
    return (list as readonly Named[]).map(({ name, line }) => ({
      file: issue.file,
      ...(line === undefined ? {} : { line }),
      says: kind === 'files' ? says : `${name} ${says}`,
    }))
  })
}
