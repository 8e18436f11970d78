import type { ViewsCalls } from '../../rooms/views/calls.ts'
import type { Handlers } from '../answers.ts'
import { listCards, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import type { Vault } from '../vault.ts'
import { dropView, listSaved, saveView } from './saved.ts'

/** The same records as a map, a time, a net and numbers: codes from the server; words where somebody asks for those of a page. */
export function viewsHandlers(opened: () => Vault): Handlers<ViewsCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`views/${path}`, body)
  return {
    'views.flows': (asked) => ask('flows', asked),
    'views.incidents': (asked) => ask('incidents', asked),
    'views.case': (asked) => ask('case', asked),
    'views.links': (asked) => ask('links', asked),
    'views.words': (asked) => wordsOf(opened(), asked),
    'views.statistics': (asked) => ask('statistics', asked),
    'views.groups': (asked) => ask('groups', asked),
    'views.work': () => ask('work', {}),
    'views.saved': async () => ({ views: await listSaved(opened()) }),
    'views.save': async (view) => ({ views: await saveView(opened(), view) }),
    'views.drop': async ({ id }) => ({ views: await dropView(opened(), id) }),
  }
}

const LETTERS = 60
/** As many as stand on a screen; a hub of a hundred thousand opens no more than that. */
const MOST = 32

/** The beginning of what is told of each incident; a card that is not about it, or does not open, says nothing here. */
async function wordsOf(vault: Vault, { case: code, incidents }: ViewsCalls['views.words']['in']): Promise<Record<string, string>> {
  const ring = await ringOf(vault, code)
  const wanted = incidents.slice(0, MOST)
  const listed = await Promise.all(wanted.map(({ id }) => listCards(ring, { about: id, kind: 'incident.narrative' })))
  const cards = await readCards<{ readonly of?: unknown; readonly text?: unknown } | null>(
    ring,
    listed.flatMap(([first]) => (first === undefined ? [] : [first.card])),
  )
  return Object.fromEntries(
    wanted.flatMap(({ id, code: of }) => {
      const content = cards.find(({ about, kind }) => about === id && kind === 'incident.narrative')?.content
      return content?.of === of && typeof content.text === 'string' && content.text !== '' ? [[id, beginning(content.text)]] : []
    }),
  )
}

function beginning(text: string): string {
  const letters = [...text.replaceAll(/\s+/g, ' ').trim()]
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS).join('')}…` : letters.join('')
}
