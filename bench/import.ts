import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchOptions, type Figure, judge, outputOf, rounds } from './measure.ts'
import { startAsylia } from './running.ts'

const DOCUMENTS = 10
const RATE = 100
/** Of three seconds the 95th percentile is what fifteen requests say: twice the same differs by half. */
const SECONDS = 10

/** What a reader of the observatory waits (p95 at 100 requests a second) while ten documents are imported, over the same without. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-bench-'))
  // As root the database runs as a user of its own, who must pass through.
  await chmod(folder, 0o711)
  const data = join(folder, 'data')
  const server = await startAsylia(root, data)
  const imports: ChildProcess[] = []
  try {
    const files = await writeDocuments(join(folder, 'documents'))
    const importing = startImport(root, data, files)
    imports.push(importing)
    const wait = (seconds: number) => waitOf(root, server.origin, seconds)
    const beside = async (seconds: number) => {
      signal(importing, 'SIGCONT')
      const waited = await wait(seconds)
      signal(importing, 'SIGSTOP')
      if (importing.exitCode !== null) throw new Error('the import ended before it was measured; give it longer documents')
      return waited
    }
    signal(importing, 'SIGSTOP')
    const waits = await rounds({ floor: wait, figure: beside, seconds: SECONDS })
    return [
      judge(`p95 of a page at ${RATE} requests a second while ${DOCUMENTS} documents are imported`, waits.figure, 'ms', {
        atMost: 1.2,
        floor: waits.floor.median,
        ratio: waits.ratio,
      }),
    ]
  } finally {
    for (const one of imports) await end(one)
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Ten different texts of about 7,000 pages together, so that the import lasts longer than the measuring. */
async function writeDocuments(folder: string): Promise<string[]> {
  await mkdir(folder)
  const page = (number: number) =>
    `On 3 March 2023 the Ruritanian police detained Ms Anna Berger, a journalist in exile, in Vienna. According to letter ${number}, she was allegedly threatened. ` +
    'The European Union should urge Ruritania to respect article 7 of the International Covenant on Civil and Political Rights.\n\n'
  return Promise.all(
    Array.from({ length: DOCUMENTS }, async (_, at) => {
      const file = join(folder, `letter-${at}.txt`)
      await writeFile(file, page(at).repeat(6_000))
      return file
    }),
  )
}

/** In a process group of its own, so that the reading process stops and goes on with it. */
function startImport(root: string, data: string, files: readonly string[]): ChildProcess {
  const facts = ['--public', '--publisher', 'Loom Society', '--address', 'source unknown', '--retrieved', '2026-04-01', '--data', data]
  const words = [join(root, 'src', 'main.ts'), 'import', ...files, ...facts]
  return spawn(process.execPath, words, { detached: true, stdio: 'ignore', env: { ...process.env, ASYLIA_HOME: root } })
}

function signal(child: ChildProcess, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  signal(child, 'SIGKILL')
  await ended
}

async function waitOf(root: string, origin: string, seconds: number): Promise<number> {
  return Number(await outputOf(join(root, 'bench', 'steady-load.ts'), [`${origin}/en/`, String(RATE), String(seconds)]))
}
