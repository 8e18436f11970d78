import { Worker } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal.ts'

export type WorkerCaps = { readonly seconds: number; readonly memoryMegabytes: number }

const MEGABYTE = 1024 * 1024
const LOOK_EVERY_MS = 50

/**
 * Runs one task in a worker thread and answers what it posts first. The thread is ended when it takes too long or too
 * much memory, buffers outside its heap included; this thread goes on whatever it does.
 */
export function inWorker<Answer>(file: URL, task: unknown, caps: WorkerCaps): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, {
      workerData: task,
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: caps.memoryMegabytes, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    })
    // What a library prints may hold words of the document.
    worker.stdout.resume()
    worker.stderr.resume()
    const before = process.memoryUsage.rss()
    const timer = setTimeout(() => settle(() => reject(new Refusal('document.too_slow'))), caps.seconds * 1_000)
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > (caps.memoryMegabytes + 128) * MEGABYTE)
        settle(() => reject(new Refusal('document.too_heavy')))
    }, LOOK_EVERY_MS)
    let settled = false
    const settle = (how: () => void): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      clearInterval(watch)
      void worker.terminate().then(how, how)
    }
    worker.once('message', (answer: Answer) => settle(() => resolve(answer)))
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      settle(() => reject(isMemory ? new Refusal('document.too_heavy') : error))
    })
    worker.once('exit', () => settle(() => reject(new Refusal('document.malformed'))))
  })
}
