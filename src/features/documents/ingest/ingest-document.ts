import type { Actor } from '#base/actor.ts'
import type { Permit } from '#base/permit.ts'
import { ensureShelf } from '#base/public-records.ts'
import type { Base, Tx } from '#base/transact.ts'
import { dayOf } from '#kernel/clock.ts'
import { type CompartmentId, newPublicCode } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { demandCited, demandSameParagraphs } from '../demand-same-text.ts'
import { LICENCE_UNSTATED, type PublicDocument } from '../document.contract.ts'
import { findDocument, isHeld, keepText, listCitationsOf } from '../document.store.ts'
import { RULE_VERSION } from '../normalise.rules.ts'
import { mayIngest } from './ingest.policy.ts'
import { findNewest, holdPlace, isImported, putDocument, putImport, putProposals } from './ingest.store.ts'
import type { PreparedDocument } from './prepare-document.ts'
import type { PublicFacts } from './public-facts.contract.ts'

export type Ingested = {
  readonly sha256: string
  readonly code: string
  readonly paragraphs: number
  readonly proposals: number
  readonly version: number
  readonly already: boolean
}
export type By = { readonly actor: Actor; readonly register: CompartmentId }

/**
 * Takes a public document in: the document, its held text and what the rules propose in it, in one transaction. The same
 * bytes again change nothing. A changed text under the same address is a new version; citations stay with the old one.
 * A document that a corridor names keeps what the corridor says of it, and must read to the paragraphs recorded there; it
 * alone may come without facts, since it is known to be public.
 */
export function ingestDocument(base: Base, by: By, facts: PublicFacts | null, prepared: PreparedDocument): Promise<Ingested> {
  const { sha256, paragraphs, proposals } = prepared
  return base.transact(by.actor, async (tx) => {
    await holdPlace(tx.db, sha256)
    const known = await findDocument(tx.db, sha256)
    const counts = { sha256, paragraphs: paragraphs.length, proposals: proposals.length }
    if (known !== undefined && (await isImported(tx.db, sha256))) return { ...counts, code: known.code, version: 0, already: true }

    const permit = await tx.grant(
      { action: 'document.ingest', subject: sha256, compartment: by.register, objectHash: sha256 },
      mayIngest(by.actor, by.register),
    )
    const said = facts ?? factsOf(known, dayOf(base.clock.now()))
    const document = known ?? documentOf(said, prepared)
    await keepDocument(tx, permit, known, { document, prepared })
    const before = said.address === null ? undefined : await findNewest(tx.db, said.address)
    const version = (before?.version ?? 0) + 1
    const { publisher, address, retrievedOn } = said
    const row = { compartment: by.register, by: by.actor.id, publisher, address, retrievedOn, version, follows: before?.sha256 ?? null }
    await putImport(tx.db, permit, { ...row, fileKind: prepared.kind, ruleVersion: RULE_VERSION, notes: JSON.stringify(prepared.notes) })
    await putProposals(tx.db, permit, { compartment: by.register, now: base.clock.now() }, proposals)
    await tx.emit(permit, 'document.ingested', { sha256 })
    return { ...counts, code: document.code, version, already: false }
  })
}

type Kept = { readonly document: PublicDocument; readonly prepared: PreparedDocument }

async function keepDocument(
  tx: Tx,
  permit: Permit<'document.ingest'>,
  known: PublicDocument | undefined,
  { document, prepared }: Kept,
): Promise<void> {
  await ensureShelf(tx.db, permit)
  if (known === undefined) await putDocument(tx.db, permit, document)
  else await demandSame(tx, known, prepared)
  if (!(await isHeld(tx.db, prepared.sha256))) await keepText(tx.db, permit, RULE_VERSION, prepared.paragraphs)
}

async function demandSame(tx: Tx, known: PublicDocument, { paragraphs, sha256 }: PreparedDocument): Promise<void> {
  demandSameParagraphs(known, paragraphs)
  demandCited(await listCitationsOf(tx.db, sha256), paragraphs)
}

/** What a corridor says of its own document; nobody said anything of an unknown one, so it may be sealed evidence. */
function factsOf(known: PublicDocument | undefined, retrievedOn: string): PublicFacts {
  if (known === undefined) throw new Refusal('document.sealed_not_yet')
  return { publisher: known.publisher, address: known.address, retrievedOn }
}

function documentOf(facts: PublicFacts, { sha256, kind, title, paragraphs }: PreparedDocument): PublicDocument {
  return {
    code: newPublicCode('D'),
    sha256,
    title: facts.title ?? title,
    publisher: facts.publisher,
    kind: facts.kind ?? (kind === 'html' ? 'web_page' : 'report'),
    language: facts.language ?? 'und',
    issued: { from: null, until: null, precision: 'unknown', said: null },
    address: facts.address,
    reference: null,
    licence: { name: LICENCE_UNSTATED, allowsFullText: false },
    ruleVersion: RULE_VERSION,
    paragraphs: paragraphs.map(({ text: _, ...described }) => described),
  }
}
