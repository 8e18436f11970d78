import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { call, quietly, working } from '../../actions.ts'
import { go } from '../../address.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, nameIn, say } from '../../words.ts'
import type { JointShown, StatementShown } from './calls.ts'
import { form, loadStatements, opens, statements } from './state.ts'

/** Statements of the own organisation and those that it is asked to sign; what waits for a signature comes first. */
export function StatementsPage(): JSX.Element {
  useEffect(() => void quietly(loadStatements), [])
  const now = statements.value
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('coalition.statements_intro')),
    form.value === 'new' ? h(StatementForm, { before: null }) : button(say('coalition.new_statement'), opens('new'), { kind: 'first' }),
    now === null || now.length === 0
      ? h('p', null, now === null ? '' : say('coalition.statements_empty'))
      : h(Table<StatementShown>, {
          id: 'statements',
          caption: say('coalition.statements'),
          rows: now,
          keyOf: ({ code }) => code,
          onOpen: ({ code }) => go('coalition', code),
          columns: [
            { id: 'title', head: say('coalition.statement'), cell: ({ title }) => h('bdi', null, title) },
            { id: 'by', head: say('coalition.by'), cell: ({ name, by }) => h('bdi', null, nameIn(name, by)) },
            { id: 'state', head: say('coalition.state'), cell: stateOf },
            { id: 'signed', head: say('coalition.signed'), cell: ({ asked, signed, isOwn }) => (isOwn ? `${signed} / ${asked}` : '') },
            { id: 'due', head: say('coalition.sign_by'), cell: due },
          ],
        }),
  )
}

const stateOf = ({ state, n }: StatementShown): string => `${say(`coalition.is_${state}`)} · ${say('coalition.version', { n })}`

function due({ signBy, isLate }: StatementShown): JSX.Element {
  return h('div', null, signBy === null ? '–' : dayInWords(signBy), ' ', isLate ? mark('stop', say('coalition.late')) : null)
}

/** Title and day; the words are a page of their own, for they are sealed. */
export function StatementForm({ before }: { readonly before: JointShown | null }): JSX.Element {
  const { values, text } = useForm('statement', { title: before?.title ?? '', signBy: before?.signBy ?? '' })
  const keep = async () => {
    const made = await working(say('coalition.saving'), () =>
      call('coalition.keep', {
        before: before === null ? null : { id: before.id, code: before.code, revision: before.revision },
        title: values.title.trim(),
        signBy: values.signBy.trim() === '' ? null : values.signBy.trim(),
      }),
    )
    if (made === null) return
    form.value = null
    go('coalition', made.code)
  }
  return h(
    Box,
    { title: say('coalition.new_statement'), go: say('coalition.keep'), onGo: () => void keep(), onCancel: opens(null) },
    text('title', say('coalition.statement'), { hint: say('coalition.title_hint') }),
    text('signBy', say('coalition.sign_by'), { hint: say('coalition.day_hint'), isLatin: true }),
  )
}
