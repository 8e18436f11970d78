import { join } from 'node:path'
import type { Config } from '#base/config.ts'
import { readPrivate } from '#base/private-file.ts'
import type { DeskSettings } from '#features/teams/index.ts'

/**
 * Under which addresses the desk is opened, and which institution may sign people in. `listensAt` answers the address once
 * the server has one: with port 0 nobody knows it before.
 */
export async function deskSettings(config: Config, secrets: string, listensAt: () => string | undefined): Promise<DeskSettings> {
  const named = [config.url, ...(config.onion === undefined ? [] : [`http://${config.onion}`])]
  const clientSecret = (await readPrivate(join(secrets, 'oidc.secret')))?.trim()
  return {
    sites: () => [...new Set([...named, ...sitesHere(listensAt())])],
    outside: config.oidc === undefined ? undefined : { ...config.oidc, clientSecret: clientSecret === '' ? undefined : clientSecret },
  }
}

/** On this machine the name `localhost` stands for the same address, and passkeys need a name. */
function sitesHere(address: string | undefined): string[] {
  if (address === undefined) return []
  const { hostname, port, origin } = new URL(address)
  return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname) ? [origin, `http://localhost:${port}`] : []
}
