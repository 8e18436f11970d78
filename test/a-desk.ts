import { createECDH, createHash, createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { openPool } from '#base/database.ts'
import type { Door } from '#base/door.ts'
import type { House } from '#base/house.ts'
import { type LedgerHead, ledgerHead } from '#base/ledger/ledger-head.ts'
import { type LedgerKey, loadLedgerKey } from '#base/ledger/ledger-key.ts'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, concat, hex, unb64u, utf8 } from '#crypto/bytes.ts'
import { kdf, sha256 } from '#crypto/kdf.ts'
import { anItem } from '#crypto/seal/an-item.ts'
import { sealItem } from '#crypto/seal/item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { callBytes } from '#crypto/sign/call-proof.ts'
import { signedWith, signStatement } from '#crypto/sign/sign.ts'
import { type MemberKeys, newMember, signChallenge } from '#crypto/team/member.ts'
import { serveDoors } from '#edges/http/json-doors.ts'
import { type News, openNews } from '#features/alerts/index.ts'
import { type NodeHouse, openNodeHouse } from '#features/nodes/index.ts'
import type { InboxDesk } from '#features/reports/inbox/inbox-desk.ts'
import { openInbox } from '#features/reports/inbox/open-inbox.ts'
import { hourOf } from '#features/reports/intake/hour.rules.ts'
import { intakeStore } from '#features/reports/intake/intake.store.ts'
import { readFrame } from '#features/reports/intake/read-frame.ts'
import { segmentFiles } from '#features/reports/intake/segment-files.ts'
import {
  type Caller,
  type Desk,
  type DeskSettings,
  enter,
  foundTeam,
  type NewTeam,
  openDesk,
  openRosterHouse,
  rosterEntries,
} from '#features/teams/index.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { deskDoors, openDoors } from '../src/main/desk-doors.ts'
import { type ScratchDatabase, scratchDatabase, scratchServer } from './database.ts'

export type Answer = {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly raw: Buffer
  readonly headers: Record<string, unknown>
}

/** Somebody who sits at a desk, with the keys that a browser would hold. */
export type AMember = {
  readonly code: string
  readonly team: string
  readonly keys: MemberKeys
  token: string
  browser: ABrowser
  post(path: string, body: object): Promise<Answer>
  get(path: string): Promise<Answer>
}

/** Where the desk of tests says to stand. */
export const SITE = 'https://desk.invented.example'

/** A browser: the key that binds a session to it, and the number of its last call. */
export type ABrowser = { readonly publicKey: Uint8Array; readonly key: KeyObject; number: number }

export function aBrowser(): ABrowser {
  const ecdh = createECDH('prime256v1')
  const publicKey = ecdh.generateKeys()
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)]
  const d = Buffer.concat([Buffer.alloc(32), ecdh.getPrivateKey()]).subarray(-32)
  const jwk = { kty: 'EC', crv: 'P-256', x: b64u(x), y: b64u(y), d: b64u(d) }
  return { publicKey, key: createPrivateKey({ key: jwk, format: 'jwk' }), number: 0 }
}

/** What a call in a session carries beside its body, with the next number of the browser. */
export function proofOf(
  browser: ABrowser,
  { token, method, path, body }: { readonly token: string; readonly method: string; readonly path: string; readonly body: string },
): Record<string, string> {
  browser.number += 1
  const bodyHash = createHash('sha256').update(body).digest()
  const bytes = callBytes({ method, path, number: browser.number, bodyHash, token })
  const signature = sign('sha256', bytes, { key: browser.key, dsaEncoding: 'ieee-p1363' })
  return { 'asylia-session': token, 'asylia-proof': `${browser.number}.${b64u(bodyHash)}.${b64u(signature)}` }
}

export type ADesk = {
  readonly database: ScratchDatabase
  readonly house: House
  readonly app: FastifyInstance
  readonly desk: Desk
  readonly inbox: InboxDesk
  readonly ledger: LedgerHead
  /** How it speaks with other installations. */
  readonly nodes: NodeHouse
  readonly news: News
  readonly ledgerKey: LedgerKey
  /** Every door behind a session. */
  readonly closed: readonly Door<Caller>[]
  readonly folder: string
  readonly faults: string[]
  /** Moves the one clock of the installation. */
  pass(milliseconds: number): void
  now(): Date
  /** Nobody is at work any more; what is there stays, to be copied. */
  rest(): Promise<void>
  stop(): Promise<void>
}

