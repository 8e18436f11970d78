import { openHouse } from '#base/house.ts'
import type { LoginUrls } from '#base/postgres/logins.ts'
import { ingestDocument } from '#features/documents/index.ts'
import { systemClock } from '#kernel/clock.ts'
import { aPreparedDocument, FACTS } from './a-review.ts'

/** A process of its own that takes the invented statement in; a test ends it in the middle. The database is its argument. */
const house = await openHouse(JSON.parse(process.argv[2] ?? '{}') as LoginUrls, systemClock)
await ingestDocument(house.base, house.installation, FACTS, aPreparedDocument())
await house.close()
