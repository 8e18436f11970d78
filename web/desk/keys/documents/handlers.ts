import type { DocumentsCalls } from '../../rooms/documents/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

/** Public documents and what is proposed in them: nothing here is sealed. */
export function documentsHandlers(opened: () => Vault): Handlers<DocumentsCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`documents/${path}`, body)
  return {
    'documents.list': () => ask('list', {}),
    'documents.open': (asked) => ask('open', asked),
    'documents.decide': (said) => ask('decide', said),
  }
}
