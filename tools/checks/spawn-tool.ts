import { spawn } from 'node:child_process'
import { freemem } from 'node:os'

export type ToolAnswer = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/**
 * What two type checkers hold at once, with room. A third of their time went into collecting garbage of a program that ends in
 * seconds; where memory is free they collect only from this limit on.
 */
const ROOM = 5 * 1024 ** 3
const ROOMY = { GOGC: 'off', GOMEMLIMIT: `${ROOM}` }

/** Runs a program in `folder` and waits for all it says; how it ended is for the caller to judge. */
export function spawnTool(folder: string, program: string, words: readonly string[]): Promise<ToolAnswer> {
  const env = freemem() > 2 * ROOM ? { ...process.env, ...ROOMY } : process.env
  const child = spawn(program, words, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
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
