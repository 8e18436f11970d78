import { Fragment, h, type JSX } from 'preact'
import { call, working } from '../../actions.ts'
import { button } from '../../views/parts.ts'
import { say } from '../../words.ts'
import type { Offer } from './calls.ts'
import { scopeName } from './names.ts'
import { loadConsent, offers, putOff } from './state.ts'

/** What the reporter allows by their mailbox and nobody confirmed yet. A no needs no confirming: it holds already. */
export function Offers({ code }: { readonly code: string }): JSX.Element {
  const waiting = offers.value.filter((offer) => offer.case === code && !putOff.value.has(offer.mark))
  const take = async (offer: Offer) => {
    const kept = await working(say('consent.confirm'), () => call('consent.confirm', offer))
    if (kept === null) return
    offers.value = offers.value.filter(({ mark }) => mark !== offer.mark)
    await loadConsent(code)
  }
  const later = ({ mark }: Offer) => {
    putOff.value = new Set([...putOff.value, mark])
  }
  return h(
    Fragment,
    null,
    ...waiting.map((offer) =>
      h(
        'div',
        { key: offer.mark, class: 'box' },
        h('h3', null, say('consent.offer')),
        h('p', null, say('consent.offer_why')),
        h('ul', null, ...offer.scopes.map((scope) => h('li', { key: scope }, scopeName(scope)))),
        h(
          'div',
          { class: 'ways' },
          button(say('consent.confirm'), () => void take(offer), { kind: 'first' }),
          button(say('consent.not_now'), () => later(offer), { kind: 'quiet' }),
        ),
      ),
    ),
  )
}
