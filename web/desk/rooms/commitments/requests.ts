import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { DocumentRequest, KeepRequest } from '#features/commitments/requests/request.contract.ts'
import { call, closing, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { button, mark } from '../../views/parts.ts'
import { dayInWords, type Key, say } from '../../words.ts'
import { form, loadRequests, open, requests } from './state.ts'

const STATES = ['open', 'granted', 'partly', 'refused', 'withdrawn'] as const
const CLOCKS = ['chosen', 'law_unverified'] as const

/** Requests for documents and answers, each with its clock; what is late comes first. */
export function RequestsPage(): JSX.Element {
  useEffect(() => void quietly(loadRequests), [])
  const now = requests.value
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('commitments.requests_intro')),
    form.value === null
      ? button(say('commitments.add_request'), () => open('new'), { kind: 'first' })
      : h(RequestForm, { key: form.value, of: form.value }),
    now === null || now.length === 0
      ? h('p', null, now === null ? '' : say('commitments.requests_empty'))
      : h(Table<DocumentRequest>, {
          id: 'requests',
          caption: say('commitments.requests'),
          rows: now,
          keyOf: ({ code }) => code,
          onOpen: ({ code }) => open(code),
          columns: [
            { id: 'body', head: say('commitments.asked_body'), cell: ({ body }) => h('bdi', null, body) },
            { id: 'about', head: say('commitments.about'), cell: ({ about }) => h('bdi', null, about) },
            { id: 'state', head: say('commitments.state'), cell: ({ state }) => say(`commitments.request_${state}`) },
            { id: 'clock', head: say('commitments.due'), cell: clock },
          ],
        }),
  )
}

function clock({ dueOn, isLate, days, clock: kind }: DocumentRequest): JSX.Element {
  return h(
    'div',
    null,
    dayInWords(dueOn),
    ' ',
    isLate ? mark('stop', say('commitments.late', { days })) : null,
    h('p', { class: 'hint' }, say(`commitments.clock_${kind}` as Key)),
  )
}

function RequestForm({ of }: { readonly of: string }): JSX.Element {
  const before = requests.value?.find(({ code }) => code === of) ?? null
  const { values, text, pick } = useForm('request', {
    body: before?.body ?? '',
    about: before?.about ?? '',
    concerns: before?.concerns ?? '',
    sentOn: before?.sentOn ?? '',
    dueOn: before?.dueOn ?? '',
    clock: before?.clock ?? 'chosen',
    state: before?.state ?? 'open',
    answeredOn: before?.answeredOn ?? '',
  })
  const send = async () => {
    const orNull = (value: string) => (value.trim() === '' ? null : value.trim())
    const body = { ...values, concerns: orNull(values.concerns.toUpperCase()), answeredOn: orNull(values.answeredOn) }
    await closing(form, say('commitments.saving'), async () => {
      await call('commitments.keepRequest', {
        before: before === null ? null : { id: before.id, code: before.code, revision: before.revision },
        body: body as KeepRequest['body'],
      })
      await loadRequests()
    })
  }
  const hint = say('commitments.day_hint')
  return h(
    Box,
    {
      title: before?.code ?? say('commitments.add_request'),
      go: say('commitments.keep'),
      onGo: () => void send(),
      onCancel: () => open(null),
    },
    text('body', say('commitments.asked_body')),
    text('about', say('commitments.about'), { lines: 2 }),
    text('concerns', say('commitments.concerns'), { isLatin: true }),
    text('sentOn', say('commitments.sent'), { hint, isLatin: true }),
    text('dueOn', say('commitments.due'), { hint, isLatin: true }),
    pick(
      'clock',
      say('commitments.clock'),
      CLOCKS.map((id) => ({ id, words: say(`commitments.clock_${id}`) })),
    ),
    pick(
      'state',
      say('commitments.state'),
      STATES.map((id) => ({ id, words: say(`commitments.request_${id}`) })),
    ),
    text('answeredOn', say('commitments.answered'), { hint, isLatin: true }),
  )
}
