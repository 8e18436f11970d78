/**
 * What sending a file costs in a browser (SEALING 21): sealing, hash and upload to this machine by the page's own sender, beside
 * sealing alone in two workers, both from workers that have not run yet. The server here counts and answers; what storing costs
 * is the bench of intake.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SEGMENT } from '#crypto/constants.ts'
import { buildReport } from '#web/build-report.ts'
import { bundleWorker } from '#web/bundle.ts'
import { hasChromium } from '../test/browser/chromium.ts'
import { type BenchOptions, type Figure, rounds, summarise } from './measure.ts'
import { openPlainPage, type PlainPage } from './plain-browser.ts'

const MB = 1_000_000
const SIZES = [100 * MB, 200 * MB] as const
const GOAL = 35
const SHARE = 0.5
const MEMORY = 120
const SEALED = 96

type Files = ReadonlyMap<string, string | Buffer>

async function madeFiles(root: string): Promise<{ files: Files; asked: { worker: string; sealer: string; count: number } }> {
  const { files } = await buildReport(root)
  const worker = [...files.keys()].find((path) => /^\/report\/files\.[0-9a-f]+\.js$/.test(path)) ?? ''
  const options = { home: root, area: 'report' } as const
  const page = await bundleWorker(options, '../../bench/file-upload-page.ts')
  const sealing = await bundleWorker(options, '../../bench/file-upload-worker.ts')
  const sealer = '/report/sealer.0.js'
  const own: [string, string | Buffer][] = [
    ['/', '<!doctype html><input type="file"><script src="/page.js"></script>'],
    ['/page.js', page.text],
    [sealer, sealing.text],
    [worker, files.get(worker)?.bytes ?? ''],
  ]
  return { files: new Map(own), asked: { worker, sealer, count: SEALED } }
}

/** Serves these files, says that no segment is there, and takes every one. */
function sink(files: Files): Promise<Server> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'PUT') {
      request.resume().on('end', () => response.writeHead(201, { 'content-type': 'application/octet-stream' }).end('ok'))
      return
    }
    const path = request.url ?? '/'
    if (path.startsWith('/api/')) response.writeHead(200).end()
    else response.writeHead(200, { 'content-type': path === '/' ? 'text/html' : 'text/javascript' }).end(files.get(path) ?? '')
  }
  const server = createServer(answer)
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Megabytes that the pages' processes have for themselves. */
async function privateMemory(page: PlainPage): Promise<number> {
  const ours = (await page.processes()).filter(({ type }) => type === 'renderer')
  const kilobytes = await Promise.all(ours.map(({ id }) => privateOf(id)))
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1_000
}

async function privateOf(process: number): Promise<number> {
  // A process that ended while it was asked has no memory.
  const text = await readFile(`/proc/${process}/smaps_rollup`, 'utf8').catch(() => '')
  return [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0)
}

/** The largest growth while something runs. */
async function growthOf(page: PlainPage, work: () => Promise<unknown>): Promise<number> {
  const before = await privateMemory(page)
  let most = before
  const timer = setInterval(() => {
    void privateMemory(page).then((now) => {
      most = Math.max(most, now)
    })
  }, 100)
  await work()
  clearInterval(timer)
  return most - before
}

/** Seconds of a core that the browser and this process, which takes the file, worked for something. */
async function workOf(page: PlainPage, work: () => Promise<unknown>): Promise<number> {
  const worked = async (): Promise<number> => {
    const { user, system } = process.cpuUsage()
    return (await page.processes()).reduce((sum, { cpuTime }) => sum + cpuTime, (user + system) / 1_000_000)
  }
  const before = await worked()
  await work()
  return (await worked()) - before
}

/** 100 MB in Chromium: speed, its share of sealing alone, and memory, which may not grow with the file. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  if (!hasChromium) return []
  const { files, asked } = await madeFiles(root)
  const server = await sink(files)
  const folder = await mkdtemp(join(tmpdir(), 'asylia-upload-'))
  const page = await openPlainPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  try {
    const run = (name: 'send' | 'seal'): Promise<number> => page.run<number>(`${name}(${JSON.stringify(asked)})`)
    await pick(page, folder, SIZES[0])
    const works: { readonly sealing: number[]; readonly sending: number[] } = { sealing: [], sending: [] }
    const timed = async (name: 'send' | 'seal', megabytes: number, seconds: number[]): Promise<number> => {
      let took = 0
      seconds.push((await workOf(page, async () => (took = await run(name)))) / megabytes)
      return megabytes / (took / 1_000)
    }
    const measured = await rounds({
      floor: () => timed('seal', (SEALED * SEGMENT) / MB, works.sealing),
      figure: () => timed('send', SIZES[0] / MB, works.sending),
    })
    const growths: number[] = []
    for (const size of SIZES) {
      await pick(page, folder, size)
      growths.push(await growthOf(page, () => run('send')))
    }
    return [speed(measured), shareOfWork(works.sealing, works.sending), memory(growths)]
  } finally {
    await page.close()
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true })
  }
}

async function pick(page: PlainPage, folder: string, size: number): Promise<void> {
  const path = join(folder, `${size}.bin`)
  await writeFile(path, Buffer.alloc(size, 'what happened '))
  await page.pick(path)
}

/** Sealing's part of all the work of sending: what no waiting and no other work of this machine changes. */
function shareOfWork(sealing: readonly number[], sending: readonly number[]): Figure {
  const [alone, whole] = [summarise(sealing).median, summarise(sending).median]
  return {
    what: `of the processor's work for 100 MB (${(100 * whole).toFixed(2)} s, browser and this server) sealing alone is (${(100 * alone).toFixed(2)} s)`,
    value: (100 * alone) / whole,
    unit: '%',
    spread: summarise(sending).spread,
    ok: true,
  }
}

function speed({ floor, figure, ratio }: Awaited<ReturnType<typeof rounds>>): Figure {
  return {
    what: '100 MB file in Chromium: sealing, hash and upload to this machine, two workers',
    value: figure.median,
    unit: 'MB/s',
    atLeast: GOAL,
    floor: floor.median,
    ratio,
    spread: figure.spread,
    ok: figure.median >= GOAL && ratio >= SHARE,
  }
}

function memory(growths: readonly number[]): Figure {
  const [small = 0, large = 0] = growths
  return {
    what: `private memory of the page while a file is sent, the larger of 100 MB (${Math.round(small)}) and 200 MB (${Math.round(large)})`,
    value: Math.max(small, large),
    unit: 'MB',
    atMost: MEMORY,
    spread: 0,
    ok: Math.max(small, large) <= MEMORY,
  }
}
