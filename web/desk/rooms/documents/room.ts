import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { quietly, working } from '../../actions.ts'
import { address, go } from '../../address.ts'
import type { Inside } from '../../late.ts'
import { Empty } from '../../parts/empty.ts'
import { Table } from '../../parts/table.ts'
import type { Command } from '../../room.ts'
import { working as progress } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { DocumentPage } from './document.ts'
import { faultWords } from './faults.ts'
import { currentOne, decide, documents, forgetDocuments, form, isOpen, loadDocuments, mayCorrect, opened, step, takeBack } from './state.ts'

/** Public documents with what the rules propose in them: read, accepted, corrected or rejected, one by one and by a person. */
export const documentsRoom: Inside = {
  view: ([code, part]) => h(Page, { code, part }),
  commands,
  close: () => {
    const had = form.value !== null
    form.value = null
    return had
  },
  forget: forgetDocuments,
}

function commands(): Command[] {
  const one = currentOne()
  if (opened.value === null || address.value.at[0] === undefined || one === undefined) return []
  const walk: Command[] = [
    { id: 'documents.next', words: () => say('keys.next'), key: 'J', run: () => step(1) },
    { id: 'documents.previous', words: () => say('keys.previous'), key: 'K', run: () => step(-1) },
  ]
  if (!isOpen(one))
    return [
      ...walk,
      {
        id: 'documents.undo',
        words: () => say('documents.undo'),
        key: 'B',
        run: () => void working(say('documents.saving'), () => takeBack(one.id)),
      },
    ]
  const opens = (next: 'correct' | 'reject') => () => {
    form.value = next
  }
  return [
    ...walk,
    { id: 'documents.accept', words: () => say('documents.accept'), key: 'A', run: () => void decide('accepted') },
    ...(mayCorrect(one) ? [{ id: 'documents.correct', words: () => say('documents.correct'), key: 'E', run: opens('correct') }] : []),
    { id: 'documents.reject', words: () => say('documents.reject'), key: 'R', run: opens('reject') },
  ]
}

function Page({ code, part }: { readonly code: string | undefined; readonly part: string | undefined }): JSX.Element {
  return h(
    'section',
    { class: 'review', 'aria-labelledby': 'documents-title' },
    code === undefined
      ? h(List, {})
      : h(DocumentPage, { key: `${code}-${part ?? ''}`, code, part: Number.parseInt(part ?? '', 10) || null }),
    // In a document what was refused stands at the proposal that it is about.
    h('div', null, code === undefined || currentOne() === undefined ? faultWords() : null, progress()),
  )
}

type Row = { readonly code: string; readonly title: string; readonly proposals: number; readonly open: number }

function List(): JSX.Element {
  useEffect(() => void quietly(loadDocuments), [])
  const now = documents.value
  return h(
    'div',
    { class: 'tables' },
    h('h1', { id: 'documents-title', tabIndex: -1 }, say('documents.title')),
    h('p', { class: 'quiet' }, say('documents.intro')),
    now === null
      ? null
      : !now.letIn
        ? h(Empty, { words: say('documents.not_let_in'), teaches: say('documents.ask_operator') })
        : now.documents.length === 0
          ? h(Empty, { words: say('documents.none') })
          : h(Table<Row>, {
              id: 'documents',
              caption: say('documents.caption'),
              columns: [
                { id: 'title', head: say('documents.document'), cell: (row) => h('bdi', null, row.title) },
                { id: 'code', head: say('documents.code'), cell: (row) => h('span', { class: 'code', dir: 'ltr' }, row.code) },
                { id: 'open', head: say('documents.waits'), sort: (row) => row.open, cell: (row) => row.open },
                { id: 'all', head: say('documents.proposed'), sort: (row) => row.proposals, cell: (row) => row.proposals },
              ],
              rows: now.documents,
              keyOf: (row: Row) => row.code,
              onOpen: (row: Row) => go('documents', row.code),
            }),
  )
}
