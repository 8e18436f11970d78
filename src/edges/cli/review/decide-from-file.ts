import { Refusal } from '#kernel/refusal.ts'
import { type Decided, type DecisionKind, isOpen, type Opened } from './review-state.ts'
import type { ReviewDoor } from './run-review.ts'

/** One line of a file of decisions: on one proposal by its id in the machine form, or on all that one rule found. */
type Line = {
  readonly proposal?: string
  readonly rule?: string
  readonly decision: DecisionKind
  readonly edits?: Readonly<Record<string, string>>
  readonly record?: string
  readonly reason?: string
}
export type FileReport = { readonly decided: number; readonly refused: readonly { readonly line: number; readonly says: string }[] }

const DECISIONS: readonly string[] = ['accepted', 'merged', 'rejected', 'undone']
const FIELDS = new Set(['proposal', 'rule', 'decision', 'edits', 'record', 'reason'])

/** Carries out a file of decisions, one JSON object a line. What is refused is told with its line and keeps nothing else out. */
export async function decideFromFile(door: ReviewDoor, text: string): Promise<FileReport> {
  const refused: { line: number; says: string }[] = []
  let decided = 0
  for (const [at, written] of text.split('\n').entries()) {
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refused.push({ line: at + 1, says: error.message })
      }
    }
    if (written.trim() === '') continue
    await attempt(async () => {
      for (const decision of decisionsOf(await door.open(), readLine(written))) {
        await attempt(async () => {
          await door.decide(decision)
          decided++
        })
      }
    })
  }
  return { decided, refused }
}

function readLine(written: string): Line {
  const line = parse(written)
  const isObject = typeof line === 'object' && line !== null && !Array.isArray(line)
  if (!isObject || Object.keys(line).some((name) => !FIELDS.has(name))) throw new Refusal('request.malformed')
  const { decision, edits, proposal, rule, record, reason } = line as Record<string, unknown>
  const texts = [proposal, rule, record, reason].every((one) => one === undefined || typeof one === 'string')
  const isEdits =
    edits === undefined || (typeof edits === 'object' && edits !== null && Object.values(edits).every((one) => typeof one === 'string'))
  const namesOne = (proposal === undefined) !== (rule === undefined)
  if (!texts || !isEdits || !namesOne || typeof decision !== 'string' || !DECISIONS.includes(decision))
    throw new Refusal('request.malformed')
  return line as Line
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    throw new Refusal('request.malformed')
  }
}

function decisionsOf({ proposals }: Opened, line: Line): Decided[] {
  const { proposal, rule, ...rest } = line
  const meant = proposals.filter((one) => (rule === undefined ? one.mark === proposal : one.rule === rule && isOpen(one)))
  if (proposal !== undefined && meant.length === 0) throw new Refusal('record.not_found')
  return meant.map((one) => ({ proposal: one.id, seen: one.decisions, ...rest }))
}
