import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { OperatorError } from './operator-error.ts'

/** A setting has a value that it does not accept; the sentence holds the name and what it accepts, never the value. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
  readonly variable: string

  constructor(variable: string, accepts: string) {
    super(`${variable} accepts ${accepts}. Nothing was started.`)
    this.variable = variable
  }
}

export const PARTS = ['web', 'intake', 'worker'] as const
export type Part = (typeof PARTS)[number]

/** The logins of running parts; the owner migrates and is no part. */
export const PART_LOGINS = ['asylia_app', 'asylia_intake', 'asylia_public', 'asylia_jobs', 'asylia_ledger'] as const
export const LOGINS = ['asylia_owner', ...PART_LOGINS] as const
export type PartLogin = (typeof PART_LOGINS)[number]
export type Login = (typeof LOGINS)[number]

export type Config = {
  /** The folder of this version of the code: migrations, data, packages. */
  readonly home: string
  /** The data folder, as an absolute path; it may not exist yet. */
  readonly data: string
  readonly parts: readonly Part[]
  readonly listen: { readonly host: string; readonly port: number }
  /** Public origin without a path. */
  readonly url: string
  readonly onion: string | undefined
  /** The form without scripts; undefined unless an onion name or the switch asks for it. `anyName` is the switch. */
  readonly laneB: { readonly host: string; readonly port: number; readonly anyName: boolean } | undefined
  /** The sign-in of an institution; undefined means words and passkeys alone. Its secret, if it has one, stands in a file. */
  readonly oidc: { readonly issuer: string; readonly clientId: string } | undefined
  /** The relay that takes notices to offices, and the address that they come from; undefined means that none are sent. */
  readonly mail: { readonly relay: string; readonly from: string } | undefined
  /** Two installations stand on this machine: nodes may be called on it. */
  readonly nodesHere: boolean
  /** An external PostgreSQL; undefined means the private one in the data folder. */
  readonly databaseUrl: string | undefined
  readonly databaseUrls: Readonly<Partial<Record<PartLogin, string>>>
  readonly databaseReadUrls: readonly string[]
  readonly blobs: { readonly kind: 'files' }
  readonly languages: readonly Language[]
  /** Third-party test data; it need not exist. */
  readonly shared: string
  readonly chromium: string | undefined
  /** How soon a person reads a report, in hours of working days and in hours when it is urgent; undefined is said on the page. */
  readonly readsWithin: { readonly hours: number; readonly urgent: number } | undefined
  /** Where readers send corrections; undefined is said on the page. */
  readonly contact: string | undefined
  /** A folder of this login for short-lived files, where the system gives one. */
  readonly runtimeFolder: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings once into one frozen object. `--data` and `--port` win over the environment; arguments of other
 * names are left to their command. An empty variable counts as absent. Throws ConfigError on the first wrong value.
 */
export function readConfig(env: Environment, args: readonly string[] = []): Config {
  const home = resolve(settingOf(env, 'ASYLIA_HOME') ?? join(import.meta.dirname, '..', '..'))
  const listen = readListen(settingOf(env, 'ASYLIA_LISTEN'), argumentOf(args, '--port'))
  return freeze({
    home,
    data: readDataPath(settingOf(env, 'ASYLIA_DATA'), argumentOf(args, '--data'), home),
    parts: readList('ASYLIA_PARTS', settingOf(env, 'ASYLIA_PARTS'), PARTS),
    listen,
    url: readOrigin('ASYLIA_URL', settingOf(env, 'ASYLIA_URL')) ?? originOf(listen),
    onion: readOnion(settingOf(env, 'ASYLIA_ONION')),
    laneB: readLaneB(env),
    oidc: readOidc(settingOf(env, 'ASYLIA_OIDC')),
    mail: readMail(settingOf(env, 'ASYLIA_MAIL')),
    nodesHere: readSwitch('ASYLIA_NODES_HERE', settingOf(env, 'ASYLIA_NODES_HERE')),
    databaseUrl: readDatabaseUrl('DATABASE_URL', settingOf(env, 'DATABASE_URL')),
    databaseUrls: readPartUrls(env),
    databaseReadUrls: readReadUrls(settingOf(env, 'ASYLIA_DATABASE_READ_URLS')),
    blobs: readBlobs(settingOf(env, 'ASYLIA_BLOBS')),
    languages: readLanguages(settingOf(env, 'ASYLIA_LANGUAGES')),
    shared: resolve(home, settingOf(env, 'ASYLIA_SHARED') ?? '../shared'),
    chromium: readAbsolute('ASYLIA_CHROMIUM', settingOf(env, 'ASYLIA_CHROMIUM')),
    readsWithin: readHours(settingOf(env, 'ASYLIA_READS_WITHIN')),
    contact: readContact(settingOf(env, 'ASYLIA_CONTACT')),
    runtimeFolder: settingOf(env, 'XDG_RUNTIME_DIR'),
  })
}

/** The value after `--name`, or in `--name=value`; the last one counts. A name without a value is refused. */
export function argumentOf(args: readonly string[], name: string): string | undefined {
  let found: string | undefined
  for (const [at, arg] of args.entries()) {
    if (arg.startsWith(`${name}=`)) found = arg.slice(name.length + 1)
    else if (arg === name) found = args[at + 1] ?? ''
  }
  if (found !== undefined && (found === '' || found.startsWith('--'))) throw new ConfigError(name, 'a value after it')
  return found
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

function settingOf(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function readDataPath(variable: string | undefined, argument: string | undefined, home: string): string {
  if (argument !== undefined) return resolve(argument)
  if (variable !== undefined) return resolve(home, variable)
  return process.getuid?.() === 0 ? '/var/lib/asylia' : join(home, 'var')
}

function readListen(address: string | undefined, portArgument: string | undefined): Config['listen'] {
  const { host, port } = readAddress('ASYLIA_LISTEN', address ?? '127.0.0.1:8080')
  if (portArgument === undefined) return { host, port }
  const chosen = readPort(portArgument)
  if (chosen === undefined) throw new ConfigError('--port', 'a number from 0 to 65535 (0 takes any free port)')
  return { host, port: chosen }
}

function readAddress(name: string, address: string): Config['listen'] {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):([0-9]{1,5})$/.exec(address)
  const host = match?.[1] ?? match?.[2]
  const port = readPort(match?.[3])
  if (host === undefined || port === undefined || (isIP(host) === 0 && host !== 'localhost'))
    throw new ConfigError(name, 'an address and a port, such as 127.0.0.1:8080 or [::1]:8080')
  return { host, port }
}

function readSwitch(name: string, said: string | undefined): boolean {
  if (said !== undefined && said !== 'on' && said !== 'off') throw new ConfigError(name, 'on or off')
  return said === 'on'
}

/** 404 everywhere unless the onion name or the switch asks for it. guards T-02 */
function readLaneB(env: Environment): Config['laneB'] {
  const said = settingOf(env, 'ASYLIA_LANE_B')
  if (said !== undefined && said !== 'on' && said !== 'off') throw new ConfigError('ASYLIA_LANE_B', 'on or off')
  const address = readAddress('ASYLIA_LANE_B_LISTEN', settingOf(env, 'ASYLIA_LANE_B_LISTEN') ?? '127.0.0.1:8081')
  if (said === 'off' || (said === undefined && settingOf(env, 'ASYLIA_ONION') === undefined)) return undefined
  return { ...address, anyName: said === 'on' }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined || !/^[0-9]{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return port <= 65_535 ? port : undefined
}

function originOf(listen: Config['listen']): string {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host
  return `http://${host}:${listen.port}`
}

function readOrigin(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin =
    url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  // Plain http is for this machine and for onion addresses, whose transport is encrypted by itself.
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && (isLoopback(url.hostname.replace(/[[\]]/g, '')) || url.hostname.endsWith('.onion')))
  if (!isOrigin || !isSafe) throw new ConfigError(name, 'an https origin without a path, such as https://asylia.example.org')
  return url.origin
}

function readOnion(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^[a-z2-7]{56}\.onion$/.test(text))
    throw new ConfigError('ASYLIA_ONION', 'an onion name of version 3: 56 letters and digits, then .onion')
  return text
}

/** A secret does not stand here: other programs of the machine may read the environment of this one. */
function readOidc(text: string | undefined): Config['oidc'] {
  if (text === undefined) return undefined
  const [issuer = '', clientId = '', ...more] = text.split(/\s+/)
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname.replace(/[[\]]/g, '')))
  const isPlain = url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (!isSafe || !isPlain || !/^[\x21-\x7e]{1,200}$/.test(clientId) || more.length > 0)
    throw new ConfigError('ASYLIA_OIDC', 'the https address of an issuer, a space, and the client id that it gave')
  return { issuer, clientId }
}

