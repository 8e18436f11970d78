import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { EXPORT_SCOPES, type Export } from '#features/cases/export/export.contract.ts'
import { labelOf } from '#kernel/vocabulary.ts'
import { call, working as work } from '../../actions.ts'
import { busy } from '../../desk-state.ts'
import type { Inside } from '../../late.ts'
import { Choice } from '../../parts/box.ts'
import { Table } from '../../parts/table.ts'
import { button, faultBox, field, working } from '../../views/parts.ts'
import { language, say } from '../../words.ts'
import type { ShownExport } from './calls.ts'

type Form = 'csv' | 'xlsx' | 'json'
const FORMS: readonly Form[] = ['csv', 'xlsx', 'json']

const scope = signal<Export['scope']>('partners')
const typed = signal('')
const shown = signal<{ readonly asked: Export; readonly told: ShownExport } | null>(null)
const isAsked = signal(false)
const file = signal<{ readonly address: string; readonly form: Form; readonly rows: number } | null>(null)

const codes = (): string[] => [...new Set(typed.value.toUpperCase().match(/C-[2-9A-HJ-NP-Z]{6}/g) ?? [])]

async function look(): Promise<void> {
  dropFile()
  isAsked.value = false
  const asked: Export = { scope: scope.value, cases: codes() }
  const told = await work(say('export.looking'), () => call('export.preview', asked))
  shown.value = told === null ? null : { asked, told }
}

async function ask({ asked, told }: { asked: Export; told: ShownExport }): Promise<void> {
  const done = await work(say('export.ask'), () => call('export.ask', { ...asked, digest: told.digest, rows: told.rows }))
  isAsked.value = done !== null
}

async function make({ asked, told }: { asked: Export; told: ShownExport }, form: Form): Promise<void> {
  dropFile()
  const made = await work(say('export.save_as', { form: form.toUpperCase() }), () =>
    call('export.run', { ...asked, digest: told.digest, form }),
  )
  if (made === null) return
  file.value = { address: URL.createObjectURL(new Blob([made.file])), form, rows: made.rows }
}

function dropFile(): void {
  if (file.value !== null) URL.revokeObjectURL(file.value.address)
  file.value = null
}

function Page(): JSX.Element {
  const now = shown.value
  const isEmpty = codes().length === 0
  return h(
    'section',
    { class: 'tables' },
    h('h1', null, say('export.title')),
    h('p', { class: 'quiet' }, say('export.intro')),
    faultBox(),
    h(Choice, {
      name: 'export-for',
      label: say('export.for'),
      all: EXPORT_SCOPES.map((id) => ({ id, words: labelOf('consent_scopes', id, language.value).text })),
      value: scope.value,
      onValue: (value) => {
        scope.value = EXPORT_SCOPES.find((one) => one === value) ?? 'partners'
        shown.value = null
      },
    }),
    field({
      id: 'export-cases',
      label: say('export.cases'),
      value: typed.value,
      lines: 3,
      isLatin: true,
      onValue: (value) => {
        typed.value = value
        shown.value = null
      },
      wrong: isEmpty && typed.value !== '' ? say('export.no_cases') : null,
    }),
    button(say('export.look'), () => void look(), { kind: 'first', disabled: isEmpty || busy.value !== null }),
    working(),
    now === null ? null : h(Looked, now),
  )
}

/** Why somebody stays out, in words; the codes are those of `hasConsent`. */
function whyWords(why: string): string {
  if (why === 'consent.withdrawn') return say('export.why_withdrawn')
  return why === 'consent.expired' ? say('export.why_expired') : say('export.why_missing')
}

function Looked({ asked, told }: { asked: Export; told: ShownExport }): JSX.Element {
  const made = file.value
  return h(
    'div',
    { role: 'region', 'aria-label': say('export.look') },
    h('p', { role: 'status' }, h('strong', null, say('export.rows', { n: told.rows, held: told.held.length }))),
    told.held.length === 0
      ? null
      : h(Table<ShownExport['held'][number]>, {
          id: 'export-held',
          caption: say('export.held'),
          rows: told.held,
          keyOf: ({ case: code, person }) => `${code}-${person}`,
          columns: [
            {
              id: 'person',
              head: say('export.person'),
              cell: ({ case: code, person }) => [
                h('span', { class: 'code', dir: 'ltr' }, code),
                ' ',
                person === 'reporter' ? say('consent.reporter') : h('span', { class: 'code', dir: 'ltr' }, person),
              ],
            },
            { id: 'why', head: say('export.why'), cell: ({ why }) => whyWords(why) },
          ],
        }),
    told.needsTwo
      ? h(
          'p',
          null,
          say('export.two'),
          ' ',
          button(say('export.ask'), () => void ask({ asked, told })),
        )
      : null,
    h('div', { role: 'status' }, isAsked.value ? h('p', null, say('export.asked')) : null),
    told.rows === 0
      ? null
      : h(
          'div',
          { class: 'ways' },
          ...FORMS.map((form) =>
            button(say('export.save_as', { form: form.toUpperCase() }), () => void make({ asked, told }, form), {
              disabled: busy.value !== null,
            }),
          ),
        ),
    h('p', { class: 'quiet' }, say('export.safe')),
    made === null
      ? null
      : h('p', null, h('a', { href: made.address, download: `asylia-incidents.${made.form}` }, say('export.save', { n: made.rows }))),
  )
}

/** Tables for partners, courts and statistics, under the consent of everybody in them. guards T-22 */
export const exportRoom: Inside = {
  view: () => h(Page, {}),
  forget: () => {
    dropFile()
    typed.value = ''
    shown.value = null
    isAsked.value = false
  },
}
