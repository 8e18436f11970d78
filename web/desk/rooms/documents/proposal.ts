import { h, type JSX } from 'preact'
import type { DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { working } from '../../actions.ts'
import { termWords } from '../../parts/code-field.ts'
import { button, mark } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { faultWords } from './faults.ts'
import { CorrectForm, RejectForm } from './forms.ts'
import { current, decide, form, isOpen, mayCorrect, opened, takeBack } from './state.ts'
import { kindWord, notesOn, readAs, shortly, whatItIs, whatItSays } from './wording.ts'

/** Kinds that say that something is so: of these a missing hedge is said, too. */
const CLAIMS: ReadonlySet<string> = new Set(['method', 'relation', 'commitment'])

type Card = { readonly one: DeskProposal; readonly isCurrent: boolean }

/** One proposal: what it would be, in the words of the document, how firmly the source says it, and what was decided. */
export function ProposalCard({ one, isCurrent }: Card): JSX.Element {
  return h(
    'li',
    { id: `proposal-${one.id}`, class: isOpen(one) ? 'proposal' : 'proposal settled', 'aria-current': isCurrent ? 'true' : undefined },
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
      h('span', { class: 'what' }, whatItIs(one)),
      ' ',
      h('bdi', null, whatItSays(one)),
    ),
    marks(one),
    isCurrent ? h(Detail, { one }) : null,
  )
}

/** How the rules read the words, how firmly it is said, whether the source denies it, and what was decided. */
function marks(one: DeskProposal): JSX.Element | null {
  const isStated = one.hedge === 'stated'
  const read = readAs(one.kind, one.value)
  const all = [
    read === null || read === whatItSays(one) ? null : h('span', { class: 'quiet' }, '= ', h('bdi', null, read)),
    fullName(one),
    isStated && !CLAIMS.has(one.kind) ? null : mark(isStated ? 'plain' : 'caution', termWords('certainty_hedge', one.hedge)),
    one.negated ? mark('stop', say('documents.negated')) : null,
    ...notesOn(one).map(({ kind, words }) => mark(kind, words)),
    isOpen(one) ? null : decided(one),
  ].filter((piece) => piece !== null)
  return all.length === 0 ? null : h('p', { class: 'marks' }, ...all)
}

/** A last name alone is the person who has it in the same document. */
function fullName({ kind, value, words }: DeskProposal): JSX.Element | null {
  if (kind !== 'person' || words.toLowerCase() === value) return null
  const full = opened.value?.proposals.find((other) => other.kind === kind && other.words.toLowerCase() === value)
  return full === undefined ? null : h('span', { class: 'quiet' }, '= ', h('bdi', null, full.words))
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
  if (form.value === 'correct' && isOpen(one) && mayCorrect(one)) return h('div', null, faultWords(), h(CorrectForm, { key: one.id, one }))
  if (form.value === 'reject' && isOpen(one)) return h('div', null, faultWords(), h(RejectForm, { key: one.id }))
  const opens = (next: 'correct' | 'reject') => () => {
    form.value = next
  }
  return h(
    'div',
    null,
    quoted(one),
    one.joins.length === 0
      ? null
      : h(
          'ul',
          { class: 'joins' },
          ...one.joins.map(({ kind, words }, n) => h('li', { key: n }, `${kindWord(kind)}: `, h('bdi', null, shortly(words)))),
        ),
    h(
      'p',
      { class: 'hint' },
      say('documents.cited', { n: one.paragraph, start: one.start, end: one.end }),
      one.citation === null ? null : h('bdi', { class: 'code', dir: 'ltr' }, ` ${one.citation}`),
    ),
    faultWords(),
    h(
      'div',
      { class: 'ways' },
      ...(isOpen(one)
        ? [
            button(say('documents.accept'), () => void decide('accepted'), { key: 'A', kind: 'first' }),
            ...(mayCorrect(one) ? [button(say('documents.correct'), opens('correct'), { key: 'E' })] : []),
            button(say('documents.reject'), opens('reject'), { key: 'R' }),
          ]
        : [button(say('documents.undo'), () => void working(say('documents.saving'), () => takeBack(one.id)), { key: 'B' })]),
    ),
  )
}

/** The words of the document, where the head does not show them already. */
function quoted(one: DeskProposal): JSX.Element | null {
  const words = shortly(one.quote.trim().replaceAll(/\s+/g, ' '))
  return words === whatItSays(one) ? null : h('blockquote', { dir: 'auto' }, words)
}
