import { type Check, type Finding, isFault } from './finding.ts'

export type CheckOutcome = { readonly name: string; readonly ms: number; readonly findings: readonly Finding[]; readonly ok: boolean }

/** Runs checks, `atOnce` at a time and the first ones first; a check that breaks is a finding, not a silence. */
export async function runChecks(
  root: string,
  checks: readonly Check[],
  atOnce: number,
  onDone: (outcome: CheckOutcome) => void,
): Promise<CheckOutcome[]> {
  const waiting = [...checks]
  const outcomes: CheckOutcome[] = []
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const outcome = await runOne(root, check)
      outcomes.push(outcome)
      onDone(outcome)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return outcomes
}

async function runOne(root: string, check: Check): Promise<CheckOutcome> {
  const started = performance.now()
  const findings = await check.run(root).catch((error: unknown): Finding[] => [{ says: `the check itself broke: ${String(error)}` }])
  return { name: check.name, ms: performance.now() - started, findings, ok: !findings.some(isFault) }
}
