import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchOptions, type Figure, judge, outputOf, rounds } from './measure.ts'
import { startAsylia } from './running.ts'

const DOCUMENTS = 10
const RATE = 100

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
    const alone = await rounds({ floor: wait, figure: beside })
    // What any work at all costs on this machine: a loop that stands back as the import does, and does nothing.
    const loop = startLoop()
    imports.push(loop)
    const looped = await rounds({
      floor: async (seconds) => {
        signal(loop, 'SIGCONT')
        const waited = await wait(seconds)
        signal(loop, 'SIGSTOP')
        return waited
      },
      figure: beside,
    })
    const what = `p95 of a page at ${RATE} requests a second while ${DOCUMENTS} documents are imported`
    return [
      judge(what, alone.figure, 'ms', { atMost: 1.2, floor: alone.floor.median, ratio: alone.ratio }),
      judge(`${what}, over the same beside an empty loop of the same priority`, looped.figure, 'ms', {
        floor: looped.floor.median,
        ratio: looped.ratio,
      }),
    ]
  } finally {
    for (const one of imports) await end(one)
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Ten different texts of about 3,000 pages together, so that the import lasts longer than the measuring. */
async function writeDocuments(folder: string): Promise<string[]> {
  await mkdir(folder)
  const page = (number: number) =>
    `On 3 March 2023 the Ruritanian police detained Ms Anna Berger, a journalist in exile, in Vienna. According to letter ${number}, she was allegedly threatened. ` +
    'The European Union should urge Ruritania to respect article 7 of the International Covenant on Civil and Political Rights.\n\n'
  return Promise.all(
    Array.from({ length: DOCUMENTS }, async (_, at) => {
      const file = join(folder, `letter-${at}.txt`)
      await writeFile(file, page(at).repeat(2_700))
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

/** One core's worth of nothing, in the class for idle moments where there is one. */
function startLoop(): ChildProcess {
  const words = ['--input-type=module', '-e', `import { standBack } from '#base/lowest-priority.ts'; standBack(); for (;;);`]
  const loop = spawn(process.execPath, words, { detached: true, stdio: 'ignore', cwd: join(import.meta.dirname, '..') })
  signal(loop, 'SIGSTOP')
  return loop
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
