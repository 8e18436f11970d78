import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Signer, signerOf } from '#base/ed25519.ts'
import { OperatorError } from '#base/operator-error.ts'
import { readPrivate, writePrivate } from '#base/private-file.ts'
import { recipientOf } from '#crypto/age/identity.ts'
import { b64u, hex, randomBytes, unhex, unutf8, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type NodeCard, nodeFingerprint, writeNodeCard } from '#crypto/node/node-card.ts'
import { canonicalOr } from '#crypto/roster/canonical-or.ts'
import { hex32 } from '#crypto/roster/roster.ts'
import { exactly, integer, list, object, type Shaped } from '#crypto/roster/shape.ts'
import { publicKeyOf } from '#crypto/sign/sign.ts'

// With the other secrets, so that every backup holds it: whoever restores is the same node.
const FILE = 'node-keys.json'
/** Pairs that are kept: peers who did not hear of the newest one still seal to the one before. */
const KEPT = 3

const isPair = object({ gen: integer(1, 100_000), sign: hex32, seal: hex32 })
const isFile = object({ v: exactly(1), pairs: list(isPair, 1, KEPT) })
type Pair = Shaped<typeof isPair>

export type OwnKeys = {
  readonly instance: string
  readonly gen: number
  readonly card: NodeCard
  readonly cardBytes: Uint8Array
  readonly fingerprint: string
  /** Signs as the pair of this number; the newest when that one is not kept any more. */
  readonly signAs: (gen: number) => Signer
  readonly sealSeeds: readonly Uint8Array[]
}

export type NodePlaces = { readonly secrets: string; readonly rosterFolder: string; readonly instance: string; readonly url: string }

/** `stamp` tells the file from any that took its place since. */
export type KeyFile = { readonly stamp: string; readonly text: string; readonly keys: OwnKeys }

/**
 * The keys of this node, made when they are first asked for, and read anew when another process changed them. Throws OperatorError
 * for a damaged file, which is never replaced.
 */
export async function loadNodeKeys(places: NodePlaces, known?: KeyFile): Promise<KeyFile> {
  const path = join(places.secrets, FILE)
  // Each frame asks several times. What is written between this and the reading has another stamp the next time.
  const stamp = await stampOf(path)
  if (stamp !== undefined && known?.stamp === stamp) return known
  const text = (await readPrivate(path)) ?? (await keepPairs(places.secrets, [freshPair(1)]))
  const keys = known?.text === text ? known.keys : await keysOf(places, pairsIn(places.secrets, text))
  return { stamp: stamp ?? '', text, keys }
}

async function stampOf(path: string): Promise<string | undefined> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined)
  return found?.isFile() === true ? `${found.ino} ${found.size} ${found.mtimeNs}` : undefined
}

/** The next pair; the ones before go on opening what is under way. */
export async function nextNodeKeys(places: NodePlaces): Promise<KeyFile> {
  const { text } = await loadNodeKeys(places)
  const pairs = pairsIn(places.secrets, text)
  const next = await keepPairs(places.secrets, [freshPair((pairs[0]?.gen ?? 0) + 1), ...pairs].slice(0, KEPT))
  return { stamp: '', text: next, keys: await keysOf(places, pairsIn(places.secrets, next)) }
}

const freshPair = (gen: number): Pair => ({ gen, sign: hex(randomBytes(32)), seal: hex(randomBytes(32)) })

function pairsIn(secrets: string, text: string): readonly Pair[] {
  const read = canonicalOr(utf8(text), isFile)
  if (read !== undefined) return read.pairs
  throw new OperatorError(
    `${join(secrets, FILE)} is damaged. Restore it from a backup; with new keys every node has to be introduced anew.`,
  )
}

async function keepPairs(secrets: string, pairs: readonly Pair[]): Promise<string> {
  const text = unutf8(canonicalBytes({ v: 1, pairs }))
  await writePrivate(join(secrets, FILE), text)
  return text
}

async function keysOf({ rosterFolder, instance, url }: NodePlaces, pairs: readonly Pair[]): Promise<OwnKeys> {
  const [newest] = pairs
  if (newest === undefined) throw new OperatorError('This installation has no keys as a node.')
  const pins = hex(sha256(await readFile(join(rosterFolder, 'pins.json'))))
  const seed = unhex(newest.sign)
  const card: NodeCard = {
    v: 1,
    type: 'node-card',
    instance,
    gen: newest.gen,
    sign: publicKeyOf(seed),
    recipient: b64u(recipientOf(unhex(newest.seal))),
    pins,
    url,
  }
  const signers = new Map(pairs.map(({ gen, sign }) => [gen, signerOf(unhex(sign))]))
  const first = signers.get(newest.gen) ?? signerOf(seed)
  return {
    instance,
    gen: newest.gen,
    card,
    cardBytes: writeNodeCard(card),
    fingerprint: nodeFingerprint(card),
    signAs: (gen) => signers.get(gen) ?? first,
    sealSeeds: pairs.map(({ seal }) => unhex(seal)),
  }
}
