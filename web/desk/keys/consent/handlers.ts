import type { ConsentList } from '#features/cases/consent/consent.contract.ts'
import type { ConsentCalls, Wording } from '../../rooms/consent/calls.ts'
import type { Handlers } from '../answers.ts'
import { keepCard, openRing, readCards } from '../cases/ring.ts'
import type { Mail } from '../mail.ts'
import { heedMailbox } from './mailbox.ts'

type Said = { readonly text: string; readonly signedBy: string }

/** What people agreed to, and who can read what they said. */
export function consentHandlers(mail: () => Mail): Handlers<ConsentCalls> {
  const ask = <Out>(path: string, body: object): Promise<Out> => mail().vault.door.ask<Out>(path, body)
  /** The wording first: a row never names a card that is not there. */
  const keepWording = async (code: string, { text, signedBy }: Said): Promise<string | null> => {
    if (text.trim() === '' && signedBy.trim() === '') return null
    const ring = await openRing(mail().vault, code)
    const about = crypto.randomUUID()
    return (await keepCard(ring, { kind: 'consent.wording', about, content: { text, signedBy } })).id
  }
  return {
    'consent.list': ({ case: code }) => ask<ConsentList>('consent/list', { case: code }),
    'consent.wording': async ({ case: code, card }) => {
      const [found] = await readCards<Said>(await openRing(mail().vault, code), [card])
      return wordingOf(found?.content ?? null, found?.problem ?? (found === undefined ? 'record.not_found' : null))
    },
    'consent.give': async ({ wording, signedBy, ...said }) =>
      ask('consent/give', { ...said, mark: null, card: await keepWording(said.case, { text: wording, signedBy }) }),
    'consent.withdraw': async ({ wording, signedBy, ...said }) =>
      ask('consent/withdraw', { ...said, mark: null, card: await keepWording(said.case, { text: wording, signedBy }) }),
    'consent.mailbox': () => heedMailbox(mail()),
    'consent.confirm': async ({ case: code, mark, scopes }) => {
      const { today } = await ask<ConsentList>('consent/list', { case: code })
      const said = { case: code, subject: 'reporter', scopes, giver: 'self', basis: 'mailbox', from: today, until: null, card: null, mark }
      return ask('consent/give', said)
    },
    'consent.readers': ({ of }) => ask('cases/readers/view', { of }),
  }
}

function wordingOf(said: Said | null, problem: string | null): Wording {
  return { text: said?.text ?? '', signedBy: said?.signedBy ?? '', problem }
}