/** The password, where the relay wants one, stands in a file and never here. */
function readMail(text: string | undefined): Config['mail'] {
  if (text === undefined) return undefined
  const [relay = '', from = '', ...more] = text.split(/\s+/)
  const url = URL.canParse(relay) ? new URL(relay) : undefined
  const isRelay =
    url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '' && url.password === '' && /^\/?$/.test(url.pathname)
  if (!isRelay || !/^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,120}$/.test(from) || more.length > 0)
    throw new ConfigError('ASYLIA_MAIL', 'smtp:// or smtps:// with the name of a relay, a space, and the address that notices come from')
  return { relay, from }
}

/** A promise to people in danger: nobody makes it for an operator. */
function readHours(text: string | undefined): Config['readsWithin'] {
  if (text === undefined) return undefined
  const [, hours, urgent] = (/^([1-9][0-9]{0,2}) ([1-9][0-9]{0,2})$/.exec(text) ?? []).map(Number)
  if (hours === undefined || urgent === undefined || hours > 336 || urgent > hours)
    throw new ConfigError('ASYLIA_READS_WITHIN', 'two numbers of hours, such as 24 4: on working days, and when it is urgent')
  return { hours, urgent }
}

function readDatabaseUrl(name: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : databaseUrlOf(name, text)
}