/** A whole installation's desk on a real database, without a network. */
export async function aDesk(settings: Pick<DeskSettings, 'outside'> = {}): Promise<ADesk> {
  return aDeskOn(await scratchDatabase(), settings)
}

/** The same on this database; `url` is where other installations call it, `folder` holds its secrets. */
export async function aDeskOn(database: ScratchDatabase, settings: Settings = {}): Promise<ADesk> {
  const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), 'asylia-test-')))
  return openADesk({ database, folder, now: () => new Date('2026-11-22T10:20:00Z') }, settings)
}

/** Two installations, or three, on databases of one server, which ends with the last of them. */
export async function someDesks(count: 2): Promise<[ADesk, ADesk]>
export async function someDesks(count: 3): Promise<[ADesk, ADesk, ADesk]>
export async function someDesks(count: number): Promise<ADesk[]> {
  const server = await scratchServer()
  let left = count
  const desks: ADesk[] = []
  while (desks.length < count) {
    const database = await server.more()
    const stop = async () => {
      await database.stop()
      left -= 1
      if (left === 0) await server.stop()
    }
    desks.push(await aDeskOn({ ...database, stop }))
  }
  return desks
}

/** The same installation once more, with all that is in it, while nobody is at work in the first: what happens in one says nothing in the other. */
export async function aCopyOf({ database, folder, now }: ADesk): Promise<ADesk> {
  const other = await mkdtemp(join(tmpdir(), 'asylia-test-'))
  await cp(folder, other, { recursive: true })
  return openADesk({ database: await database.copy(), folder: other, now }, {})
}

/** Whoever sits at one desk, at a copy of it. */
export function seatAt(desk: ADesk, who: AMember): AMember {
  const seat = aSeat(desk, who.team, who.keys, who.code)
  seat.token = who.token
  seat.browser = { ...who.browser }
  return seat
}

/** Nobody here reads on: a stream ends at once. */
const NEWS_MS = 1

type Place = Pick<ADesk, 'database' | 'folder' | 'now'>
type Settings = Pick<DeskSettings, 'outside'> & { readonly url?: string; readonly folder?: string }

async function openADesk({ database, folder, now }: Place, settings: Settings): Promise<ADesk> {
  let moment = now()
  const clock = { now: () => moment }
  const house = await database.house(clock)
  const roster = await openRosterHouse({
    places: { secrets: folder, folder: join(folder, 'roster') },
    source: () => rosterEntries(house.base, house.installation),
    clock,
  })
  const desk = await openDesk(house, folder, roster, { sites: () => [SITE], outside: settings.outside })
  const inbox = openInbox(desk, segmentFiles(join(folder, 'blobs')))
  const faults: string[] = []
  const app = Fastify()
  const ledgerKey = await loadLedgerKey(folder, SITE)
  const ledger = ledgerHead(house.ledger, ledgerKey, clock)
  const places = { secrets: folder, instance: roster.instance, url: settings.url ?? SITE }
  const nodes = openNodeHouse({ house, places, folder })
  const news = openNews(desk, NEWS_MS)
  const closed = deskDoors(inbox, ledger, nodes, news)
  await serveDoors(app, {
    open: openDoors(desk),
    closed,
    enter: (call) => enter(desk, call),
    onFault: (_id, kind) => faults.push(kind),
  })
  let atWork = true
  const rest = async () => {
    if (!atWork) return
    atWork = false
    await app.close()
    await house.close()
  }
  return {
    database,
    house,
    app,
    desk,
    inbox,
    ledger,
    nodes,
    news,
    ledgerKey,
    closed,
    folder,
    faults,
    now: () => moment,
    pass: (milliseconds) => {
      moment = new Date(moment.getTime() + milliseconds)
    },
    rest,
    stop: async () => {
      await rest()
      await rm(folder, { recursive: true })
      await database.stop()
    },
  }
}

