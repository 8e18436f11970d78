import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'
import { shortHash } from '#crypto/roster/pins.ts'
import type { Door } from '#edges/cli/fetch-from-outside.ts'
import { type Difference, fetchBeside, lookFromOutside } from '#edges/cli/look-from-outside.ts'
import { readOptions } from '#edges/cli/options.ts'
import type { ServedClient } from '#edges/http/clients.ts'
import { openDeskClient, openReport } from '#web/open-clients.ts'
import { say } from './command.ts'
import { lookAtList } from './list-of-keys.ts'

type BuiltClient = Pick<ServedClient, 'files' | 'styleHashes'>

const USAGE = './asylia outside [--through HOST:PORT] [--pins HASH] [--quiet yes]'
const BESIDE = ['pins.json', 'roster.json', 'epochs.json', 'epochs-former.json', 'recipients.bin']

/**
 * `./asylia outside`: is the page that readers get the one that this release builds? Runs on a machine that is not the
 * server's, with the same version and settings, and needs no database. `--through HOST:PORT` goes through Tor, `--pins HASH`
 * says which list of keys it must be, `--quiet yes` speaks of faults alone. Answers 1 on any difference. guards I-14
 */
export async function outside(
  config: Config,
  args: readonly string[],
  tell: (line: string) => void = say,
  built: (config: Config) => Promise<readonly BuiltClient[]> = build,
): Promise<number> {
  // A mistyped option is refused: to ask straight where somebody meant Tor would tell who asks.
  const named = readOptions(args, ['through', 'pins', 'quiet'], USAGE)
  const through = readDoor(named.through.at(-1))
  const pins = named.pins.at(-1)
  const isQuiet = named.quiet.length > 0
  const { url, onion } = config
  const clients = await built(config)
  let faults = 0
  for (const origin of [url, ...(onion !== undefined && through !== undefined ? [`http://${onion}`] : [])]) {
    const lines = await faultsAt(origin, clients, through, pins)
    for (const line of lines) tell(`ALARM: ${origin}: ${line}`)
    if (lines.length === 0 && !isQuiet) tell(`${origin}: every file is the one that this version builds, and the list of keys holds.`)
    faults += lines.length
  }
  return faults === 0 ? 0 : 1
}

async function faultsAt(origin: string, clients: readonly BuiltClient[], through?: Door, pins?: string): Promise<readonly string[]> {
  const found = await lookFromOutside(origin, clients, through)
  const isAway = found.some(({ is }) => is === 'silent')
  return [...found.map(sentenceOf), ...(isAway ? [] : await faultsOfList(origin, through, pins))]
}

/** Both pages as this version makes them with these settings. */
export function build({ home, url, onion, readsWithin }: Config): Promise<readonly BuiltClient[]> {
  return Promise.all([openReport({ home, roster: '', url, onion, reads: readsWithin }), openDeskClient(home)])
}

function readDoor(text: string | undefined): Door | undefined {
  if (text === undefined) return undefined
  const [, host, port] = /^([^:[\]]+):([0-9]{1,5})$/.exec(text) ?? []
  if (host === undefined || port === undefined || Number(port) > 65_535)
    throw new OperatorError('--through accepts the SOCKS5 address of a Tor client, such as 127.0.0.1:9050')
  return { host, port: Number(port) }
}

/** The same bytes there as here may still stand beside the keys of somebody else. */
async function faultsOfList(origin: string, through: Door | undefined, pins: string | undefined): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-outside-'))
  try {
    for (const name of BESIDE) {
      const bytes = await fetchBeside(origin, `/report/${name}`, through)
      if (bytes === null) return [`/report/${name} does not come: nobody can report.`]
      if (name === 'pins.json' && pins !== undefined && !sameHash(shortHash(bytes), pins))
        return [`the pins are ${shortHash(bytes)} and not the named ones: other roots sign the keys there.`]
      await writeFile(join(folder, name), bytes)
    }
    return (await lookAtList(folder)).filter(({ wrong }) => wrong).map(({ says }) => says)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const sameHash = (one: string, other: string): boolean => one.replaceAll(' ', '') === other.replaceAll(' ', '').toLowerCase()

const SENTENCES: Readonly<Record<Difference['is'], string>> = {
  other: 'is not the file that this version builds.',
  policy: 'comes with another policy, or with a header that leads elsewhere.',
  absent: 'is not there.',
  silent: 'does not come.',
}

function sentenceOf({ path, is }: Difference): string {
  return `${path} ${SENTENCES[is]}`
}
