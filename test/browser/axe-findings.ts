import axe, { type AxeResults } from 'axe-core'
import type { CDPSession, Page } from 'playwright-core'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** What axe finds on a page, each with the elements. It runs outside the policy of the page, which allows no script of others. */
export async function axeFindings(page: Page): Promise<string[]> {
  const opened = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, opened)
  const session = await opened
  const run = async (expression: string): Promise<unknown> =>
    (await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value
  if ((await run('typeof axe')) === 'undefined') await run(axe.source)
  const found = (await run('axe.run(document,{resultTypes:["violations"]})')) as AxeResults
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)
}