export async function ask(
  app: FastifyInstance,
  method: 'GET' | 'POST',
  path: string,
  { body, token, browser, headers = {} }: { body?: object; token?: string; browser?: ABrowser; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const payload = body === undefined ? '' : JSON.stringify(body)
  const signs = browser ?? aBrowser()
  const answer = await app.inject({
    method,
    url: path,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : proofOf(signs, { token, method, path, body: payload })),
      ...headers,
    },
    ...(body === undefined ? {} : { payload }),
  })
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  return { status: answer.statusCode, body: isJson ? answer.json() : {}, raw: answer.rawPayload, headers: answer.headers }
}

export function aTeamOf(slug: string, over: Partial<NewTeam> = {}): NewTeam {
  return {
    slug,
    names: { en: `Team ${slug}` },
    about: { en: 'Invented for a test.' },
    kind: 'ngo',
    of: [],
    serves: ['VN'],
    conflicts: [],
    languages: ['en', 'vi'],
    ...over,
  }
}

/** A member key file of the right form; no words open it, and scrypt need not run. */
export function aSealedKey(): string {
  const text = (length: number) => randomBytes(length).toString('base64').replaceAll('=', '')
  const head = `age-encryption.org/v1\n-> scrypt ${text(16)} 18\n${text(32)}\n--- ${text(32)}\n`
  return b64u(concat(utf8(head), randomBytes(416)))
}

export function aMembership(
  of: { team: string; code: string; keys: MemberKeys },
  by: MemberKeys,
  at: string,
  type: 'join' | 'leave' = 'join',
) {
  const statement = {
    v: 1,
    type,
    team: of.team,
    member: of.code,
    recipient_sha256: hex(sha256(of.keys.recipient)),
    sign_key: b64u(of.keys.signKey),
    by: b64u(by.signKey),
    at,
  } as const
  return { statement, signature: b64u(signStatement(by.signSeed, type, statement)) }
}

function aSeat(desk: ADesk, team: string, keys: MemberKeys, code: string): AMember {
  const seat: AMember = {
    code,
    team,
    keys,
    token: '',
    browser: aBrowser(),
    post: (path, body) => ask(desk.app, 'POST', `/api/desk${path}`, { body, token: seat.token, browser: seat.browser }),
    get: (path) => ask(desk.app, 'GET', `/api/desk${path}`, { token: seat.token, browser: seat.browser }),
  }
  return seat
}

/** A new team with its founder, signed in, and its first key in force. */
export async function aFoundedTeam(
  desk: ADesk,
  slug: string,
  over: Partial<NewTeam> = {},
): Promise<{ founder: AMember; epochSeed: Uint8Array }> {
  const { code } = await foundTeam(desk.house.base, desk.house.installation, aTeamOf(slug, over))
  const founder = aSeat(desk, slug, newMember(), newPublicCode('M'))
  must(await joinWith(desk, founder, code, true), 200)
  await signInAs(desk, founder)
  return { founder, epochSeed: await rotate(desk, founder, [founder]) }
}

/** Joins with a code, as a founder or as somebody who then waits. */
export function joinWith(desk: ADesk, who: AMember, invitation: string, founding: boolean): Promise<Answer> {
  const body = {
    invitation,
    member: who.code,
    name: 'Somebody Invented',
    recipient: b64u(who.keys.recipient),
    signKey: b64u(who.keys.signKey),
    sealedKey: aSealedKey(),
    founding: founding ? aMembership(who, who.keys, dayOf(desk.now())) : null,
  }
  return ask(desk.app, 'POST', '/api/desk/join', { body })
}

export function aNewcomer(desk: ADesk, team: string): AMember {
  return aSeat(desk, team, newMember(), newPublicCode('M'))
}

/** One more member: invited, joined, vouched for by `by`, signed in. */
export async function anotherMember(desk: ADesk, by: AMember): Promise<AMember> {
  const newcomer = aNewcomer(desk, by.team)
  const invitation = must(await by.post('/invitations', {}), 200)
  must(await joinWith(desk, newcomer, String(invitation.body['code']), false), 200)
  must(await by.post('/members/vouch', aMembership(newcomer, by.keys, dayOf(desk.now()))), 200)
  await signInAs(desk, newcomer)
  return newcomer
}

