import { h, type JSX } from 'preact'
import type { Round, RoundFacts } from '#features/diplomacy/rounds/round.contract.ts'
import { dialogues } from '#kernel/dialogues.ts'
import { chosen, type Form } from '../../parts/use-form.ts'
import { dayInWords, say } from '../../words.ts'
import { options, wordOf } from './names.ts'
import { source } from './source.ts'

const WRITTEN = ['letter', 'question', 'note_verbale']
/** Something that was sent to somebody, and waits for an answer. */
const isWritten = (kind: string): boolean => WRITTEN.includes(kind)

export const NO_LETTER = { addressee: '', reference: '', answeredOn: '', answerSource: '' }
type Typed = Readonly<Record<keyof typeof NO_LETTER | 'kind' | 'status', string>>
type Letter = Pick<RoundFacts, 'addressee' | 'reference' | 'answeredOn' | 'answerSource'>

export const letterTyped = ({ addressee, reference, answeredOn, answerSource }: Letter): typeof NO_LETTER => ({
  addressee: addressee ?? '',
  reference: reference ?? '',
  answeredOn: answeredOn ?? '',
  answerSource: answerSource ?? '',
})

/** Of a letter or a question to whom it went and what came back; of anything else nothing. */
export function letterOf({ kind, status, addressee, reference, answeredOn, answerSource }: Typed): Letter {
  if (!isWritten(kind)) return { addressee: null, reference: null, answeredOn: null, answerSource: null }
  const answered = status === 'held' ? chosen<string>(answeredOn.trim()) : null
  return {
    addressee: chosen(addressee),
    reference: chosen(reference.trim()),
    answeredOn: answered,
    answerSource: answered === null ? null : chosen(answerSource.trim()),
  }
}

export function letterFields(fields: Form<keyof Typed>): JSX.Element[] {
  const { kind, status, answeredOn } = fields.values
  if (!isWritten(kind)) return []
  const asked = [
    fields.pick('addressee', say('dialogues.addressee_head'), options('addressee', dialogues.addressees), { none: say('cases.unsaid') }),
    fields.text('reference', say('dialogues.reference'), { hint: say('dialogues.reference_hint'), isLatin: true }),
  ]
  if (status !== 'held') return asked
  const answered = fields.text('answeredOn', say('dialogues.answered_day'), { hint: say('dialogues.follow_up_hint'), isLatin: true })
  const stands = fields.text('answerSource', say('dialogues.answer_source'), { hint: say('dialogues.source_hint'), isLatin: true })
  return [...asked, answered, ...(answeredOn.trim() === '' ? [] : [stands])]
}

/** To whom a letter or question went, under which number, and whether it was answered. */
export function letterLine({ kind, status, addressee, reference, answeredOn, answerSource }: Round): JSX.Element | null {
  if (!isWritten(kind) || (addressee === null && reference === null)) return null
  const waits = status === 'held' ? say('dialogues.unanswered') : null
  const answered = answeredOn === null ? waits : say('dialogues.answered_on', { day: dayInWords(answeredOn) })
  return h(
    'p',
    null,
    addressee === null ? null : `${say('dialogues.addressee_head')}: ${wordOf('addressee', addressee)} `,
    reference === null ? null : h('bdi', { dir: 'ltr', class: 'code' }, reference),
    answered === null ? null : ` · ${answered}`,
    answerSource === null ? null : [' · ', source(answerSource)],
  )
}
