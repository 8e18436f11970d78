import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { dialogues } from '#kernel/dialogues.ts'
import { call, quietly } from '../../actions.ts'
import { hrefOf } from '../../address.ts'
import { team } from '../../desk-state.ts'
import { Box } from '../../parts/box.ts'
import { Empty } from '../../parts/empty.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark, working } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import type { Text } from '../cases/calls.ts'
import type { ShownRaised, ShownReply } from './calls.ts'
import { dialogueFault } from './fault-box.ts'
import { code, codeLink, options, standingMark, subjectWords, wordOf } from './names.ts'
import { change, form, history, loadHistory, opens, today } from './state.ts'

/** Every time that a case was raised, what was asked and answered, and how two people read the answers. */
export function CaseHistory({ of }: { readonly of: string }): JSX.Element {
  useEffect(() => {
    form.value = null
    void quietly(() => loadHistory(of))
  }, [of])
  const now = history.value?.of === of ? history.value.raised : null
  return h(
    'section',
    { class: 'list dialogues', 'aria-labelledby': 'history-title' },
    h(
      'p',
      null,
      h('a', { href: hrefOf('dialogues') }, say('dialogues.title')),
      ' · ',
      h('a', { href: hrefOf('cases', of) }, say('dialogues.to_case')),
    ),
    h('h1', { id: 'history-title' }, say('dialogues.history'), ' ', code(of)),
    h('p', { class: 'quiet' }, say('dialogues.history_words')),
    dialogueFault(),
    working(),
    now === null
      ? null
      : now.length === 0
        ? h(Empty, { words: say('dialogues.history_empty') })
        : now.map((one) => h(One, { key: one.id, of, one })),
  )
}

function One({ of, one }: { readonly of: string; readonly one: ShownRaised }): JSX.Element {
  return h(
    'article',
    { class: 'raising', 'aria-labelledby': `raised-${one.id}` },
    h(
      'h2',
      { id: `raised-${one.id}` },
      one.raisedOn === null ? wordOf('raised_state', one.state) : dayInWords(one.raisedOn),
      ' ',
      one.round === null ? null : codeLink(one.round, 'cases'),
    ),
    h(
      'p',
      { class: 'ways' },
      subjectWords(one.subject),
      mark('plain', wordOf('form', one.form)),
      one.level === null ? null : mark('plain', wordOf('level', one.level)),
      standingMark(one.standing),
    ),
    words(say('dialogues.asked'), one.asked),
    ...one.replies.map((reply) => h(Reply, { key: reply.id, of, reply })),
    one.state === 'raised' ? button(say('dialogues.add_reply'), opens('reply', one.id)) : null,
    form.value?.is === 'reply' && form.value.about === one.id ? h(ReplyForm, { of, one }) : null,
  )
}

/** Opened from its card. What does not open says so. */
function words(label: string, text: Text | null): JSX.Element | null {
  if (text === null) return null
  return h(
    'div',
    null,
    h('h3', null, label),
    text.problem === null
      ? h('p', { class: 'prose', dir: 'auto', translate: 'no' }, text.text)
      : mark('stop', say('dialogues.not_opened', { code: text.problem })),
  )
}

function Reply({ of, reply }: { readonly of: string; readonly reply: ShownReply }): JSX.Element {
  const codes = new Set(reply.codings.map((one) => one.code))
  const isApart = codes.size > 1
  return h(
    'div',
    { class: 'reply-of-state' },
    h('h3', null, say('dialogues.reply_on', { day: dayInWords(reply.on) }), ' ', mark('plain', wordOf('reply_form', reply.form))),
    words(say('dialogues.answered'), reply.answered),
    words(say('dialogues.promised'), reply.promised),
    h(
      'ul',
      { class: 'plain-list' },
      ...reply.codings.map((one) => h('li', { key: one.by }, code(one.by), ': ', wordOf('reply', one.code), ` · ${dayInWords(one.on)}`)),
    ),
    reply.waiting > 0 ? h('p', { class: 'quiet' }, say('dialogues.coding_waits', { n: reply.waiting })) : null,
    reply.codings.length === 1 ? h('p', { class: 'quiet' }, say('dialogues.one_coding')) : null,
    isApart ? h('p', null, mark('caution', say('dialogues.codings_differ'))) : null,
    reply.codings.some(({ by }) => by === team.value?.member)
      ? null
      : button(say('dialogues.code_reply'), opens('code', reply.id), { kind: 'quiet' }),
    form.value?.is === 'code' && form.value.about === reply.id ? h(CodeForm, { of, reply }) : null,
  )
}

function ReplyForm({ of, one }: { readonly of: string; readonly one: ShownRaised }): JSX.Element {
  const fields = useForm('reply', { form: 'oral', on: today.value, answered: '', promised: '' })
  const { form: is, on, answered, promised } = fields.values
  const keep = () =>
    void change(
      () => call('dialogues.reply', { case: of, raised: one.id, form: is, on, answered, promised }),
      () => loadHistory(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.add_reply'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    fields.pick('form', say('dialogues.reply_form_head'), options('reply_form', dialogues.replyForms)),
    fields.text('on', say('dialogues.day'), { isLatin: true }),
    fields.text('answered', say('dialogues.answered'), { lines: 4, hint: say('dialogues.sealed_hint') }),
    fields.text('promised', say('dialogues.promised'), { lines: 2 }),
  )
}

/** By the published scheme, in no order of merit; each says it apart from the others. */
function CodeForm({ of, reply }: { readonly of: string; readonly reply: ShownReply }): JSX.Element {
  const fields = useForm('code', { code: 'general' })
  const picked = fields.values.code
  const keep = () =>
    void change(
      () => call('dialogues.code', { case: of, reply: reply.id, code: picked }),
      () => loadHistory(of),
      () => say('dialogues.kept'),
    )
  return h(
    Box,
    { title: say('dialogues.code_reply'), go: say('dialogues.keep'), onGo: keep, onCancel: () => (form.value = null) },
    h('p', { class: 'hint' }, say('dialogues.code_hint', { version: dialogues.scheme.version })),
    fields.pick(
      'code',
      say('dialogues.code_head'),
      options(
        'reply',
        dialogues.scheme.codes.map((one) => one.code),
      ),
      { means: wordOf('reply_means', picked) },
    ),
  )
}
