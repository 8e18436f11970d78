import type { Check, Finding } from './finding.ts'
import { ownTool } from './own-tool.ts'
import { spawnTool } from './spawn-tool.ts'

type BiomeAnswer = {
  readonly summary: { readonly unchanged: number; readonly changed: number }
  readonly diagnostics: readonly {
    readonly severity: string
    readonly category: string
    readonly message: string
    readonly location?: { readonly path?: string; readonly start?: { readonly line?: number } }
  }[]
}
type OxlintAnswer = {
  readonly number_of_files: number
  readonly diagnostics: readonly {
    readonly message: string
    readonly code?: string
    readonly filename: string
    readonly labels: readonly { readonly span: { readonly line?: number } }[]
  }[]
}

/** Format, import order, names and banned constructs. There are no warnings: whatever is said is a fault. */
export const style: Check = {
  name: 'style',
  run: async (root) => {
    const words = ['check', '--max-diagnostics=none', '--error-on-warnings', '--reporter=json', '.']
    const answer = await spawnTool(root, process.execPath, [ownTool('@biomejs/biome/bin/biome'), ...words])
    if (!answer.stdout.startsWith('{')) return [broken('biome', answer.code, answer.stderr)]
    const said = JSON.parse(answer.stdout) as BiomeAnswer
    const findings = said.diagnostics.map(({ category, message, location }) =>
      at(location?.path, location?.start?.line, `${category}: ${message}`),
    )
    if (said.summary.unchanged + said.summary.changed === 0) findings.push({ says: 'biome read no file, so it proved nothing' })
    if (answer.code !== 0 && findings.length === 0) findings.push(broken('biome', answer.code, answer.stderr))
    return findings
  },
}

/** Floating and misused promises, exhaustive switches, needless conditions: what needs types to be seen. */
export const promises: Check = {
  name: 'promises',
  run: async (root) => {
    const words = ['--type-aware', '--tsconfig', 'tsconfig.json', '-f', 'json', '.']
    const answer = await spawnTool(root, process.execPath, [ownTool('oxlint/bin/oxlint'), ...words])
    if (!answer.stdout.trimStart().startsWith('{')) return [broken('oxlint', answer.code, answer.stdout + answer.stderr)]
    const said = JSON.parse(answer.stdout) as OxlintAnswer
    const findings = said.diagnostics.map(({ message, code, filename, labels }) =>
      at(filename, labels[0]?.span.line, `${code ?? 'oxlint'}: ${message}`),
    )
    if (said.number_of_files === 0) findings.push({ says: 'oxlint read no file, so it proved nothing' })
    if (answer.code !== 0 && findings.length === 0) findings.push(broken('oxlint', answer.code, answer.stderr))
    return findings
  },
}

function at(file: string | undefined, line: number | undefined, says: string): Finding {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }), says }
}

function broken(tool: string, code: number | null, said: string): Finding {
  return { says: `${tool} ended with ${code}: ${said.trim()}` }
}
