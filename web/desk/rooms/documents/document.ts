import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { DeskDocument, DeskProposal } from '#features/observatory/proposals/review-desk.contract.ts'
import { quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { pick } from '../../parts/code-field.ts'
import { say } from '../../words.ts'
import { ProposalCard } from './proposal.ts'
import { current, currentOne, isOpen, onlyKind, openDocument, opened, shownOnes, showOnly } from './state.ts'
import { kindWord } from './wording.ts'

/** A part of a document, each paragraph with what is proposed in it beside it; the words that count are lit. */
export function DocumentPage({ code, part }: { readonly code: string; readonly part: number | null }): JSX.Element {
  useEffect(() => void quietly(() => openDocument(code, part)), [code, part])
  const shown = current.value
  useEffect(() => {
    if (shown !== null) document.getElementById(`proposal-${shown}`)?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  const now = opened.value?.code === code ? opened.value : null
  return h(
    'div',
    null,
    h('p', null, h('a', { href: hrefOf('documents') }, say('documents.all'))),
    h('h1', { id: 'documents-title', tabIndex: -1 }, h('bdi', { lang: now?.language }, now?.title ?? code)),
    now === null
      ? null
      : [
          h(
            'p',
            { class: 'quiet' },
            h('bdi', null, now.publisher),
            ' · ',
            h('span', { class: 'code', dir: 'ltr' }, now.address ?? say('documents.unknown_source')),
          ),
          h(
            'p',
            { role: 'status' },
            say('documents.waiting', { n: now.waiting }),
            ' ',
            h('span', { class: 'quiet' }, say('documents.rule')),
          ),
          kinds(now),
          parts(now),
          h('div', { class: 'paragraphs' }, ...paragraphs(now)),
          parts(now),
        ],
  )
}

/** One kind at a time: all persons first, then all acts. Each kind says how many of it wait. */
function kinds({ proposals }: DeskDocument): JSX.Element {
  const waiting = (kind: string): number => proposals.filter((one) => one.kind === kind && isOpen(one)).length
  return pick({
    id: 'documents-kind',
    label: say('documents.show'),
    value: onlyKind.value ?? '',
    all: [...new Set(proposals.map(({ kind }) => kind))].map((kind) => ({ id: kind, words: `${kindWord(kind)} (${waiting(kind)})` })),
    none: say('documents.everything'),
    onValue: (kind) => showOnly(kind === '' ? null : kind),
  })
}

/** Every paragraph; where one kind is shown, those that hold it. */
function paragraphs(now: DeskDocument): JSX.Element[] {
  const shown = Map.groupBy(shownOnes(), ({ paragraph: number }) => number)
  return now.paragraphs
    .filter(({ number }) => onlyKind.value === null || shown.has(number))
    .map((one) => paragraph(now, one, shown.get(one.number) ?? []))
}

function paragraph(
  { language }: DeskDocument,
  { number, text }: { readonly number: number; readonly text: string },
  own: readonly DeskProposal[],
): JSX.Element {
  const lit = currentOne()
  return h(
    'article',
    { key: number, class: 'paragraph', 'aria-label': say('documents.paragraph', { n: number }) },
    h('span', { class: 'number', 'aria-hidden': 'true' }, number),
    h('p', { class: 'text', lang: language, dir: 'auto' }, lit?.paragraph === number ? marked(text, lit) : text),
    own.length === 0
      ? h('p', { class: 'nothing' })
      : h('ul', { class: 'proposals' }, ...own.map((one) => h(ProposalCard, { key: one.id, one, isCurrent: one.id === current.value }))),
  )
}

function marked(text: string, { start, end }: DeskProposal): (string | JSX.Element)[] {
  return [text.slice(0, start), h('mark', null, text.slice(start, end)), text.slice(end)]
}

/** Long documents come in parts. */
function parts({ code, part, parts: all }: DeskDocument): JSX.Element | null {
  if (all === 1) return null
  return h(
    'nav',
    { class: 'ways', 'aria-label': say('documents.parts') },
    part > 1 ? h('a', { href: hrefOf('documents', code, `${part - 1}`) }, say('documents.part_before')) : null,
    h('span', null, say('documents.part', { n: part, all })),
    part < all ? h('a', { href: hrefOf('documents', code, `${part + 1}`) }, say('documents.part_after')) : null,
  )
}
