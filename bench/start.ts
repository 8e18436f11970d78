import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BenchOptions, type Figure, judge, summarise } from './measure.ts'
import { startAsylia } from './running.ts'

const run = promisify(execFile)

/** From the command to the first answered page: a second start, and a fresh clone on a warm package cache. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-start-'))
  await chmod(folder, 0o711)
  try {
    const data = join(folder, 'data')
    await (await startAsylia(root, data)).stop()
    const second: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const running = await startAsylia(root, data)
      second.push(running.milliseconds)
      await running.stop()
    }
    const fresh: number[] = []
    for (let round = 0; round < 2; round += 1) {
      const clone = join(folder, `clone-${round}`)
      const began = performance.now()
      await run('git', ['clone', '--quiet', '--local', root, clone])
      const running = await startAsylia(clone, join(folder, `data-${round}`))
      fresh.push(performance.now() - began)
      await running.stop()
      await rm(clone, { recursive: true, force: true })
    }
    return [
      judge('second start to first answered page', summarise(second), 'ms', { atMost: 2_000 }),
      judge('fresh clone to first answered page, warm package cache', summarise(fresh), 'ms', { atMost: 60_000 }),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
