/**
 * Lets an `age` from before 1.3, such as Debian's, open hybrid files: a plugin that unwraps `mlkem768x25519` stanzas on
 * node:crypto alone, after age-plugin.md of C2SP. Header, MAC and payload are age's own work.
 *
 *   node tools/age-plugin-pq.ts --translate < identity    writes an AGE-SECRET-KEY-PQ-1... as AGE-PLUGIN-PQ-1...
 *
 * For age to find it, an executable called `age-plugin-pq` on the PATH runs this file with the arguments that age gives.
 */
import { createInterface } from 'node:readline'
import { fromBech32, toBech32 } from './independent/bech32.ts'
import { type HybridKey, keyOf, type Stanza, unwrapFileKey } from './independent/hybrid-key.ts'

const SECRET = 'AGE-SECRET-KEY-PQ-'
const PLUGIN = 'AGE-PLUGIN-PQ-'
const LINE = 64

type Told = { readonly keys: HybridKey[]; readonly stanzas: Map<string, Stanza[]> }

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

async function nextLine(): Promise<string> {
  const { value, done } = await lines.next()
  if (done === true) throw new Error('age went away.')
  return value
}

async function nextStanza(): Promise<Stanza> {
  const [arrow, type = '', ...args] = (await nextLine()).split(' ')
  if (arrow !== '->') throw new Error('age said something else.')
  let text = ''
  for (let line = await nextLine(); ; line = await nextLine()) {
    text += line
    if (line.length < LINE) return { type, args, body: Buffer.from(text, 'base64') }
  }
}

function say(stanza: string, body: Buffer = Buffer.alloc(0)): void {
  process.stdout.write(`-> ${stanza}\n${body.toString('base64').replaceAll('=', '')}\n`)
}

async function hear(): Promise<Told> {
  const told: Told = { keys: [], stanzas: new Map() }
  for (let stanza = await nextStanza(); stanza.type !== 'done'; stanza = await nextStanza()) {
    const [first = '', type = '', ...args] = stanza.args
    if (stanza.type === 'add-identity') told.keys.push(keyOf(fromBech32(first, PLUGIN)))
    if (stanza.type === 'recipient-stanza') told.stanzas.set(first, [...(told.stanzas.get(first) ?? []), { type, args, body: stanza.body }])
  }
  return told
}

/** Answers one file key for each file that one of the keys opens; a file that none opens is not spoken of. */
async function unwrap(): Promise<void> {
  const { keys, stanzas } = await hear()
  for (const [file, all] of stanzas) {
    const fileKey = keys.flatMap((key) => all.map((stanza) => unwrapFileKey(key, stanza))).find((found) => found !== undefined)
    if (fileKey === undefined) continue
    say(`file-key ${file}`, fileKey)
    await nextStanza()
  }
  say('done')
}

async function translate(): Promise<void> {
  process.stdout.write(`${toBech32(fromBech32((await nextLine()).trim(), SECRET), PLUGIN)}\n`)
}

const [mode] = process.argv.slice(2)
if (mode === '--translate') await translate()
else if (mode === '--age-plugin=identity-v1') await unwrap()
else throw new Error('This plugin opens files and does nothing else.')
process.exit(0)