function databaseUrlOf(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2) {
    throw new ConfigError(name, 'an address that names a database, such as postgresql://login:password@host:5432/asylia')
  }
  return text
}

function readPartUrls(env: Environment): Config['databaseUrls'] {
  const urls: Partial<Record<PartLogin, string>> = {}
  for (const login of PART_LOGINS) {
    const name = `ASYLIA_DATABASE_${login.slice('asylia_'.length).toUpperCase()}_URL`
    const url = readDatabaseUrl(name, settingOf(env, name))
    if (url !== undefined) urls[login] = url
  }
  return urls
}

function readReadUrls(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(/[\s,]+/).map((part) => databaseUrlOf('ASYLIA_DATABASE_READ_URLS', part))
}

function readBlobs(text: string | undefined): Config['blobs'] {
  if (text === undefined || text === 'files') return { kind: 'files' }
  throw new ConfigError('ASYLIA_BLOBS', 'files (a store behind s3:// is not part of this version)')
}

function readList<T extends string>(name: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known
  const parts = text.split(',').map((part) => part.trim())
  const chosen = known.filter((one) => parts.includes(one))
  if (chosen.length === 0 || chosen.length !== parts.length) throw new ConfigError(name, `one or several of ${known.join(',')}, each once`)
  return chosen
}

/** English is the language that every text falls back to, so it is always among them. */
function readLanguages(text: string | undefined): readonly Language[] {
  const chosen = readList('ASYLIA_LANGUAGES', text, LANGUAGES)
  if (!chosen.includes('en')) throw new ConfigError('ASYLIA_LANGUAGES', `one or several of ${LANGUAGES.join(',')}, en among them`)
  return chosen
}

function readAbsolute(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !text.startsWith('/')) throw new ConfigError(name, 'the full path of a program, beginning with /')
  return text
}

function readContact(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const isMail = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/.test(text)
  const isPage = URL.canParse(text) && new URL(text).protocol === 'https:'
  if (!isMail && !isPage) throw new ConfigError('ASYLIA_CONTACT', 'a mail address or an https page where readers send corrections')
  return text
}

function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
  return Object.freeze(value)
}
