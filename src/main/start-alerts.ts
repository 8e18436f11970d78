import { join } from 'node:path'
import type { Config } from '#base/config.ts'
import { readPrivate } from '#base/private-file.ts'
import { openPost } from '#edges/mail/open-post.ts'
import { runAlerts } from '#features/alerts/index.ts'
import type { Desk } from '#features/teams/index.ts'
import { say } from './command.ts'

/** Alerts are delivered and watched from here on; notices go out where the operator named a relay. */
export async function startAlerts(config: Config, desk: Desk, secrets: string, open: AsyncDisposableStack): Promise<void> {
  const { mail, url } = config
  const password = (await readPrivate(join(secrets, 'mail.secret')))?.trim()
  const post = mail === undefined ? undefined : openPost({ ...mail, password, desk: `${url}/desk/` })
  const stop = new AbortController()
  const work = runAlerts(desk, {
    signal: stop.signal,
    post: post?.post,
    onFault: (error) => say(`The work on alerts failed (${error instanceof Error ? error.name : 'unknown'}). It is tried again.`),
  })
  open.defer(async () => {
    stop.abort()
    await work
    post?.close()
  })
}
