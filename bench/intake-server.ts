/** The server of `bench intake`, in a process of its own: intake doors on a given database. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openPool } from '#base/database.ts'
import { serveSite } from '#edges/http/serve.ts'
import { intakeDoors, openIntake } from '#features/reports/index.ts'
import { systemClock } from '#kernel/clock.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const [secrets, blobs] = [join(folder, 'secrets'), join(folder, 'blobs')]
for (const path of [secrets, blobs]) await mkdir(path, { recursive: true, mode: 0o700 })
const intake = await openIntake({ pool: openPool(url, 10), clock: systemClock, secrets, blobs, data: folder })
const app = serveSite({
  folder,
  errorPage: () => '',
  doors: intakeDoors(intake),
  onFault: (_, kind) => process.stderr.write(`fault ${kind}\n`),
})
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
