import { spawn } from 'node:child_process'

export type ToolAnswer = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** Runs a program in `folder` and waits for all it says; how it ended is for the caller to judge. */
export function spawnTool(folder: string, program: string, words: readonly string[]): Promise<ToolAnswer> {
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece))
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece))
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') }),
    )
  })
}
