import { type Door, door, readingDoor } from '#base/door.ts'
import { approvalDoors } from './approvals.http.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { feedDoors } from './feeds/feeds.http.ts'
import { dropInboxPage, keepInboxPage, readPage, viewPages } from './keys/inbox-pages.ts'
import { destroyEpoch, publishEpoch, rewrapEpoch, viewEpochs } from './keys/run-epochs.ts'
import { joinTeam, lookAtInvitation } from './members/join-team.ts'
import { inviteMember, leaveTeam, sealKeyAnew, vouchForMember, withdrawInvitation } from './members/run-team.ts'
import { viewTeam } from './members/view-team.ts'
import { ownPageDoors } from './own-pages/own-pages.http.ts'
import { openRecoveryDoors, recoveryDoors } from './recovery/recovery.http.ts'
import { onlyFor } from './roles/only-for.ts'
import { canHoldKeys } from './roles/roles.policy.ts'
import { askToSignIn, signIn, signOut, stayHere } from './sessions/sign-in.ts'
import { SignInInput, WithdrawInvitationInput } from './sign-in.contract.ts'
import { openSignInDoors, signInDoors } from './sign-in.http.ts'
import * as contract from './teams.contract.ts'

/** Enough for the largest key file and the largest page, as base64. */
const LARGE = 262_144

/** Doors for somebody who is not signed in. */
export function openTeamDoors(desk: Desk): Door<null>[] {
  return [
    door('/api/desk/invitation', contract.InvitationInput, ({ input }) => lookAtInvitation(desk, input.invitation)),
    door('/api/desk/join', contract.JoinInput, ({ input }) => joinTeam(desk, input)),
    door('/api/desk/challenge', contract.ChallengeInput, ({ input }) => askToSignIn(desk, input.member)),
    door('/api/desk/session', SignInInput, ({ input }) => signIn(desk, input)),
    ...openSignInDoors(desk),
    ...openRecoveryDoors(desk),
  ]
}

/** Doors of a member. */
export function teamDoors(desk: Desk): Door<Caller>[] {
  return [
    readingDoor('/api/desk/team', ({ caller }) => viewTeam(desk, caller)),
    door('/api/desk/session/here', contract.Nothing, stayHere),
    door('/api/desk/session/end', contract.Nothing, ({ caller }) => signOut(desk, caller)),
    ...signInDoors(desk),
    ...recoveryDoors(desk),
    ...approvalDoors(desk),
    ...ownPageDoors(desk),
    ...feedDoors(desk),
    door('/api/desk/invitations', contract.Nothing, ({ caller }) => inviteMember(desk, caller)),
    door('/api/desk/invitations/withdraw', WithdrawInvitationInput, ({ caller, input }) => withdrawInvitation(desk, caller, input.code)),
    door('/api/desk/members/vouch', contract.VouchInput, ({ caller, input: { anotherOf, ...signed } }) =>
      vouchForMember(desk, caller, signed, anotherOf ?? null),
    ),
    door('/api/desk/members/leave', contract.SignedMembership, ({ caller, input }) => leaveTeam(desk, caller, input)),
    door('/api/desk/members/sealed-key', contract.SealedKeyInput, ({ caller, input }) => sealKeyAnew(desk, caller, input.sealedKey)),
    readingDoor('/api/desk/epochs', ({ caller }) => viewEpochs(desk, caller)),
    door('/api/desk/epochs', contract.EpochInput, ({ caller, input }) => publishEpoch(desk, caller, input), LARGE),
    door('/api/desk/epochs/wrap', contract.RewrapInput, ({ caller, input }) => rewrapEpoch(desk, caller, input), LARGE),
    door('/api/desk/epochs/destroy', contract.DestroyInput, ({ caller, input }) => destroyEpoch(desk, caller, input.epoch)),
    ...onlyFor(canHoldKeys, [
      readingDoor('/api/desk/pages', ({ caller }) => viewPages(desk, caller)),
      door('/api/desk/pages', contract.KeepPageInput, ({ caller, input }) => keepInboxPage(desk, caller, input), LARGE),
      door('/api/desk/pages/read', contract.PageInput, ({ caller, input }) => readPage(desk, caller, input.page)),
      door('/api/desk/pages/drop', contract.DropPageInput, ({ caller, input }) => dropInboxPage(desk, caller, input)),
    ]),
  ]
}
