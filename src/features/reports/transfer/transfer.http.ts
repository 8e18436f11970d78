import { type Door, door, readingDoor } from '#base/door.ts'
import { type Caller, canShare, canWorkCases, onlyFor } from '#features/teams/index.ts'
import type { InboxDesk } from '../inbox/inbox-desk.ts'
import { accept, giveBack, readIncoming, readMoved, rewrap, viewIncoming } from './accept-transfer.ts'
import { approve, proposeTransfer, undo, viewTransfers } from './propose-transfer.ts'
import { send } from './send-transfer.ts'
import * as contract from './transfer.contract.ts'

/** The largest body as base64, with its keys. */
const WHOLE = 1_835_008

/** Doors to reports that go to another team, and to those that come from one. */
export function transferDoors(desk: InboxDesk): Door<Caller>[] {
  return [
    ...onlyFor(canWorkCases, [
      readingDoor('/api/desk/transfers', ({ caller }) => viewTransfers(desk, caller)),
      door('/api/desk/transfers/approve', contract.ApproveInput, ({ caller, input }) => approve(desk, caller, input)),
      door('/api/desk/transfers/undo', contract.TransferInput, ({ caller, input }) => undo(desk, caller, input.transfer)),
      readingDoor('/api/desk/incoming', ({ caller }) => viewIncoming(desk, caller)),
      door('/api/desk/incoming/body', contract.IncomingInput, ({ caller, input }) => readIncoming(desk, caller, input.incoming)),
      door('/api/desk/incoming/wrap', contract.RewrapIncomingInput, ({ caller, input }) => rewrap(desk, caller, input)),
      door('/api/desk/incoming/accept', contract.AcceptInput, ({ caller, input }) => accept(desk, caller, input), WHOLE),
      door('/api/desk/incoming/return', contract.IncomingInput, ({ caller, input }) => giveBack(desk, caller, input.incoming)),
      door('/api/desk/reports/moved', contract.MovedInput, ({ caller, input }) => readMoved(desk, caller, input.report)),
    ]),
    ...onlyFor(canShare, [
      door('/api/desk/transfers/propose', contract.ProposeInput, ({ caller, input }) => proposeTransfer(desk, caller, input)),
      door('/api/desk/transfers/send', contract.SendInput, ({ caller, input }) => send(desk, caller, input), WHOLE),
    ]),
  ]
}
