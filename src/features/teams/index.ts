export type { RosterEntry } from './roster/make-roster.ts'
export { type Published, ROSTER_FILES, type RosterPlaces } from './roster/publish-roster.ts'
export { openRosterHouse, type RosterHouse, type RosterSource } from './roster/roster-house.ts'
