import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { buildSite } from '#web/observatory/build-site.ts'
import { inventedRelease } from '#web/observatory/invented-release.ts'
import { type BenchOptions, type Figure, judge, loadHttp, rounds } from './measure.ts'

const PAGES = ['/en/', '/vi/cases/', '/ar/commitments/'] as const

/**
 * Pages of the observatory from our server against a bare node:http that answers the same packed bytes. Server, floor
 * and load tool are a process each.
 */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-http-'))
  try {
    await buildSite(inventedRelease(), folder)
    const measured: Figure[] = []
    for (const page of PAGES) {
      const packed = brotliCompressSync(await readFile(join(folder, page, 'index.html')), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
      })
      const floor = await startServer(root, ['floor', packed.toString('base64')])
      const own = await startServer(root, ['own', folder])
      const headers = { 'accept-encoding': 'br' }
      const run = await rounds({
        floor: (seconds) => loadHttp({ url: `${floor.origin}${page}`, headers }, seconds),
        figure: (seconds) => loadHttp({ url: `${own.origin}${page}`, headers }, seconds),
      })
      floor.stop()
      own.stop()
      measured.push(judge(`requests a second of ${page}`, run.figure, '1/s', { atLeast: 0.5, floor: run.floor.median, ratio: run.ratio }))
    }
    return measured
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startServer(root: string, args: readonly string[]): Promise<{ origin: string; stop(): void }> {
  const child = fork(join(root, 'bench', 'http-server.ts'), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [origin] = (await once(child, 'message')) as [string]
  return { origin, stop: () => void child.kill() }
}
