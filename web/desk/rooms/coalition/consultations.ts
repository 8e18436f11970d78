import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Consultation } from '#features/diplomacy/coalition/coalition.contract.ts'
import { call, quietly } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { useForm } from '../../parts/use-form.ts'
import { button } from '../../views/parts.ts'
import { dayInWords, say } from '../../words.ts'
import { change, consultations, form, loadConsultations, opens } from './state.ts'

const HOW = ['spoken', 'written'] as const

/** Consultations with institutions; an organisation stands there by name only when it agreed to that. */
export function ConsultationsPage(): JSX.Element {
  useEffect(() => void quietly(loadConsultations), [])
  const now = consultations.value
  const at = form.value
  const of = now?.find(({ code }) => at === code || at === `name ${code}`) ?? null
  return h(
    'div',
    null,
    h('p', { class: 'quiet' }, say('coalition.consultations_intro')),
    at === null
      ? button(say('coalition.new_consultation'), opens('new'), { kind: 'first' })
      : at.startsWith('name ') && of !== null
        ? h(NameForm, { key: at, of })
        : h(ConsultationForm, { key: at, before: of }),
    now === null || now.length === 0
      ? h('p', null, now === null ? '' : say('coalition.consultations_empty'))
      : h(Table<Consultation>, {
          id: 'consultations',
          caption: say('coalition.consultations'),
          rows: now,
          keyOf: ({ code }) => code,
          onOpen: ({ code }) => opens(code)(),
          columns: [
            { id: 'body', head: say('coalition.held_by'), cell: ({ heldBy }) => h('bdi', null, heldBy) },
            { id: 'on', head: say('coalition.held_on'), cell: ({ heldOn }) => dayInWords(heldOn), sort: ({ heldOn }) => heldOn },
            { id: 'about', head: say('coalition.about'), cell: ({ about }) => h('bdi', null, about) },
            { id: 'who', head: say('coalition.participants'), cell: participants },
          ],
        }),
  )
}

function participants({ code, participants: named, others }: Consultation): JSX.Element {
  return h(
    'div',
    null,
    h(
      'ul',
      { class: 'plain-list' },
      ...named.map(({ id, name, agreedOn }) =>
        h(
          'li',
          { key: id },
          h('bdi', null, name),
          h('span', { class: 'hint' }, ` ${say('coalition.agreed', { day: dayInWords(agreedOn) })} `),
          button(
            say('coalition.unname'),
            () => void change(() => call('coalition.unname', { id, consultation: code }), loadConsultations),
            { kind: 'quiet' },
          ),
        ),
      ),
    ),
    others === 0 ? null : h('p', { class: 'hint' }, say('coalition.others', { count: others })),
    button(say('coalition.name'), opens(`name ${code}`), { kind: 'quiet' }),
  )
}

function ConsultationForm({ before }: { readonly before: Consultation | null }): JSX.Element {
  const { values, text } = useForm('consultation', {
    heldBy: before?.heldBy ?? '',
    about: before?.about ?? '',
    heldOn: before?.heldOn ?? '',
    others: String(before?.others ?? 0),
    source: before?.source ?? '',
  })
  const keep = () =>
    change(
      () =>
        call('coalition.keepConsultation', {
          before: before === null ? null : { id: before.id, code: before.code, revision: before.revision },
          body: {
            heldBy: values.heldBy.trim(),
            about: values.about.trim(),
            heldOn: values.heldOn.trim(),
            others: Number.parseInt(values.others, 10) || 0,
            source: values.source.trim() === '' ? null : values.source.trim(),
          },
        }),
      loadConsultations,
    )
  return h(
    Box,
    { title: before?.code ?? say('coalition.new_consultation'), go: say('coalition.keep'), onGo: () => void keep(), onCancel: opens(null) },
    text('heldBy', say('coalition.held_by'), { hint: say('coalition.title_hint') }),
    text('about', say('coalition.about'), { lines: 2 }),
    text('heldOn', say('coalition.held_on'), { hint: say('coalition.day_hint'), isLatin: true }),
    text('others', say('coalition.others_label'), { hint: say('coalition.others_hint'), isLatin: true }),
    text('source', say('coalition.source'), { isLatin: true }),
  )
}

function NameForm({ of }: { readonly of: Consultation }): JSX.Element {
  const { values, text, pick } = useForm('name', { name: '', agreedHow: 'written', agreedOn: '' })
  const keep = () =>
    change(
      () =>
        call('coalition.name', {
          consultation: of.code,
          name: values.name.trim(),
          agreedHow: values.agreedHow === 'spoken' ? 'spoken' : 'written',
          agreedOn: values.agreedOn.trim(),
        }),
      loadConsultations,
    )
  return h(
    Box,
    { title: say('coalition.name'), go: say('coalition.keep'), onGo: () => void keep(), onCancel: opens(null) },
    text('name', say('coalition.organisation'), { hint: say('coalition.name_hint') }),
    pick(
      'agreedHow',
      say('coalition.agreed_how'),
      HOW.map((id) => ({ id, words: say(`coalition.how_${id}`) })),
    ),
    text('agreedOn', say('coalition.agreed_on'), { hint: say('coalition.day_hint'), isLatin: true }),
  )
}
