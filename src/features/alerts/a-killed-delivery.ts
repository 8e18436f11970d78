/** For a test: delivers as the start does, in a process of its own that the test kills in the middle. */
import type { Actor } from '#base/actor.ts'
import { openDatabase, openPool } from '#base/database.ts'
import type { Installation } from '#base/installation.ts'
import { openBase } from '#base/transact.ts'
import { deliverAlerts } from './alert.jobs.ts'

const { url, by, now } = JSON.parse(process.argv[2] ?? '{}') as { url: string; by: Installation & { readonly actor: Actor }; now: string }
const base = openBase(openDatabase(openPool(url, 1)), { now: () => new Date(now) })
process.send?.('ready')
await deliverAlerts({ base, by, sites: () => [] })
process.send?.('done')
process.disconnect()
process.exit(0)
