import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { assets } from './assets.ts'
import { coverWhenHidden, onThreeShifts } from './exit.ts'
import { readHelp } from './help.ts'
import { findFile, getFile } from './requests.ts'
import { answer } from './screens/answer.ts'
import { attach } from './screens/attach.ts'
import { check } from './screens/check.ts'
import { danger } from './screens/danger.ts'
import { done } from './screens/done.ts'
import { help } from './screens/help.ts'
import { landing, promises } from './screens/landing.ts'
import { readers } from './screens/readers.ts'
import { safety, sheet } from './screens/safety.ts'
import { sealed } from './screens/sealed.ts'
import { sending } from './screens/sending.ts'
import { uses } from './screens/uses.ts'
import { what } from './screens/what.ts'
import { where } from './screens/where.ts'
import { words } from './screens/words.ts'
import type { Part, Screen, Shell } from './screens.ts'
import { type FileSender, openShell } from './shell.ts'
import type { Upload } from './state.ts'
import { readTexts } from './texts-file.ts'
import type { Catalogues } from './words.ts'

const SCREENS = [
  landing,
  promises,
  safety,
  sheet,
  what,
  where,
  danger,
  help,
  attach,
  readers,
  uses,
  answer,
  check,
  words,
  sending,
  done,
  sealed,
]

/** The first HTML is a whole page without us; we take its place once all texts are here. */
async function start(): Promise<void> {
  coverWhenHidden()
  const language = LANGUAGES.find((one) => one === document.documentElement.lang) ?? 'en'
  run(readTexts(await texts()), language)
}

const AGAIN_MS = 2_000

/** A line that is cut just here is waited for: the first HTML says that the form will appear. */
async function texts(): Promise<Uint8Array> {
  for (;;) {
    const read = await findFile(assets.words, new AbortController().signal)
    if (read !== null) return read
    await new Promise((go) => setTimeout(go, AGAIN_MS))
  }
}

function run(catalogues: Catalogues, language: Language): void {
  const shell = openShell({ words: catalogues, language, loadPart: (part) => loadPart(catalogues, part), sendFiles })
  onThreeShifts(shell.exit)
  // A page that comes back from the browser's memory is a new one.
  addEventListener('pageshow', (event) => event.persisted && location.reload())
  shell.show(SCREENS)
  // Drawn without moving the focus: the first Tab on a new page reaches the way out.
  shell.redraw()
  void shell.readLists()
  void readHelp(shell.gone).then(shell.setHelp)
}

/** A part comes with its texts, in all languages: no request shows which one is read. */
async function loadPart(catalogues: Catalogues, part: Part): Promise<readonly Screen[]> {
  const isMailbox = part === 'mailbox'
  const [loaded, texts] = await Promise.all([
    import(assets[isMailbox ? 'mailbox-part' : 'files-part']) as Promise<{ readonly screens: readonly Screen[] }>,
    getFile(isMailbox ? assets.mailboxWords : assets.filesWords, new AbortController().signal),
  ])
  const more = readTexts(texts)
  for (const language of LANGUAGES) Object.assign(catalogues[language], more[language])
  return loaded.screens
}

async function sendFiles(shell: Shell, uploads: readonly Upload[], onProgress: (done: number) => void): Promise<void> {
  const loaded = (await import(assets['send-files'])) as { readonly sendFiles: FileSender }
  await loaded.sendFiles(shell, uploads, onProgress)
}

void start()
