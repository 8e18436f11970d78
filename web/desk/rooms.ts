import type { Room } from './room.ts'
import { approvalsRoom } from './rooms/approvals/room.ts'
import { importRoom } from './rooms/import/room.ts'
import { inboxRoom } from './rooms/inbox/room.ts'
import { searchRoom } from './rooms/search/room.ts'
import { signInRoom } from './rooms/sign-in/room.ts'
import { startRoom } from './rooms/start/room.ts'
import { teamRoom } from './rooms/team/room.ts'

/**
 * Every room of the desk, in the order of the rail: inbox, cases, people, actors, evidence, tasks, map, statistics; then
 * those that stand below: approvals, audit, team. A room enters with one line here, one in words.ts, calls.ts and keys/handlers.ts.
 */
export const ROOMS: readonly Room[] = [inboxRoom, teamRoom, signInRoom, startRoom, searchRoom, approvalsRoom, importRoom]
