import { type Door, door, readingDoor } from '#base/door.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import * as contract from './own-pages.contract.ts'
import { dropPageOfOwn, keepPageOfOwn, readOwnPage, viewOwnPages } from './own-pages.ts'

const ONE_PAGE = 393_216

/** Doors of a member to what they alone can open. */
export function ownPageDoors(desk: Desk): Door<Caller>[] {
  return [
    readingDoor('/api/desk/own-pages', ({ caller }) => viewOwnPages(desk, caller)),
    door('/api/desk/own-pages/read', contract.OwnPageInput, ({ caller, input }) => readOwnPage(desk, caller, input.page)),
    door('/api/desk/own-pages', contract.KeepOwnPageInput, ({ caller, input }) => keepPageOfOwn(desk, caller, input), ONE_PAGE),
    door('/api/desk/own-pages/drop', contract.DropOwnPageInput, ({ caller, input }) => dropPageOfOwn(desk, caller, input)),
  ]
}
