/** For a test: stores a segment as the intake does and is killed after the file has its name, before it is noted. */
import { openPool } from '#base/database.ts'
import type { SetPlan } from '#crypto/files/set-plan.ts'
import { hashOf } from './erase.ts'
import { intakeStore } from './intake.store.ts'
import { putSegment } from './put-segment.ts'
import { segmentFiles } from './segment-files.ts'

type Facts = { readonly url: string; readonly blobs: string; readonly set: string; readonly token: string; readonly plan: SetPlan }

const { url, blobs, set, token, plan } = JSON.parse(process.argv[2] ?? '{}') as Facts
const store = intakeStore(openPool(url, 2))
const killing = {
  ...store,
  noteSet: (...[facts, index, today]: Parameters<typeof store.noteSet>) => {
    if (index !== null) process.kill(process.pid, 'SIGKILL')
    return store.noteSet(facts, index, today)
  },
}
process.once('message', (body: string) => {
  const bytes = Buffer.from(body, 'base64')
  const order = {
    set: Buffer.from(set, 'hex'),
    tokenHash: hashOf(Buffer.from(token, 'hex')),
    total: plan.total,
    segment: plan.segment,
    count: plan.count,
    index: 0,
    length: bytes.length,
  }
  const pieces = async function* () {
    yield bytes
  }
  void putSegment({ store: killing, files: segmentFiles(blobs), today: '2026-11-18' }, order, pieces)
})
