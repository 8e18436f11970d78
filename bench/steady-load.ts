import { Agent, request } from 'node:http'

/**
 * A process of its own that asks for one page at a fixed rate, whether or not the answers come in time, and prints the
 * 95th percentile of what a reader waits, in milliseconds, counted from the moment the request was due.
 */
const [url = '', rate = '100', seconds = '3'] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
/** The first second is not counted: what this process needs to begin is not what a reader waits. */
const warmUp = Number(rate)
const count = warmUp + Number(rate) * Number(seconds)
const waits: number[] = []
const began = performance.now()

function ask(due: number, counts: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { 'accept-encoding': 'br' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the page answered ${answer.statusCode}`))
      answer.resume().on('end', () => {
        if (counts) waits.push(performance.now() - due)
        resolve()
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

const all: Promise<void>[] = []
for (let sent = 0; sent < count; sent += 1) {
  const due = began + (sent * 1000) / Number(rate)
  const early = due - performance.now()
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
  all.push(ask(due, sent >= warmUp))
}
await Promise.all(all)
agent.destroy()
waits.sort((a, b) => a - b)
process.stdout.write(`${waits[Math.ceil(waits.length * 0.95) - 1] ?? Number.NaN}\n`)
