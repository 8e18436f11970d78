import { signal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FocalPoint, KeepFocal } from '#features/alerts/focal.contract.ts'
import { call, working } from '../../actions.ts'
import { Box } from '../../parts/box.ts'
import { useForm } from '../../parts/use-form.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'

type Draft = Omit<FocalPoint, 'team' | 'checkedOn'>
/** The entry that is open for editing; revision 0 is a new one. */
export const editing = signal<Draft | null>(null)
const flags = signal({ stateBody: false, police: false, open: false })
const wrong = signal<string | null>(null)

export const newEntry = (): Draft => ({
  id: crypto.randomUUID(),
  territory: [],
  remit: ['tnr'],
  languages: [],
  opens: 0,
  closes: 0,
  offsetMinutes: 0,
  days: [1, 2, 3, 4, 5, 6, 7],
  deputies: 0,
  stateBody: false,
  police: false,
  conflicts: [],
  contact: '',
  open: false,
  revision: 0,
})

/** Minutes after midnight as `09:00`, and back; undefined for what is no time. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
export function minutesIn(typed: string): number | undefined {
  if (typed.trim() === '') return 0
  const [, hours, minutes] = /^([0-9]{1,2})[:.]([0-9]{2})$/.exec(typed.trim()) ?? []
  const all = Number(hours) * 60 + Number(minutes)
  return Number.isInteger(all) && all <= 1_440 ? all : undefined
}

const countriesIn = (typed: string): string[] | undefined => {
  const words = typed
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((one) => one !== '')
  return words.every((one) => /^[A-Z]{2}$/.test(one)) ? [...new Set(words)] : undefined
}

/** Whoever keeps an entry says with it that it was checked today. */
export function Entry({ onDone }: { readonly onDone: () => Promise<void> }): JSX.Element | null {
  const now = editing.value
  return now === null ? null : h(Fields, { key: now.id, now, onDone })
}

type Typed = Readonly<Record<'territory' | 'languages' | 'opens' | 'closes' | 'offset' | 'deputies' | 'conflicts' | 'contact', string>>

function readEntry(now: Draft, typed: Typed): KeepFocal | undefined {
  const [territory, conflicts] = [countriesIn(typed.territory), countriesIn(typed.conflicts)]
  const [opens, closes] = [minutesIn(typed.opens), minutesIn(typed.closes)]
  const offset = Math.round(Number(typed.offset) * 60)
  const deputies = Number(typed.deputies)
  if (territory === undefined || territory.length === 0 || conflicts === undefined || opens === undefined || closes === undefined)
    return undefined
  if (!Number.isInteger(offset) || offset < -720 || offset > 840 || !Number.isInteger(deputies) || deputies < 0 || deputies > 9)
    return undefined
  const languages = [...new Set(typed.languages.toLowerCase().match(/\b[a-z]{2,3}\b/g) ?? [])]
  const { id, remit, days, revision } = now
  return {
    id,
    remit,
    days,
    revision,
    territory,
    conflicts,
    opens,
    closes,
    offsetMinutes: offset,
    deputies,
    languages,
    contact: typed.contact.trim(),
    ...flags.value,
  }
}

function Fields({ now, onDone }: { readonly now: Draft; readonly onDone: () => Promise<void> }): JSX.Element {
  useEffect(() => {
    const { stateBody, police, open } = now
    flags.value = { stateBody, police, open }
  }, [now.id])
  const form = useForm(`entry-${now.id.slice(0, 4)}`, {
    territory: now.territory.join(' '),
    languages: now.languages.join(' '),
    opens: now.opens === now.closes ? '' : clockOf(now.opens),
    closes: now.opens === now.closes ? '' : clockOf(now.closes),
    offset: String(now.offsetMinutes / 60),
    deputies: String(now.deputies),
    conflicts: now.conflicts.join(' '),
    contact: now.contact,
  })
  const close = () => {
    editing.value = null
    wrong.value = null
  }
  const keep = async () => {
    const read = readEntry(now, form.values)
    wrong.value = read === undefined ? say('directory.form.wrong') : null
    if (read === undefined) return
    if ((await working(say('directory.keep'), () => call('directory.keep', read).then(() => true))) === null) return
    close()
    await working(say('directory.title'), onDone)
  }
  const drop = async () => {
    if ((await working(say('directory.drop'), () => call('directory.drop', { id: now.id }).then(() => true))) === null) return
    close()
    await working(say('directory.title'), onDone)
  }
  return h(
    Box,
    {
      title: say(now.revision === 0 ? 'directory.add' : 'directory.edit'),
      go: say('directory.keep'),
      onGo: () => void keep(),
      onCancel: close,
    },
    form.text('territory', say('directory.form.territory'), { isLatin: true, wrong: wrong.value }),
    form.text('languages', say('directory.form.languages'), { isLatin: true }),
    form.text('opens', say('directory.form.opens'), { isLatin: true }),
    form.text('closes', say('directory.form.closes'), { isLatin: true }),
    form.text('offset', say('directory.form.offset'), { isLatin: true }),
    form.text('deputies', say('directory.form.deputies'), { isLatin: true }),
    form.text('conflicts', say('directory.form.conflicts'), { isLatin: true }),
    form.text('contact', say('directory.form.contact')),
    ...(['stateBody', 'police', 'open'] as const).map((name) => h(Flag, { key: name, name })),
    now.revision === 0 ? null : button(say('directory.drop'), () => void drop(), { kind: 'quiet' }),
  )
}

const FLAGS = { stateBody: 'directory.state_body', police: 'directory.police', open: 'directory.form.open' } as const

function Flag({ name }: { readonly name: keyof typeof FLAGS }): JSX.Element {
  const { [name]: checked } = flags.value
  return h(
    'label',
    { class: 'flag' },
    h('input', { type: 'checkbox', checked, onChange: () => (flags.value = { ...flags.value, [name]: !checked }) }),
    ' ',
    say(FLAGS[name]),
  )
}
