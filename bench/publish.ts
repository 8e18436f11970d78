import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuildReport } from '#web/observatory/build-site.ts'
import { type BenchOptions, type Figure, judge, type Measured, summarise } from './measure.ts'

const MANY = 100_000
const ROUNDS = 5

type Built = BuildReport & { readonly megabytes: number }

/** The corridor and 100,000 synthetic incidents, both in five languages: time, memory, size, and what a change of one record costs. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-publish-'))
  const build = (...args: readonly string[]) => buildApart(root, args)
  try {
    const corridor = await each(ROUNDS, (round) => build('corridor', join(folder, `corridor-${round}`)))
    const size = await bytesIn(join(folder, 'corridor-0'))
    const many = await each(ROUNDS, async (round) => {
      const built = await build('synthetic', join(folder, 'many'), String(MANY), '1')
      if (round < ROUNDS - 1) await rm(join(folder, 'many'), { recursive: true })
      return built
    })
    const same = await each(ROUNDS, () => build('synthetic', join(folder, 'many'), String(MANY), '1'))
    const one = await each(ROUNDS, (round) => build('synthetic', join(folder, 'many'), String(MANY), '1', `Changed in round ${round}`))
    return [
      judge('corridor in five languages, from nothing', seconds(corridor), 's', { atMost: 5 }),
      judge('corridor site, all languages', summarise([size / 2 ** 20]), 'MB', { atMost: 30 }),
      judge(`${MANY} synthetic incidents in five languages, from nothing`, seconds(many), 's', { atMost: 60 }),
      judge(`${MANY} synthetic incidents, peak memory`, summarise(many.map((built) => built.megabytes)), 'MB', { atMost: 1024 }),
      judge(`${MANY} synthetic incidents, nothing changed: files written`, summarise(same.map((built) => built.written)), 'files', {
        atMost: 0,
      }),
      judge(`${MANY} synthetic incidents, nothing changed`, seconds(same), 's'),
      judge(`${MANY} synthetic incidents, one changed: files written`, summarise(one.map((built) => built.written)), 'files', {
        atMost: 60,
      }),
      judge(`${MANY} synthetic incidents, one changed`, seconds(one), 's'),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const seconds = (builds: readonly Built[]): Measured => summarise(builds.map((built) => built.milliseconds / 1000))

async function each(count: number, work: (round: number) => Promise<Built>): Promise<Built[]> {
  const results: Built[] = []
  for (let round = 0; round < count; round += 1) results.push(await work(round))
  return results
}

async function buildApart(root: string, args: readonly string[]): Promise<Built> {
  const child = fork(join(root, 'bench', 'publish-build.ts'), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [answer] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the build ended with ${String(code)}`))),
  ])) as [Built]
  return answer
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
