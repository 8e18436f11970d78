/** For a test: finishes a move as the desk does, in a process of its own that the test kills in the middle. */
import { openDatabase, openPool } from '#base/database.ts'
import { openBase } from '#base/transact.ts'
import type { Caller } from '#features/teams/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { finishOneMove } from './move-records.ts'

type Facts = { readonly url: string; readonly caller: Caller; readonly target: string; readonly move: string }

const { url, caller, target, move } = JSON.parse(process.argv[2] ?? '{}') as Facts
await finishOneMove({ base: openBase(openDatabase(openPool(url, 1)), systemClock) }, caller, { target, move })
process.send?.('done')
