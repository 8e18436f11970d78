import { type Door, door } from '#base/door.ts'
import { type Caller, canHoldKeys, onlyFor } from '#features/teams/index.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import * as contract from './card.contract.ts'
import { dropSealed, keepSealed, openEmptyCase, readCards, viewCards } from './cards.ts'

/** Base64 of the largest card, and what stands around it. */
const ONE_CARD = 393_216
/** The key of a case for all its readers. */
const ONE_KEY = 262_144

/** Doors of a member to the sealed things of a case. */
export function cardDoors(desk: InboxDesk): Door<Caller>[] {
  return onlyFor(canHoldKeys, [
    door('/api/desk/cases/open', contract.OpenCaseInput, ({ caller, input }) => openEmptyCase(desk, caller, input), ONE_KEY),
    door('/api/desk/cards/list', contract.CardsInput, ({ caller, input }) => viewCards(desk, caller, input)),
    door('/api/desk/cards/read', contract.ReadCardsInput, ({ caller, input }) => readCards(desk, caller, input)),
    door('/api/desk/cards/keep', contract.KeepCardInput, ({ caller, input }) => keepSealed(desk, caller, input), ONE_CARD),
    door('/api/desk/cards/drop', contract.DropCardInput, ({ caller, input }) => dropSealed(desk, caller, input)),
  ])
}
