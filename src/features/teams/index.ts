export { demandOfficer } from './approvals/demand-officer.ts'
export { demandTwo } from './approvals/demand-two.ts'
export { eyesOf } from './approvals/two-signers.ts'
export { barState, teamsOfState } from './bars/bar-state.ts'
export type { Caller } from './caller.ts'
export type { Desk } from './desk.ts'
export { pathOfFeed, readByFeed } from './feeds/keep-feeds.ts'
export { foundTeam, inviteFounderAgain, type NewTeam } from './found-team.ts'
export { signKeyOf } from './members/sign-key.ts'
export { type DeskSettings, openDesk } from './open-desk.ts'
export { askRecovery, inviteHeirTo } from './recovery/ask-recovery.ts'
export { onlyFor } from './roles/only-for.ts'
export {
  canHoldKeys,
  canReadCoded,
  canShare,
  canStewardTeam,
  canVerify,
  canWorkCases,
} from './roles/roles.policy.ts'
export { proposeRoster } from './roster/hold-ceremony.ts'
export { judgeList, type ListFault, watchList } from './roster/judge-list.ts'
export { publishCeremony } from './roster/publish-ceremony.ts'
export type { Published, RosterPlaces } from './roster/publish-roster.ts'
export { openRosterHouse, type RosterHouse } from './roster/roster-house.ts'
export { findInstance } from './roster/roster-keys.ts'
export { rosterEntries } from './roster-source.ts'
export { enter } from './sessions/sign-in.ts'
export { isStillIn } from './sessions/still-in.ts'
export { mayRunTeam } from './team.policy.ts'
export { openTeamDoors, teamDoors } from './teams.http.ts'
export { tidyTeams } from './teams.jobs.ts'
export { countBulk, countExport, countOpening, countRows } from './watch/count-opening.ts'
export { tellTeam } from './watch/tell-team.ts'
