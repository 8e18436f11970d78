import { signal } from '@preact/signals'
import type { Audience } from '#features/dossiers/briefings/audience.contract.ts'
import type { BriefingForm, BriefingKind, BriefingLanguage } from '#features/dossiers/briefings/briefing.contract.ts'
import type { Choice } from '#features/dossiers/briefings/compose-briefing.rules.ts'
import type { Change } from '#features/dossiers/briefings/difference.rules.ts'
import type { Paper } from '#formats/print/paper.ts'
import type { PaperForm } from '#formats/print/press.ts'
import { call, quietly, working as work } from '../../actions.ts'
import { language, say } from '../../words.ts'
import type { Drafted, Home, Version } from './calls.ts'

export const kind = signal<BriefingKind>('round')
export const subject = signal('')
export const form = signal<BriefingForm>('page')
export const lang = signal<BriefingLanguage>('en')
export const audience = signal<Audience>('dialogue')
export const marking = signal('TLP:AMBER')
export const typed = signal('')
export const home = signal('')
export const holder = signal('')

export const subjects = signal<readonly Choice[]>([])
export const draft = signal<Drafted | null>(null)
export const keptAs = signal<number | null>(null)
export const versions = signal<{ readonly home: string; readonly all: readonly Version[] } | null>(null)
export const reading = signal<{ readonly n: number; readonly paper: Paper } | null>(null)
export const past = signal<readonly Home[]>([])
/** The sentence that is being put in other words. */
export const editing = signal<string | null>(null)
export const asked = signal<string | null>(null)
export const compared = signal<{ readonly n: number; readonly changes: readonly Change[] } | null>(null)
export const file = signal<{ readonly address: string; readonly name: string; readonly mark: string; readonly form: PaperForm } | null>(
  null,
)

const codesIn = (text: string): string[] => [...new Set(text.toUpperCase().match(/[CY]-[2-9A-HJ-NP-Z]{6}/g) ?? [])]
export const codes = (): string[] => codesIn(typed.value)
export const homeCode = (): string => codesIn(home.value).find((code) => code.startsWith('C-')) ?? ''

/** What a briefing can be about, in the language of the paper. */
export async function bringSubjects(): Promise<void> {
  if (lang.value === 'en' && language.value !== 'en' && subjects.value.length === 0)
    lang.value = language.value === 'fr' || language.value === 'vi' ? language.value : 'en'
  await quietly(async () => {
    subjects.value = await call('briefings.subjects', { lang: lang.value })
  })
}

export async function compose(): Promise<void> {
  clear()
  const order = {
    kind: kind.value,
    subject: subject.value,
    form: form.value,
    lang: lang.value,
    marking: marking.value,
    audience: audience.value,
    codes: codes(),
  }
  draft.value = await work(say('briefings.composing'), () => call('briefings.compose', order))
  if (home.value === '') home.value = codes().find((code) => code.startsWith('C-')) ?? ''
}

/** What was kept before, by the case with which it is kept. */
export async function bringPast(): Promise<void> {
  await quietly(async () => {
    past.value = await call('briefings.past', null)
  })
}

export async function edit(id: string, text: string, sourced: boolean): Promise<void> {
  const now = draft.value
  if (now === null) return
  const made = await work(say('briefings.edit'), () => call('briefings.edit', { draft: now, edit: { id, text, sourced } }))
  if (made === null) return
  draft.value = made
  editing.value = null
}

export async function keep(): Promise<void> {
  const now = draft.value
  if (now === null) return
  const kept = await work(say('briefings.keep'), () => call('briefings.keep', { home: homeCode(), draft: now }))
  keptAs.value = kept?.n ?? null
  if (kept === null) return
  await show()
  await bringPast()
}

export async function show(): Promise<void> {
  const of = homeCode()
  const all = await work(say('briefings.show'), () => call('briefings.kept', { home: of }))
  versions.value = all === null ? null : { home: of, all }
}

export async function read({ card, n }: Version): Promise<void> {
  const paper = await work(say('briefings.read'), () => call('briefings.read', { home: homeCode(), card }))
  reading.value = paper === null ? null : { n, paper }
}

export async function compare(newer: Version, older: Version): Promise<void> {
  const changes = await work(say('briefings.compare'), () =>
    call('briefings.compare', { home: homeCode(), before: older.card, after: newer.card }),
  )
  compared.value = changes === null ? null : { n: newer.n, changes }
}

export async function askSecond({ card }: Version): Promise<void> {
  const made = await work(say('briefings.ask_second'), () => call('briefings.askYes', { home: homeCode(), card }))
  asked.value = made === null ? null : card
}

/** The name of a file is made of codes: the mark says which copy it is, and nothing of what stands in it. */
export async function print(version: Version, as: PaperForm): Promise<void> {
  dropFile()
  const given = { home: homeCode(), card: version.card, form: as, holder: holder.value }
  const made = await work(say('briefings.printing'), () => call('briefings.print', given))
  if (made === null) return
  file.value = {
    address: URL.createObjectURL(new Blob([made.file])),
    name: `briefing-${made.n}-${made.mark}.${as}`,
    mark: made.mark,
    form: as,
  }
  holder.value = ''
  await show()
}

export function dropFile(): void {
  if (file.value !== null) URL.revokeObjectURL(file.value.address)
  file.value = null
}

export function clear(): void {
  dropFile()
  draft.value = null
  editing.value = null
  keptAs.value = null
  reading.value = null
  compared.value = null
  asked.value = null
}

export function forgetAll(): void {
  clear()
  versions.value = null
  subjects.value = []
  past.value = []
  for (const one of [subject, typed, home, holder]) one.value = ''
}
