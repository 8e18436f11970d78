import type { Language } from '#kernel/languages.ts'
import type { Help } from './help.ts'
import type { Lists } from './lists.ts'
import type { Report, Upload } from './state.ts'
import type { Key, Values } from './words.ts'
import type { Work } from './work.ts'

/**
 * How a screen is made.
 *
 * One file, one screen: `export const whatScreen: Screen = { name: 'what', title: 'what.title', view: (shell) => [...] }`.
 * `view` makes nodes with `h` of `./dom.ts` (never HTML), reads and writes `shell.report` (memory only; nothing else may
 * keep a word of the person) and is called again after `shell.redraw()` and after a change of language: so each field
 * writes what is typed into the report at every `input` event and shows it again from there.
 * The shell draws the bar, the one `h1` (from `title`), the Back button and the focus. `leave` hears that the screen goes.
 *
 * - Texts: `shell.say(key, values)`. Catalogues are `words/{en,vi,th,fr,ar}.ts` (the shell), `mailbox/words/…` and
 *   `files/words/…`; add the type of your keys to `Key` in `words.ts` and the five files to `catalogue.ts`. Texts are in
 *   no script: all five catalogues are one file, loaded once.
 * - Parts that few people need are loaded late: `shell.part('mailbox')` imports `mailbox/screens.ts`, which exports
 *   `screens: readonly Screen[]`; then `shell.go('mailbox')` shows `mailbox`. `files/screens.ts` likewise: R5 asks first
 *   whether there are files at all (`screens/attach.ts`), then shows the screen `files`, which goes on to `readers`. R10 calls
 *   `sendFiles(shell, uploads, onProgress)` of `files/send-files.ts` after the text is accepted.
 * - Heavy work: `shell.work('seal' | 'mailbox' | 'files')` gives a `Work` (`./work.ts`). The worker behind it is
 *   `seal-worker.ts`, `mailbox/worker.ts`, `files/worker.ts` and ends with `answerAsks({ name: async (question, progress) => answer })`
 *   of `./answer-asks.ts`. Questions and answers are structured clones (Uint8Array, Blob, plain objects).
 *   `shell.newWork('files')` makes a second worker of the same kind.
 * - Requests: `exchange`, `put` and the others in `./requests.ts`; `shell.gone` is aborted when the person leaves.
 * - Errors: `shell.fault(key, fieldId)` shows the summary on top, puts focus there and the same words at the field.
 * - Everything that counts seconds or holds an address of our server starts in `./requests.ts`, so that a test can list it.
 */
export type Screen = {
  readonly name: string
  readonly title: Key
  readonly view: (shell: Shell) => readonly Node[]
  /** Called when another screen comes; never asks, never saves. */
  readonly leave?: (shell: Shell) => void
  /** Where Back leads; nothing means that the screen has no Back. */
  readonly back?: string | ((shell: Shell) => string | undefined)
  /** Marks screens that no printer may show. */
  readonly secret?: boolean
}

export type Part = 'mailbox' | 'files'
export type Worker = 'seal' | 'mailbox' | 'files'

export type Shell = {
  readonly report: Report
  readonly language: Language
  /** What is known of the keys; redrawn when it changes. */
  readonly lists: Lists
  readonly help: Help
  readonly say: (key: Key, values?: Values) => string
  /** Shows another screen and puts the focus on its heading. Changes no address and leaves no history entry. */
  readonly go: (name: string) => void
  /** The name of the screen that is shown. */
  readonly at: () => string
  readonly redraw: () => void
  readonly fault: (key: Key, field?: string, values?: Values) => void
  /** Says something aloud for readers of screens, and shows nothing. */
  readonly tell: (text: string) => void
  readonly part: (part: Part) => Promise<void>
  readonly work: (worker: Worker) => Work
  readonly newWork: (worker: Worker) => Work
  /** Aborted when the person leaves; pass it to every request. */
  readonly gone: AbortSignal
  readonly exit: () => void
  /** Fetches and checks the list of keys (again); the screens that show it are drawn again. */
  readonly readLists: () => Promise<void>
  /** Sends what was picked, by `files/send-files.ts`, once the text is accepted. */
  readonly sendFiles: (uploads: readonly Upload[], onProgress: (done: number) => void) => Promise<void>
  /** Forgets the report, its keys and every worker, and shows the landing screen. */
  readonly clear: () => void
}
