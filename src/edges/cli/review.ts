import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { OperatorError } from '#base/operator-error.ts'
import { decideFromFile } from './review/decide-from-file.ts'
import { type ReviewDoor, runReview } from './review/run-review.ts'

const USAGE =
  'Say who you are: ./asylia review [DOCUMENT] --by NAME [--enrol] [--decisions FILE.jsonl]. Without DOCUMENT the documents that wait are listed. Or let a verifier of a desk in or out: ./asylia review --let-in M-CODE, --let-out M-CODE.'
const NO_TERMINAL = 'A review needs a terminal. Without one, hand in decisions: ./asylia review DOCUMENT --by NAME --decisions FILE.jsonl'

export type ReviewRequest = {
  readonly document: string | undefined
  readonly by: string
  readonly enrol: boolean
  readonly decisions: string | undefined
}
export type LetRequest = { readonly member: string; readonly lets: boolean }

/** `--let-in` or `--let-out` with the code of a member; null where a review is asked for. */
export function readLetArgs(args: readonly string[]): LetRequest | null {
  const { values, positionals } = parse(args)
  const [inside, outside] = [values['let-in'], values['let-out']]
  const member = (inside ?? outside)?.trim().toUpperCase()
  if (member === undefined) return null
  const isAlone = positionals.length === 0 && values.by === undefined && (inside === undefined || outside === undefined)
  if (!isAlone || !/^M-[0-9A-Z]{4,8}$/.test(member)) throw new OperatorError(USAGE)
  return { member, lets: inside !== undefined }
}

export function readReviewArgs(args: readonly string[]): ReviewRequest {
  const { values, positionals } = parse(args)
  const by = values.by?.trim() ?? ''
  if (by === '' || by.length > 200 || positionals.length > 1) throw new OperatorError(USAGE)
  return { document: positionals[0], by, enrol: values.enrol === true, decisions: values.decisions }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' as const }
  try {
    const options = {
      by: text,
      'let-in': text,
      'let-out': text,
      decisions: text,
      data: text,
      port: text,
      enrol: { type: 'boolean' as const },
    }
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new OperatorError(USAGE, { cause: error })
  }
}

type Waiting = { readonly code: string; readonly title: string; readonly proposals: number; readonly open: number }
type Say = (line: string) => void

export function tellWaiting(documents: readonly Waiting[], say: Say): number {
  for (const one of documents) say(`${one.code}  ${one.open} of ${one.proposals} wait  ${one.title}`)
  if (documents.length === 0) say('No document was imported yet: ./asylia import FILE...')
  return 0
}

/** Reviews one document on this terminal, or from a file of decisions. Answers the exit code. */
export async function review(request: ReviewRequest, door: ReviewDoor, say: Say, colour: boolean): Promise<number> {
  if (request.decisions !== undefined) return reviewFromFile(request.decisions, door, say)
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new OperatorError(NO_TERMINAL)
  await runReview(door, { input: process.stdin, output: process.stdout, colour })
  const left = (await door.open()).proposals.filter((one) => one.decision === null || one.decision === 'undone').length
  say(left === 0 ? 'Nothing waits in this document any more.' : `${left} proposals wait. The review goes on where you left it.`)
  return 0
}

async function reviewFromFile(file: string, door: ReviewDoor, say: Say): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, { cause: error })
  })
  const report = await decideFromFile(door, text)
  for (const { line, says } of report.refused) say(`line ${line}: ${says}`)
  say(`${report.decided} decided, ${report.refused.length} refused.`)
  return report.refused.length === 0 ? 0 : 1
}
