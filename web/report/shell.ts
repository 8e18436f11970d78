import { directionOf, LANGUAGE_NAMES, LANGUAGES, type Language } from '#kernel/languages.ts'
import { assets } from './assets.ts'
import { h } from './dom.ts'
import { leaveFor } from './exit.ts'
import type { Help } from './help.ts'
import { type Lists, readLists } from './lists.ts'
import { oncePressed } from './press.ts'
import type { Part, Screen, Shell, Worker } from './screens.ts'
import { emptyReport, forget, type Report, type Upload } from './state.ts'
import { type Catalogues, fill, type Key, type Values } from './words.ts'
import { openWork, type Work } from './work.ts'

/** Loads a part of the page that few people need. */
export type PartLoader = (part: Part) => Promise<readonly Screen[]>
export type FileSender = (shell: Shell, uploads: readonly Upload[], onProgress: (done: number) => void) => Promise<void>

export type Loaded = {
  readonly words: Catalogues
  readonly language: Language
  readonly loadPart: PartLoader
  readonly sendFiles: FileSender
}

export type RunningShell = Shell & {
  readonly show: (screens: readonly Screen[]) => void
  readonly setHelp: (help: Help) => void
}

const SHOW_LISTS = new Set(['landing', 'readers', 'check'])

/** Every worker of the page, so that leaving ends all of them. */
function openWorks() {
  const all = new Set<Work>()
  const kept = new Map<Worker, Work>()
  const open = (worker: Worker): Work => {
    const work = openWork(assets[worker])
    all.add(work)
    return work
  }
  return {
    open,
    one(worker: Worker): Work {
      const work = kept.get(worker) ?? open(worker)
      kept.set(worker, work)
      return work
    },
    end(): void {
      for (const work of all) work.end()
      all.clear()
      kept.clear()
    },
  }
}

type Held = {
  gone: AbortController
  language: Language
  current: string
  lists: Lists
  help: Help
  readonly loaded: Set<Part>
}

/** The one document that all screens share: the bar, the heading, the focus, and what leaving means. */
export function openShell({ words, language, loadPart, sendFiles }: Loaded): RunningShell {
  const screens = new Map<string, Screen>()
  const works = openWorks()
  const report = emptyReport()
  const held: Held = { gone: new AbortController(), language, current: 'landing', lists: { state: 'loading' }, help: [], loaded: new Set() }
  const forgetAll = (): void => {
    held.gone.abort()
    works.end()
    forget(report)
  }
  const draw = (focus: boolean): void => {
    const screen = screens.get(held.current)
    if (screen === undefined) return
    drawScreen(shell, screen, (to) => {
      held.language = to
      draw(false)
    })
    if (focus) focusHeading()
  }
  const shell: RunningShell = {
    ...shellParts({ held, report, screens, works, words, draw, forgetAll }, () => shell),
    get language() {
      return held.language
    },
    get gone() {
      return held.gone.signal
    },
    get lists() {
      return held.lists
    },
    get help() {
      return held.help
    },
    async part(part) {
      if (!held.loaded.has(part)) shell.show(await loadPart(part))
      held.loaded.add(part)
    },
    sendFiles: (uploads, onProgress) => sendFiles(shell, uploads, onProgress),
  }
  return shell
}

type Inside = {
  readonly held: Held
  readonly report: Report
  readonly screens: Map<string, Screen>
  readonly works: ReturnType<typeof openWorks>
  readonly words: Catalogues
  readonly draw: (focus: boolean) => void
  readonly forgetAll: () => void
}

function shellParts({ held, report, screens, works, words, draw, forgetAll }: Inside, shell: () => Shell) {
  const go = (name: string): void => {
    screens.get(held.current)?.leave?.(shell())
    held.current = name
    draw(true)
  }
  const redraw = oncePressed(() => keepingFocus(() => draw(false)))
  const readAgain = async (): Promise<void> => {
    held.lists = { state: 'loading' }
    held.lists = await readLists(works.one('seal'), held.gone.signal)
    if (SHOW_LISTS.has(held.current)) redraw()
  }
  return {
    report,
    go,
    redraw,
    at: () => held.current,
    say: (key: Key, values?: Values) => fill(textOf(words, held.language, key), held.language, values),
    fault: (key: Key, field?: string, values?: Values) => showFault(shell(), { key, field, values }),
    tell(text: string) {
      const aloud = document.getElementById('aloud')
      if (aloud !== null) aloud.textContent = text
    },
    work: works.one,
    newWork: works.open,
    exit: () => leaveFor(held.language, forgetAll),
    readLists: readAgain,
    clear() {
      forgetAll()
      held.gone = new AbortController()
      held.current = 'landing'
      draw(true)
      void readAgain()
    },
    show(more: readonly Screen[]) {
      for (const screen of more) screens.set(screen.name, screen)
    },
    setHelp(read: Help) {
      held.help = read
    },
  }
}

