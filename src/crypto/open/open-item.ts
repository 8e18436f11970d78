import { readIdentity } from '../age/identity.ts'
import { equalBytes, hex, unb64u } from '../bytes.ts'
import { BODY_LENGTHS, ENV_STANZAS, ENVELOPE_LENGTH } from '../constants.ts'
import { sha256 } from '../kdf.ts'
import { neverHash } from '../mailbox/exclusions.ts'
import { SealingRefusal } from '../refusals.ts'
import { type Bucket, bodyTag, type ReadBody, readBody } from '../seal/body.ts'
import { type EnvelopePayload, readPayload } from '../seal/envelope.ts'
import type { ItemHeader } from '../seal/item-header.ts'
import { type Opener, openerOf, openWith } from './open-age.ts'

/** Where and how an item was found: what the sealed header is held against. */
export type ItemFacts = {
  /** Id of the item under which envelope and body lie, hex. */
  readonly item: string
  readonly instance: string
  readonly bucket: Bucket
  readonly urgent: boolean
  readonly lane: 1 | 2 | 3
  /** The team that reads. */
  readonly team: string
  /** Hashes H(B), hex, of the bodies that this team has opened before. */
  readonly known?: (bodyHash: string) => boolean
  /** K_conv of the conversations that this team knows. */
  readonly convKeys?: readonly Uint8Array[]
}

/** What the frame says otherwise than the sealed header; the header counts, the team is told. */
export type FrameAlarm = 'urgent' | 'lane'

export type OpenedItem = {
  readonly header: ItemHeader
  readonly text: string
  readonly bodyHash: string
  /** The K_conv that the tag fits; null in a one-way report, whose tag is random. */
  readonly convKey: Uint8Array | null
  readonly alarms: readonly FrameAlarm[]
}

/** Tries an envelope; null when it is for none of these keys. Refuses other lengths and stanzas before a key is tried. */
// guards I-02, T-11
export async function openEnvelope(openers: readonly Opener[], envelope: Uint8Array): Promise<EnvelopePayload | null> {
  if (envelope.length !== ENVELOPE_LENGTH) throw new SealingRefusal('age.wrong_length')
  const plain = await openWith(openers, envelope, { min: ENV_STANZAS, max: ENV_STANZAS })
  return plain === null ? null : readPayload(plain)
}

/**
 * Opens the body that a payload belongs to, in the order of SEALING 6: known already (`item.known`, a repeat and no alarm), frame
 * facts, age, H(B), magic, zeros, header, place, readers, exclusions, tag. Any refusal means "unreadable item": no part of the text.
 */
// guards T-05, T-37
export async function openBody(payload: EnvelopePayload, body: Uint8Array, facts: ItemFacts): Promise<OpenedItem> {
  const bodyHash = hex(sha256(body))
  if (facts.known?.(bodyHash) === true) throw new SealingRefusal('item.known')
  if (body.length !== BODY_LENGTHS[facts.bucket]) throw new SealingRefusal('age.wrong_length')
  const plain = await openWith([openerOf(readIdentity(payload.identity))], body, { min: 1, max: 1 })
  if (plain === null) throw new SealingRefusal('age.damaged')
  if (payload.body !== bodyHash) throw new SealingRefusal('item.hash_differs')
  const read = readBody(plain)
  refuseMisplaced(read.header, payload, facts)
  return {
    header: read.header,
    text: read.text,
    bodyHash,
    convKey: fittingKey(read, facts.convKeys ?? []),
    alarms: alarmsOf(read.header, facts),
  }
}

/** Opens what the stock tool sealed: plain text, one to six hybrid stanzas, bound to nothing (lane 4). */
export function openArmoured(openers: readonly Opener[], sealed: Uint8Array): Promise<Uint8Array | null> {
  return openWith(openers, sealed, { min: 1, max: ENV_STANZAS })
}

function refuseMisplaced(header: ItemHeader, payload: EnvelopePayload, facts: ItemFacts): void {
  const here = header.item === facts.item && payload.item === facts.item && header.instance === facts.instance
  if (!here) throw new SealingRefusal('item.not_here')
  if (!header.to.includes(facts.team)) throw new SealingRefusal('item.not_for_us')
  if (header.never.some(({ kind, id }) => kind === 'team' && id === facts.team)) throw new SealingRefusal('item.excluded')
  if (neverHash(header.never) !== payload.never_sha256) throw new SealingRefusal('item.exclusions_differ')
}

/** An item may bring its own key, or be tagged with one that the team knows (a move, or a consent without `conv`). */
function fittingKey({ header, tag, signed }: ReadBody, known: readonly Uint8Array[]): Uint8Array | null {
  const own = header.conv === null ? [] : [unb64u(header.conv.mac)]
  const fitting = [...own, ...known].find((key) => equalBytes(bodyTag(key, signed), tag))
  const oneWay = header.conv === null && header.type === 'report'
  if (fitting === undefined && !oneWay) throw new SealingRefusal('body.tag_wrong')
  return fitting ?? null
}

function alarmsOf(header: ItemHeader, facts: ItemFacts): FrameAlarm[] {
  const alarms: FrameAlarm[] = []
  if (header.urgent !== facts.urgent) alarms.push('urgent')
  if (header.lane !== facts.lane) alarms.push('lane')
  return alarms
}
