import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export type Running = { readonly origin: string; readonly milliseconds: number; stop(): Promise<void> }

/** Starts `./asylia start` of a checkout on a free port, waits for the first answered page, and tells how long that took. */
export async function startAsylia(checkout: string, data: string, extra: Readonly<Record<string, string>> = {}): Promise<Running> {
  const began = performance.now()
  const child = spawn('./asylia', ['start', '--data', data, '--port', '0'], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ASYLIA_HOME: '', ...extra },
  })
  const origin = await readyOrigin(child)
  const answer = await fetch(`${origin}/en/`)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`the first page answered ${answer.status}`)
  const milliseconds = performance.now() - began
  return {
    origin,
    milliseconds,
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

function readyOrigin(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (piece: Buffer) => {
      said += piece.toString('utf8')
      const ready = /Ready after [0-9]+ ms: (http:\/\/[^/\s]+)/.exec(said)
      if (ready?.[1] !== undefined) resolve(ready[1])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`asylia ended with ${code}: ${said.slice(-800)}`)))
  })
}
