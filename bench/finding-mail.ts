import type { CDPSession } from 'playwright-core'
import { bundleWorker } from '#web/bundle.ts'
import { openBrowser } from '../test/browser/chromium.ts'

/** Wall and processor seconds of a search in a browser's worker, and the frame of the page that 99 of 100 keep to meanwhile. */
export type Search = { readonly seconds: number; readonly processor: number; readonly frame: number }

/** What stands in the page while its worker searches; it is handed over as text. */
const PAGE = `async ([text, count]) => {
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
  const next = () => new Promise((resolve, reject) => { worker.onmessage = (e) => resolve(e.data); worker.onerror = (e) => reject(new Error(e.message)) })
  const begun = next()
  worker.postMessage(count)
  await begun
  await window.begins()
  let [last, runs] = [performance.now(), true]
  const frames = []
  const tick = (now) => { frames.push(now - last); last = now; if (runs) requestAnimationFrame(tick) }
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(tick) })
  const { ms, notOurs } = await next()
  runs = false
  frames.sort((a, b) => a - b)
  return { ms, notOurs, frame: frames[Math.floor(frames.length * 0.99)] }
}`

/** Runs the desk's search over so many envelopes in Chromium. Throws when one of them opens. */
export async function findMailInBrowser(root: string, count: number): Promise<Search> {
  const { text } = await bundleWorker({ home: root, area: 'desk' }, '../../bench/finding-mail-worker.ts')
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const session = await browser.newBrowserCDPSession()
    let before = 0
    await page.exposeFunction('begins', async () => {
      before = await processorOf(session)
    })
    const found = await page.evaluate<{ ms: number; notOurs: number; frame: number }>(`(${PAGE})(${JSON.stringify([text, count])})`)
    if (found.notOurs !== count) throw new Error('A foreign envelope opened, or one was not tried.')
    return { seconds: found.ms / 1_000, processor: (await processorOf(session)) - before, frame: found.frame }
  } finally {
    await browser.close()
  }
}

/** Of all processes of the browser together: more than the worker alone, never less. */
async function processorOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}
