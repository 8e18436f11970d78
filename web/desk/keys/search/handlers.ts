import type { SearchCalls } from '../../rooms/search/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'
import { ownIndexOf } from './note-opened.ts'

const MOST = 20

/** What the palette asks of the sealed index. */
export function searchHandlers(opened: () => Vault): Handlers<SearchCalls> {
  return {
    'search.find': async ({ typed }) => {
      const index = ownIndexOf(opened())
      await index.load()
      const hits = index.find(typed, MOST).map(({ key, label }) => {
        const [code = '', kind = '', about = ''] = key.split('/')
        return { case: code, kind, about, label }
      })
      return { hits, known: index.size }
    },
    'search.save': async () => {
      await ownIndexOf(opened()).save()
      return null
    },
  }
}
