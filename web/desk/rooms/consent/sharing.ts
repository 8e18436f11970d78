import { h, type JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { faultBox } from '../../views/parts.ts'
import { say } from '../../words.ts'
import { ConsentMatrix } from './matrix.ts'
import { loadReaders, readers } from './state.ts'
import { ReadersBody } from './who-can-read.ts'

/** The page of a case that answers: who reads it, who agreed to what, what left it, and who never will read it. */
export function Sharing({ code }: { readonly code: string }): JSX.Element {
  useEffect(() => void loadReaders(code), [code])
  const told = readers.value[code]
  return h(
    'div',
    { class: 'sharing' },
    faultBox(),
    h(
      'section',
      { 'aria-labelledby': 'sharing-who' },
      h('h2', { id: 'sharing-who' }, say('consent.who_can')),
      told === undefined ? h('p', { class: 'quiet', role: 'status' }, say('consent.loading')) : h(ReadersBody, { told }),
    ),
    h(ConsentMatrix, { code }),
  )
}
