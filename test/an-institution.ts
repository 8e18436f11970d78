import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type AnInstitution = {
  readonly issuer: string
  /** Who is at their machine; they are signed in without a question. */
  who: string
  /** Follows somebody through the institution and back; answers the address that they come back to. */
  visit(address: string): Promise<string>
  stop(): Promise<void>
}

export const CLIENT = { clientId: 'desk', clientSecret: 'a secret of tests alone' } as const

/** Somebody else's certified provider on loopback, for the sites of ours that it knows. */
export async function anInstitution(sites: readonly string[]): Promise<AnInstitution> {
  const handling: { now: (request: IncomingMessage, response: ServerResponse) => Promise<void> } = { now: async () => undefined }
  const server = createServer((request, response) => void handling.now(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = () =>
    new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          redirect_uris: sites.map((site) => `${site}/desk/`),
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      pkce: { required: () => true },
      cookies: { keys: [randomBytes(32).toString('hex')] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_context: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    })
  // Made when somebody first comes: by then the sites that it has to know are listening.
  let made: Provider | undefined
  handling.now = async (request, response) => {
    made ??= provider()
    if (request.url?.startsWith('/interaction/') !== true) return made.callback()(request, response)
    const { prompt, session } = await made.interactionDetails(request, response)
    if (prompt.name === 'login')
      return made.interactionFinished(request, response, { login: { accountId: institution.who } }, { mergeWithLastSubmission: false })
    const grant = new made.Grant({ accountId: session?.accountId ?? institution.who, clientId: CLIENT.clientId })
    grant.addOIDCScope('openid')
    return made.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true })
  }
  const institution: AnInstitution = {
    issuer,
    who: 'ana@institution.invented.example',
    visit: (address) => visit(address, sites),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return institution
}

/** A browser without a screen: it keeps cookies and follows where it is sent, until that is one of our sites. */
async function visit(address: string, sites: readonly string[]): Promise<string> {
  const cookies = new Map<string, string>()
  let at = address
  for (let hop = 0; hop < 10; hop += 1) {
    if (sites.some((site) => at.startsWith(`${site}/`))) return at
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    await answer.arrayBuffer()
    const next = answer.headers.get('location')
    if (next === null) throw new Error(`the institution answered ${answer.status} at ${new URL(at).pathname}`)
    at = new URL(next, at).href
  }
  throw new Error('the institution sends people in a circle')
}