function textOf(words: Catalogues, language: Language, key: Key): string {
  return words[language][key] ?? words.en[key] ?? key
}

function drawScreen(shell: Shell, screen: Screen, speak: (to: Language) => void): void {
  const { language } = shell
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  document.documentElement.classList.toggle('secret', screen.secret === true)
  document.title = shell.say('page.title')
  const back = typeof screen.back === 'function' ? screen.back(shell) : screen.back
  document.body.replaceChildren(
    h(
      'header',
      { class: 'bar' },
      h('button', { type: 'button', class: 'leave', id: 'leave', on: { click: shell.exit } }, shell.say('bar.leave')),
      languageChoice(shell, speak),
    ),
    h(
      'main',
      { id: 'main', class: screen.name },
      h('div', { id: 'faults', tabindex: -1 }),
      h('h1', { tabindex: -1, id: 'heading' }, shell.say(screen.title)),
      ...screen.view(shell),
      back !== undefined &&
        h(
          'p',
          { class: 'back' },
          h('button', { type: 'button', class: 'plain', on: { click: () => shell.go(back) } }, shell.say('go.back')),
        ),
    ),
    h('p', { id: 'aloud', class: 'unseen', role: 'status' }),
  )
}

function languageChoice(shell: Shell, speak: (to: Language) => void): HTMLElement {
  const select = h(
    'select',
    { id: 'language', 'aria-label': shell.say('bar.language'), autocomplete: 'off', on: { change: () => speak(select.value as Language) } },
    ...LANGUAGES.map((one) =>
      h('option', { value: one, lang: one, dir: directionOf(one), selected: one === shell.language }, LANGUAGE_NAMES[one]),
    ),
  )
  return select
}

function focusHeading(): void {
  scrollTo(0, 0)
  document.getElementById('heading')?.focus({ preventScroll: true })
}

/** A screen that is drawn again under somebody's fingers keeps the field, and the place in it. */
function keepingFocus(draw: () => void): void {
  const { id } = document.activeElement ?? {}
  const field = document.activeElement
  const place =
    field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? [field.selectionStart, field.selectionEnd] : null
  const top = scrollY
  draw()
  scrollTo(0, top)
  const again = id ? document.getElementById(id) : null
  again?.focus({ preventScroll: true })
  if (place !== null && again instanceof HTMLTextAreaElement) again.setSelectionRange(place[0] ?? 0, place[1] ?? 0)
}

type Fault = { readonly key: Key; readonly field: string | undefined; readonly values: Values | undefined }

/** The same words on top, with the focus, and at the field; nothing that was typed is lost. */
function showFault(shell: Shell, { key, field, values }: Fault): void {
  const text = shell.say(key, values)
  const faults = document.getElementById('faults')
  const at = field === undefined ? null : document.getElementById(field)
  for (const old of document.querySelectorAll('.fault')) old.remove()
  if (at !== null) {
    at.setAttribute('aria-invalid', 'true')
    at.setAttribute('aria-describedby', `${field}-fault`)
    at.before(h('p', { class: 'fault', id: `${field}-fault` }, text))
  }
  faults?.replaceChildren(
    h('div', { class: 'faults', role: 'alert' }, at === null ? h('p', null, text) : h('p', null, linkTo(field ?? '', text))),
  )
  faults?.focus()
}

/** A link that moves the focus; it must not change the address, which would be a step in the history. */
function linkTo(field: string, text: string): HTMLElement {
  return h('button', { type: 'button', class: 'plain', on: { click: () => document.getElementById(field)?.focus() } }, text)
}
