import { CONSENT_SCOPES } from '#features/cases/consent/consent.contract.ts'
import { isKey, say } from '../../words.ts'
import { scopeName, subjectName } from '../consent/names.ts'
import { nameOfMember } from '../consent/state.ts'

type Line = {
  readonly action: string
  readonly subject: string
  readonly case: string | null
  readonly member: string | null
  readonly team: string | null
  readonly machine: boolean
}

/** The line of a ledger as a sentence: the ledger holds codes, and the names come from the team's own list in this browser. */
export function sentenceOf(line: Line): string {
  const who = whoOf(line)
  const [kind, verb = ''] = line.action.split('.')
  const reason = verb.startsWith('open_') && (kind === 'identity' || kind === 'evidence') ? verb.slice('open_'.length) : null
  const key = reason === null ? `audit.do.${line.action}` : `audit.do.${kind}.open`
  const reasonKey = `audit.why.${reason}`
  const why = isKey(reasonKey) ? say(reasonKey) : (reason ?? '')
  const values = { who, why, what: whatOf(line.subject), case: line.case ?? '–' }
  return isKey(key) ? say(key, values) : say('audit.do_other', { ...values, action: line.action })
}

function whoOf({ member, team, machine }: Line): string {
  if (machine) return say('audit.machine')
  if (member !== null) return nameOfMember(member)
  return team === null ? say('audit.nobody') : say('audit.of_team', { team })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** `P-7Q4MXK:un` and the like, part by part: persons by their code, uses and colleagues by their names. */
function whatOf(subject: string): string {
  if (UUID.test(subject)) return subject.slice(0, 8)
  return subject.split(':').map(partOf).join(': ')
}

function partOf(part: string): string {
  if (/^M-/.test(part)) return nameOfMember(part)
  if (part === 'reporter') return subjectName(part)
  return CONSENT_SCOPES.some((scope) => scope === part) ? scopeName(part) : part
}
