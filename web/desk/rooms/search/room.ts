import { signal } from '@preact/signals'
import { h } from 'preact'
import { call } from '../../actions.ts'
import { go } from '../../address.ts'
import type { Command, Room } from '../../room.ts'
import { say } from '../../words.ts'
import type { SearchHit } from './calls.ts'

const LEAST_LETTERS = 2

type Found = { readonly typed: string; readonly hits: readonly SearchHit[]; readonly known: number }
const found = signal<Found>({ typed: '', hits: [], known: 0 })
let asked = ''

/** Asks the worker once for each text; what it answers is drawn when it comes. */
async function ask(typed: string): Promise<void> {
  asked = typed
  const { hits, known } = await call('search.find', { typed })
  // Somebody went on typing meanwhile.
  if (asked === typed) found.value = { typed, hits, known }
}

/** `#/cases/C-…/people` and so on: the tab of a case that shows a card of this kind. */
function tabOf(kind: string): string {
  const [first = ''] = kind.split('.')
  return (
    { person: 'people', incident: 'incidents', source: 'incidents', evidence: 'evidence', task: 'tasks', consent: 'sharing' }[first] ??
    'chronology'
  )
}

function hitsFor(typed: string): readonly Command[] {
  if ([...typed.trim()].length < LEAST_LETTERS) return []
  if (asked !== typed) void ask(typed)
  return found.value.hits.map(({ case: code, kind, about, label }) => ({
    id: `search.${code}.${about}.${kind}`,
    words: () => say('search.in_case', { label, case: code }),
    run: () => go('cases', code, tabOf(kind)),
  }))
}

/** Nothing to look at by itself: its results stand in the palette. guards T-21 */
export const searchRoom: Room = {
  id: 'search',
  letter: '',
  title: () => say('search.title'),
  stands: 'unseen',
  view: () => h('p', { class: 'quiet' }, say('search.known', { n: found.value.known })),
  find: hitsFor,
  beat: async () => {
    await call('search.save', null)
  },
  forget: () => {
    asked = ''
    found.value = { typed: '', hits: [], known: 0 }
  },
}
