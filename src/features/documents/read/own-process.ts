import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Refusal } from '#kernel/refusal.ts'

/** `seconds` of a processor: how long a file takes must not hang on who else is at work. */
export type ProcessCaps = { readonly seconds: number; readonly memoryMegabytes: number }

const LOOK_EVERY_MS = 50
/** What a process holds before it reads anything, and buffers that a well-behaved file needs. */
const BESIDE_THE_HEAP = 256
const PAGES_IN_MEGABYTE = 256
/** How much longer it may take by the clock: of low priority, it mostly waits on a busy machine. */
const PATIENCE = 30
const TICKS_A_SECOND = 100
/** It collects garbage where it works, and not on whatever else is free: somebody who answers readers finds a core without it. */
const ON_ONE_CORE = '--single-threaded'

/**
 * Runs one task in a process of its own and answers what it sends. The process is ended when it takes too long or too
 * much memory, buffers outside its heap included. A thread is not enough: when its heap is full, V8 may end the whole
 * process. What a library prints is dropped, since it may hold words of the document.
 */
export function inOwnProcess<Answer>(program: URL, task: object, caps: ProcessCaps): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(program), {
      execArgv: ['--disable-warning=ExperimentalWarning', ON_ONE_CORE, `--max-old-space-size=${caps.memoryMegabytes}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {},
    })
    let ended: Refusal | undefined
    const end = (why: 'document.too_slow' | 'document.too_heavy') => {
      ended = new Refusal(why)
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => end('document.too_slow'), caps.seconds * 1_000 * PATIENCE)
    const watch = setInterval(() => {
      if (workedSeconds(child) > caps.seconds) end('document.too_slow')
      if (residentMegabytes(child) > caps.memoryMegabytes + BESIDE_THE_HEAP) end('document.too_heavy')
    }, LOOK_EVERY_MS)
    let answer: { readonly value: Answer } | undefined
    child.once('message', (value) => {
      answer = { value: value as Answer }
    })
    child.once('error', reject)
    child.once('close', (_code, signal) => {
      clearTimeout(timer)
      clearInterval(watch)
      if (answer === undefined) reject(ended ?? failureOf(signal))
      else resolve(answer.value)
    })
    child.send(task)
  })
}

/** A full heap ends in a signal, an uncaught error in an exit code: the second is our own fault. */
function failureOf(signal: NodeJS.Signals | null): Error {
  return signal === null ? new Error('The reading process failed.') : new Refusal('document.too_heavy')
}

/** For the program that `inOwnProcess` starts: takes the one task, sends the answer, and ends, also when its parent is gone. */
export function answerOneTask<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  process.once('disconnect', () => process.exit())
  process.once('message', (task) => {
    void work(task as Task).then((answer) => process.send?.(answer, () => process.disconnect()))
  })
}

function workedSeconds(child: ChildProcess): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')
    const [user, system] = fields.split(' ').slice(11, 13)
    return (Number(user) + Number(system)) / TICKS_A_SECOND
  } catch {
    // It has just ended.
    return 0
  }
}

function residentMegabytes(child: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) / PAGES_IN_MEGABYTE
  } catch {
    // It has just ended.
    return 0
  }
}
