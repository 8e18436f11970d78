import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hex, unhex } from '#crypto/bytes.ts'
import { sealBlob } from '#crypto/mailbox/blob.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { mailboxKeys } from '#crypto/secret/mailbox-keys.ts'
import {
  chainGivens,
  deleteGivens,
  exchangeGivens,
  padmeGivens,
  replyGivens,
  segmentGivens,
  selfGivens,
  slotGivens,
} from './mailbox-givens.ts'
import { runChain, runDelete, runExchange, runPadme, runReply, runSegment, runSelf, runSlots } from './mailbox-runs.ts'
import { type VectorCase, vectorFile } from './vector-case.ts'

type Maker = {
  readonly givens: readonly { readonly id: string; readonly given: unknown }[]
  readonly run: (given: never) => unknown
  /** Whether a sealed blob of the first case is published too. */
  readonly sealed?: true
}

/** The published files about mailboxes and files, by name. `node tools/vectors/make-mailbox-vectors.ts` writes them. */
export const MAILBOX_VECTORS: Readonly<Record<string, Maker>> = {
  padme: { givens: padmeGivens, run: runPadme },
  slots: { givens: slotGivens, run: runSlots },
  chain: { givens: chainGivens, run: runChain },
  reply: { givens: replyGivens, run: runReply, sealed: true },
  self: { givens: selfGivens, run: runSelf, sealed: true },
  exchange: { givens: exchangeGivens, run: runExchange },
  delete: { givens: deleteGivens, run: runDelete },
  segment: { givens: segmentGivens, run: runSegment },
}

const FOLDER = join(import.meta.dirname, '../../vectors/sealing')

/** The cases of a published file. */
export async function publishedCases(name: string): Promise<readonly VectorCase[]> {
  const { cases } = JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8')) as { readonly cases: readonly VectorCase[] }
  return cases
}

/** What our code makes of a `given`: an answer, or a refusal with its code. */
export async function outcomeOf({ run }: Maker, given: unknown): Promise<Pick<VectorCase, 'expect' | 'refuse'>> {
  try {
    return { expect: await run(given as never) }
  } catch (error) {
    if (error instanceof SealingRefusal) return { refuse: error.code }
    throw error
  }
}

async function casesOf(name: string, maker: Maker): Promise<VectorCase[]> {
  const cases: VectorCase[] = []
  for (const { id, given } of maker.givens) cases.push({ id, given, ...(await outcomeOf(maker, given)) })
  const [first] = cases
  return maker.sealed && first !== undefined ? [...cases, await sealedCase(name, maker, first)] : cases
}

/** A seal is new each time: the published one stays as long as it opens to the same. */
async function sealedCase(name: string, maker: Maker, like: VectorCase): Promise<VectorCase> {
  const { mk, content } = like.given as { readonly mk: string; readonly content: string }
  const expect = { content }
  const kept = (await publishedCases(name)).find(({ id }) => id === 'sealed')
  if (kept !== undefined && JSON.stringify(await outcomeOf(maker, kept.given)) === JSON.stringify({ expect })) return kept
  return { id: 'sealed', given: { mk, sealed: hex(await sealBlob(mailboxKeys(unhex(mk)).recipient, unhex(content))) }, expect }
}

if (import.meta.main) {
  for (const [name, maker] of Object.entries(MAILBOX_VECTORS)) {
    await writeFile(join(FOLDER, `${name}.json`), vectorFile(name, await casesOf(name, maker)))
  }
}
