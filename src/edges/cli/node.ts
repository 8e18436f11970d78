import { readFile, writeFile } from 'node:fs/promises'
import { OperatorError } from '#base/operator-error.ts'
import { b64u } from '#crypto/bytes.ts'
import { onlyOne, readOptions } from './options.ts'

const USAGE = `node knows:
  ./asylia node fingerprint                read it aloud to somebody of the other installation whom you know
  ./asylia node card FILE                  writes the card that the other side needs; it is also at /api/node/card
  ./asylia node introduce --name NAME --card FILE --fingerprint "XXXX XXXX ..."
                                           NAME is yours to choose; the fingerprint is what they read to you
  ./asylia node list                       every node, and how it stands
  ./asylia node revoke --name NAME         ends the exchange at once
  ./asylia node resume --name NAME         goes on after a backup was brought back on one side
  ./asylia node rotate                     new keys for this installation; the others are told`

type Seen = {
  readonly own: { readonly fingerprint: string; readonly card: string }
  readonly nodes: readonly {
    readonly name: string
    readonly fingerprint: string
    readonly address: string
    readonly state: 'active' | 'restored' | 'behind' | 'forked' | 'revoked'
    readonly since: string
    readonly heardAt: string | null
    readonly tries: number
    readonly waiting: number
    readonly problem: string | null
  }[]
}

/** What the command needs of the installation; handed in by main. */
export type NodeCommands = {
  view(): Promise<Seen>
  introduce(given: { readonly name: string; readonly card: string; readonly fingerprint: string }): Promise<void>
  revoke(name: string): Promise<void>
  resume(name: string): Promise<void>
  rotate(): Promise<{ readonly fingerprint: string }>
}
type Say = (line: string) => void

const SAID: Readonly<Record<Seen['nodes'][number]['state'], string>> = {
  active: 'exchanges messages',
  restored: 'came back from an older backup; nothing goes there',
  behind: 'has more of ours than we remember: this installation came back from an older backup',
  forked: 'FORK: two messages of it bear one number; nothing is exchanged',
  revoked: 'was ended',
}

/** Introduces other installations, and says how it stands with them. */
export async function node([what, ...args]: readonly string[], doors: NodeCommands, say: Say): Promise<number> {
  switch (what) {
    case 'fingerprint':
      say((await doors.view()).own.fingerprint)
      return 0
    case 'card':
      return writeCard(args, doors, say)
    case 'introduce':
      return introduce(args, doors, say)
    case 'list':
    case 'status':
      return list(doors, say)
    case 'revoke':
      await doors.revoke(nameIn(args))
      say('Ended. Nothing goes there any more, and nothing that it signs counts. What it has, it has: call them.')
      return 0
    case 'resume':
      await doors.resume(nameIn(args))
      say('Goes on.')
      return 0
    case 'rotate':
      say(`New fingerprint: ${(await doors.rotate()).fingerprint}`)
      return 0
    default:
      throw new OperatorError(USAGE)
  }
}

const nameIn = (args: readonly string[]): string => onlyOne(readOptions(args, ['name'], USAGE).name, USAGE)

async function writeCard([path, ...rest]: readonly string[], doors: NodeCommands, say: Say): Promise<number> {
  if (path === undefined || path.startsWith('--')) throw new OperatorError(USAGE)
  readOptions(rest, [], USAGE)
  const { own } = await doors.view()
  await writeFile(path, Buffer.from(own.card, 'base64url'), { flag: 'wx', mode: 0o644 }).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(error.code === 'EEXIST' ? `${path} is there already. Choose another name.` : `${path} cannot be written.`)
  })
  say(`Written. Nothing in it is secret. Its fingerprint, for reading aloud: ${own.fingerprint}`)
  return 0
}

async function introduce(args: readonly string[], doors: NodeCommands, say: Say): Promise<number> {
  const { name, card: path, fingerprint } = readOptions(args, ['name', 'card', 'fingerprint'], USAGE)
  const file = onlyOne(path, USAGE)
  const bytes = await readFile(file).catch(() => {
    throw new OperatorError(`${file} cannot be read.`)
  })
  const chosen = onlyOne(name, USAGE)
  if (!/^[a-z][a-z0-9-]{1,23}$/.test(chosen)) throw new OperatorError('A name has small letters, digits and dashes, 24 at most.')
  await doors.introduce({ name: chosen, card: b64u(bytes), fingerprint: onlyOne(fingerprint, USAGE) })
  say(`Introduced. It counts once they have introduced this installation too: ${(await doors.view()).own.fingerprint}`)
  return 0
}

async function list(doors: NodeCommands, say: Say): Promise<number> {
  const { own, nodes } = await doors.view()
  say(`This installation: ${own.fingerprint}`)
  for (const one of nodes) {
    say(`${one.name}  ${SAID[one.state]}  since ${one.since.slice(0, 16)}Z`)
    say(`  ${one.fingerprint}  ${one.address}`)
    const heard = one.heardAt === null ? 'never heard' : `heard ${one.heardAt.slice(0, 16)}Z`
    const tries = one.tries === 0 ? '' : `, ${one.tries} tries without an answer`
    say(`  ${heard}, ${one.waiting} messages wait${tries}${one.problem === null ? '' : `, last refusal ${one.problem}`}`)
  }
  if (nodes.length === 0) say('No node yet: ./asylia node introduce')
  return 0
}