/** What somebody sends to open a session with their words. */
export function aSignIn(who: Pick<AMember, 'code' | 'keys' | 'browser'>, challenge: string, passkey: string | null = null) {
  const signature = b64u(signChallenge(who.keys, unb64u(challenge), who.browser.publicKey))
  return { member: who.code, challenge, signature, device: b64u(who.browser.publicKey), label: 'laptop', passkey }
}

/** Signs in with the words, in the browser that they sit at. */
export async function signInAs(desk: ADesk, who: AMember): Promise<Answer> {
  const asked = must(await ask(desk.app, 'POST', '/api/desk/challenge', { body: { member: who.code } }), 200)
  const answer = await ask(desk.app, 'POST', '/api/desk/session', { body: aSignIn(who, String(asked.body['challenge'])) })
  who.token = String(answer.body['token'])
  who.browser.number = 0
  return answer
}

/** Who somebody at the desk is, as a door would be told. */
export function callerOf(desk: ADesk, who: AMember): Promise<Caller> {
  const [path, bodyHash] = ['/api/desk/team', createHash('sha256').update('').digest()]
  who.browser.number += 1
  const parts = { token: who.token, method: 'GET', path, number: who.browser.number, bodyHash }
  const signature = sign('sha256', callBytes(parts), { key: who.browser.key, dsaEncoding: 'ieee-p1363' })
  return enter(desk.desk, { ...parts, signature })
}

/** The next key of a team, sealed to these members and signed by the caller; answers its seed. */
export async function rotate(desk: ADesk, by: AMember, readers: readonly AMember[]): Promise<Uint8Array> {
  const seed = newSeed()
  must(await by.post('/epochs', await anEpoch(desk, by, readers, seed)), 200)
  return seed
}

export async function anEpoch(desk: ADesk, by: AMember, readers: readonly AMember[], seed: Uint8Array, over: object = {}) {
  const epochs = must(await by.get('/epochs'), 200).body['epochs'] as { statement: { epoch: number } }[]
  const day = dayOf(desk.now())
  const statement = {
    v: 1,
    type: 'epoch',
    team: by.team,
    epoch: (epochs[0]?.statement.epoch ?? 0) + 1,
    recipient_sha256: hex(sha256(recipientOf(seed))),
    reply_key: b64u(kdf(seed, 'reply/public')),
    not_before: day,
    not_after: dayOf(new Date(desk.now().getTime() + 30 * 86_400_000)),
    ...over,
  }
  const wrap = await sealTo(
    readers.map(({ keys }) => keys.recipient),
    seed,
  )
  return { ...signedWith([by.keys.signSeed], 'epoch', statement), recipient: b64u(recipientOf(seed)), wrap: b64u(wrap) }
}

/** A sealed report, as the reporting page would send it, filed under the login of intake. */
export async function aFiledItem(
  desk: ADesk,
  teams: readonly { id: string; seed: Uint8Array }[],
  text = 'invented',
  urgent = false,
): Promise<string> {
  const item = anItem(
    teams.map(({ id, seed }) => ({ id, seed, recipient: recipientOf(seed) })),
    { urgent },
    text,
  )
  const { frame } = await sealItem(item)
  await file(desk, frame)
  return item.header.item
}

export async function file(desk: ADesk, frame: Uint8Array): Promise<void> {
  const store = intakeStore(openPool(desk.database.urls.asylia_intake, 1))
  try {
    await store.fileItem(readFrame(frame), hourOf(desk.now()))
  } finally {
    await store.close()
  }
}

/** What a browser sends to take an item in. */
export async function aTakeIn(desk: ADesk, by: AMember, item: string, over: object = {}) {
  const caseSeed = newSeed()
  return {
    item,
    day: dayOf(desk.now()),
    report: newPublicCode('R'),
    case: newPublicCode('C'),
    key: { wrap: b64u(await sealTo([by.keys.recipient], caseSeed)), readers: [by.code] },
    wrap: b64u(await sealTo([recipientOf(caseSeed)], new Uint8Array(512))),
    neverSha256: '0'.repeat(64),
    blocked: [],
    sets: [],
    ...over,
  }
}

export function must(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer
}
