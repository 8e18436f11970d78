import { type Door, door, readingDoor } from '#base/door.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { decideDevice, forgetOwnDevice, settleOwnNotice, viewCodes, viewSignIns } from './devices/run-devices.ts'
import { beginOutside, disconnectOutside, finishOutside } from './outside/sign-in-outside.ts'
import { beginPasskey, dropOwnPasskey, keepPasskey } from './passkeys/keep-passkey.ts'
import { askForPasskey, openWithPasskey, tellChanged } from './passkeys/open-with-passkey.ts'
import * as contract from './sign-in.contract.ts'
import { Nothing } from './teams.contract.ts'

/** An attestation may carry certificates. */
const ATTESTATION = 65_536

/** Ways in for somebody who is not signed in, beside the words. */
export function openSignInDoors(desk: Desk): Door<null>[] {
  return [
    readingDoor('/api/desk/ways', async () => ({ outside: desk.outside !== undefined })),
    door('/api/desk/passkeys/ask', Nothing, async () => askForPasskey(desk)),
    door('/api/desk/passkeys/open', contract.OpenPasskeyInput, ({ input }) => openWithPasskey(desk, input)),
    door('/api/desk/passkeys/changed', contract.ChangedPasskeyInput, ({ input }) => tellChanged(desk, input)),
    door('/api/desk/outside/begin', contract.OutsideBeginInput, ({ input }) => beginOutside(desk, input, null)),
    door('/api/desk/outside/finish', contract.OutsideFinishInput, ({ input }) => finishOutside(desk, input)),
  ]
}

/** With what a member signs in, and their colleagues. */
export function signInDoors(desk: Desk): Door<Caller>[] {
  return [
    readingDoor('/api/desk/codes', ({ caller }) => viewCodes(desk, caller)),
    readingDoor('/api/desk/sign-ins', ({ caller }) => viewSignIns(desk, caller)),
    door('/api/desk/devices/settle', contract.SettleDeviceInput, ({ caller, input }) => decideDevice(desk, caller, input)),
    door('/api/desk/devices/forget', contract.ForgetDeviceInput, ({ caller, input }) => forgetOwnDevice(desk, caller, input.device)),
    door('/api/desk/notices/settle', contract.NoticeInput, ({ caller, input }) => settleOwnNotice(desk, caller, input.notice)),
    door('/api/desk/passkeys/begin', Nothing, ({ caller }) => beginPasskey(desk, caller)),
    door('/api/desk/passkeys/keep', contract.KeepPasskeyInput, ({ caller, input }) => keepPasskey(desk, caller, input), ATTESTATION),
    door('/api/desk/passkeys/drop', contract.DropPasskeyInput, ({ caller, input }) => dropOwnPasskey(desk, caller, input.passkey)),
    door('/api/desk/outside/connect', contract.OutsideBeginInput, ({ caller, input }) => beginOutside(desk, input, caller)),
    door('/api/desk/outside/disconnect', Nothing, ({ caller }) => disconnectOutside(desk, caller)),
  ]
}
