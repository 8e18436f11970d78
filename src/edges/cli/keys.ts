import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { argumentOf, type Config } from '#base/config.ts'
import { findDataFolder } from '#base/data-folder.ts'
import { OperatorError } from '#base/operator-error.ts'
import type { Root } from '#crypto/roster/roster.ts'
import {
  cardOf,
  newRoot,
  type Proposal,
  proposalHash,
  proposalProblem,
  readProposal,
  readRootCard,
  readRootSecret,
  signProposal,
} from '#crypto/sign/ceremony.ts'
import { readGivenFile, readJsonFile, writeNewFile } from './keys-files.ts'
import { CEREMONY_GUIDE, describeProposal, describeRoster, USAGE } from './keys-words.ts'
import { onlyOne, readOptions } from './options.ts'

export type Say = (line: string) => void

/** What needs the installation itself; everything else works on a machine that has no other part of it. */
export type KeysDoors = {
  propose(roots: readonly Root[]): Promise<Proposal>
  /** Takes the list into use, publishes it and writes the ledger line; answers what to tell. */
  publish(copies: readonly Proposal[]): Promise<readonly string[]>
}

type Order = {
  readonly config: Config
  readonly files: readonly string[]
  readonly args: readonly string[]
  readonly say: Say
  readonly doors: KeysDoors
}

const ORDERS: Readonly<Record<string, (order: Order) => Promise<number>>> = {
  'root new': makeRoot,
  'roster propose': propose,
  'roster sign': sign,
  'roster publish': publish,
  ceremony: async ({ say }) => {
    for (const line of CEREMONY_GUIDE) say(line)
    return 0
  },
  show,
}

/** `./asylia keys …`: makes roots, carries a list of teams through its ceremony and shows what readers see. */
export async function keys(config: Config, args: readonly string[], say: Say, doors: KeysDoors): Promise<number> {
  const plain = args.slice(
    0,
    Math.max(
      0,
      [...args, '--'].findIndex((arg) => arg.startsWith('--')),
    ),
  )
  const two = plain.slice(0, 2).join(' ')
  const name = ORDERS[two] === undefined ? (plain[0] ?? '') : two
  const order = ORDERS[name]
  if (order === undefined) throw new OperatorError(USAGE)
  const words = name.split(' ').length
  return order({ config, files: plain.slice(words), args: args.slice(plain.length), say, doors })
}

/** The secret goes into a new private file and nowhere else; the card beside it is what others need. */
async function makeRoot({ files, args, say }: Order): Promise<number> {
  const options = readOptions(args, ['id', 'name'], USAGE)
  const file = onlyOne(files, USAGE)
  const secret = newRoot(onlyOne(options.id, USAGE), onlyOne(options.name, USAGE))
  const card = cardOf(secret)
  if (readJsonFile(card, readRootCard) === undefined)
    throw new OperatorError('--id accepts small letters, digits and hyphens, beginning with a letter; --name one line of up to 160 signs.')
  await writeNewFile(file, secret, 0o600)
  await writeNewFile(`${file}.card`, card, 0o644)
  say(`The secret is in ${file}. It never leaves this machine; keep a second copy on paper or a drive in another safe.`)
  say(`The card for the others is ${file}.card, its key is ${card.root.key}`)
  return 0
}

async function propose({ files, args, say, doors }: Order): Promise<number> {
  const options = readOptions(args, ['root', 'to'], USAGE)
  if (files.length > 0) throw new OperatorError(USAGE)
  const to = onlyOne(options.to, USAGE)
  const roots = await Promise.all(options.root.map((file) => readGivenFile(file, readRootCard, 'no card of a root, or a damaged one')))
  const proposal = await doors.propose(roots)
  await writeNewFile(to, proposal, 0o644)
  for (const line of describeProposal(proposal)) say(line)
  say(`Written to ${to}. Carry it to the machines of the roots; two of three have to sign it.`)
  return 0
}

/** Signs only what the person at this machine has seen: the hash is repeated by hand after comparing it with the others. */
async function sign({ files, args, say }: Order): Promise<number> {
  const options = readOptions(args, ['root', 'to', 'hash'], USAGE)
  const proposal = await readGivenFile(onlyOne(files, USAGE), readProposal, 'no proposal of a list, or a damaged one')
  const problem = proposalProblem(proposal)
  if (problem !== undefined) throw new OperatorError(`Readers would refuse this list (${problem}). Do not sign it.`)
  for (const line of describeProposal(proposal)) say(line)
  const [hash] = options.hash
  if (hash === undefined) {
    say('Nothing is signed. Read the list, compare the hash with the others by voice, then run this again with --hash "…".')
    return 1
  }
  if (hash.replaceAll(/\s/g, '').toLowerCase() !== proposalHash(proposal).replaceAll(' ', ''))
    throw new OperatorError('This is another list than the one whose hash you named. Nothing is signed.')
  const secret = await readGivenFile(onlyOne(options.root, USAGE), readRootSecret, 'no secret of a root, or a damaged one')
  const { key } = cardOf(secret).root
  if (![...proposal.pins.roots].some((root) => root.key === key))
    say('Note: this root is not one of the new three. Its signature counts as consent of the old ones.')
  const to = onlyOne(options.to, USAGE)
  await writeNewFile(to, signProposal(proposal, secret), 0o644)
  say(`Signed as ${secret.id}, written to ${to}. Carry it back to the installation.`)
  return 0
}

async function publish({ files, args, say, doors }: Order): Promise<number> {
  readOptions(args, [], USAGE)
  if (files.length === 0) throw new OperatorError(USAGE)
  const copies = await Promise.all(files.map((file) => readGivenFile(file, readProposal, 'no proposal of a list, or a damaged one')))
  for (const line of await doors.publish(copies)) say(line)
  return 0
}

/** What a reader's browser sees in the five files, here or in any folder that somebody kept. */
async function show({ config, args, say }: Order): Promise<number> {
  readOptions(args, ['from'], USAGE)
  const from = argumentOf(args, '--from')
  const place = from === undefined ? await findDataFolder(config) : undefined
  if (from === undefined && place === undefined) throw new OperatorError('There is no installation here yet. Name a folder with --from.')
  const folder = from ?? join(place?.path ?? '', 'roster')
  if (!existsSync(join(folder, 'pins.json')))
    throw new OperatorError('No list of keys was published here yet. ./asylia start publishes one.')
  const { lines, ok } = await describeRoster(folder)
  for (const line of lines) say(line)
  return ok ? 0 : 1
}
