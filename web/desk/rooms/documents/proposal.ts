import { h, type JSX } from 'preact'
import { mayRehedge } from '#features/documents/review/decision.rules.ts'
import type { DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { terms } from '#kernel/vocabulary.ts'
import { working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { methodWords, termWords } from '../../parts/code-field.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { isKey, say } from '../../words.ts'
import { current, decide, form, isOpen, takeBack } from './state.ts'

/** Kinds that say that something is so: of these a missing hedge is said, too. */
const CLAIMS: ReadonlySet<string> = new Set(['method', 'relation', 'commitment'])

type Card = { readonly one: DeskProposal; readonly isCurrent: boolean }

/** One proposal: what it would be, how firmly the source says it, where it stands, and what was decided. */
export function ProposalCard({ one, isCurrent }: Card): JSX.Element {
  return h(
    'li',
    { id: `proposal-${one.id}`, class: 'proposal', 'aria-current': isCurrent ? 'true' : undefined },
    h(
      'button',
      {
        type: 'button',
        class: 'quiet pick',
        onClick: () => {
          form.value = null
          current.value = one.id
        },
      },
      h('strong', null, kindWord(one.kind)),
      ' ',
      h('bdi', null, one.kind === 'method' ? methodWords(one.value) : shortly(one.value)),
    ),
    marks(one),
    isCurrent ? h(Detail, { one }) : null,
  )
}

/** How firmly it is said, whether the source denies it, and what else the rules read. */
function marks(one: DeskProposal): JSX.Element {
  const isStated = one.hedge === 'stated'
  const codes = [one.precision, one.role, one.valid].flatMap((code) => code ?? [])
  return h(
    'p',
    { class: 'marks' },
    isStated && !CLAIMS.has(one.kind) ? null : mark(isStated ? 'plain' : 'caution', termWords('certainty_hedge', one.hedge)),
    one.negated ? mark('stop', say('documents.negated')) : null,
    ...codes.map((code) => h('span', { key: code, class: 'code', dir: 'ltr' }, code)),
    isOpen(one) ? null : decided(one),
  )
}

function decided({ decision, record, by }: DeskProposal): JSX.Element {
  const words = decision === 'rejected' ? say('documents.is_rejected') : say('documents.is_accepted')
  return h(
    'span',
    null,
    mark('picked', words),
    ' ',
    h('bdi', { class: 'code', dir: 'ltr' }, record ?? ''),
    by === null ? null : h('span', { class: 'quiet' }, ' ', h('bdi', null, by)),
  )
}

function Detail({ one }: { readonly one: DeskProposal }): JSX.Element {
  if (form.value === 'correct' && isOpen(one)) return h(CorrectForm, { key: one.id, one })
  if (form.value === 'reject' && isOpen(one)) return h(RejectForm, { key: one.id })
  const opens = (next: 'correct' | 'reject') => () => {
    form.value = next
  }
  return h(
    'div',
    null,
    h('blockquote', { dir: 'auto' }, shortly(one.quote)),
    one.joins.length === 0
      ? null
      : h(
          'ul',
          { class: 'joins' },
          ...one.joins.map(({ kind, quote }, n) => h('li', { key: n }, kindWord(kind), ': ', h('bdi', null, shortly(quote)))),
        ),
    h(
      'p',
      { class: 'hint' },
      say('documents.cited', { n: one.paragraph, start: one.start, end: one.end }),
      one.citation === null ? null : h('bdi', { class: 'code', dir: 'ltr' }, ` ${one.citation}`),
    ),
    h(
      'div',
      { class: 'ways' },
      ...(isOpen(one)
        ? [
            button(say('documents.accept'), () => void decide('accepted'), { key: 'A', kind: 'first' }),
            button(say('documents.correct'), opens('correct'), { key: 'E' }),
            button(say('documents.reject'), opens('reject'), { key: 'R' }),
          ]
        : [button(say('documents.undo'), () => void working(say('documents.saving'), () => takeBack(one.id)), { key: 'B' })]),
    ),
  )
}

/** What was as the rules said is left out, so that the decision tells what a person changed. */
function CorrectForm({ one }: { readonly one: DeskProposal }): JSX.Element {
  const before = { value: one.value, hedge: one.hedge, origin: '', host: '', addressee: '' }
  const { values, text, pick } = useForm('proposal', before)
  const hedges = terms('certainty_hedge').filter(({ code }) => mayRehedge(one.hedge, code).ok)
  const send = () => {
    const edits = Object.fromEntries(
      Object.entries(values).flatMap(([name, typed]) => {
        const value = name === 'origin' || name === 'host' ? typed.trim().toUpperCase() : typed.trim()
        return value === '' || value === before[name as keyof typeof before] ? [] : [[name, value]]
      }),
    )
    void decide('accepted', { edits })
  }
  return h(
    Box,
    { title: say('documents.correct'), go: say('documents.accept_corrected'), onGo: send, onCancel: closeForm },
    text('value', say('documents.value')),
    pick(
      'hedge',
      say('documents.hedge'),
      hedges.map(({ code }) => ({ id: code, words: termWords('certainty_hedge', code) })),
      { means: say('documents.hedge_hint') },
    ),
    one.kind === 'method'
      ? [text('origin', say('documents.origin'), { isLatin: true }), text('host', say('documents.host'), { isLatin: true })]
      : null,
    one.kind === 'demand' ? text('addressee', say('documents.addressee')) : null,
  )
}

function RejectForm(): JSX.Element {
  const { values, text } = useForm('reject', { reason: '' })
  const send = () => void decide('rejected', values.reason.trim() === '' ? {} : { reason: values.reason.trim() })
  return h(
    Box,
    { title: say('documents.reject'), go: say('documents.reject'), onGo: send, onCancel: closeForm },
    text('reason', say('documents.reason'), { hint: say('documents.reason_hint') }),
  )
}

function closeForm(): void {
  form.value = null
}

function kindWord(kind: string): string {
  const key = `documents.kind.${kind}`
  return isKey(key) ? say(key) : kind
}

function shortly(words: string): string {
  return words.length <= 240 ? words : `${words.slice(0, 239)}…`
}
