import { useSignal } from '@preact/signals'
import { h, type JSX } from 'preact'
import { call, working as run } from '../../actions.ts'
import type { Item, Opened, OpenedFile, SealedFile } from '../../model.ts'
import { button, mark } from '../../views/parts.ts'
import { language, localeOf, say } from '../../words.ts'

/** The files of an item: names with hidden characters written out, fetched and opened one by one. */
export function Files({ item, opened }: { readonly item: Item; readonly opened: Opened }): JSX.Element | null {
  if (opened.files.length === 0) return null
  return h(
    'section',
    { 'aria-labelledby': 'files-title' },
    h('h3', { id: 'files-title' }, say('item.files')),
    h('p', { class: 'quiet' }, say('files.original')),
    h('ul', { class: 'files' }, ...opened.files.map((file) => h(OneFile, { key: file.n, item, file }))),
  )
}

function OneFile({ item, file }: { readonly item: Item; readonly file: SealedFile }): JSX.Element {
  const got = useSignal<OpenedFile | null>(null)
  const fetchIt = async () => {
    got.value = await run(say('files.fetching', { name: file.name }), () => call('file', { item: item.item, n: file.n }))
  }
  return h(
    'li',
    null,
    h('bdi', { class: 'file-name', translate: 'no' }, file.name),
    ` ${say('files.size', { size: new Intl.NumberFormat(localeOf(language.value)).format(Math.ceil(file.size / 1000)) })}`,
    file.hasHidden ? h('p', { class: 'quiet' }, say('files.hidden')) : null,
    file.hidesEnding ? mark('stop', say('files.hides_ending')) : null,
    got.value === null ? button(say('files.open', { name: `${file.n}` }), () => void fetchIt()) : outcome(got.value, file),
  )
}

function outcome(got: OpenedFile, file: SealedFile): JSX.Element {
  if (got.problem !== null) return h('p', { class: 'wrong' }, say('files.incomplete', { code: got.problem }))
  return h(
    'div',
    null,
    got.found === file.type ? null : h('p', null, say('files.claims', { type: file.type, found: got.found })),
    h('p', { class: 'quiet hash', dir: 'ltr' }, say('files.hash', { hash: got.sha256 })),
    button(say('files.save', { name: got.saveAs }), () => save(got)),
  )
}

/** Saved under our name: the sender's name reaches no file system (U-08). The address lives as long as the click. */
function save({ parts, saveAs, type }: OpenedFile): void {
  const address = URL.createObjectURL(
    new Blob(
      parts.map((part) => part.slice()),
      { type },
    ),
  )
  const link = document.createElement('a')
  link.href = address
  link.download = saveAs
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1_000)
}
