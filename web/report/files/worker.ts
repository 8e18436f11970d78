import { hex, unhex } from '#crypto/bytes.ts'
import { hashOfSegments, probeOf, sealSegmentPieces, segmentParts } from '#crypto/files/segment.ts'
import { planSet, type SetPlan, sliceOf } from '#crypto/files/set-plan.ts'
import { answerAsks } from '../answer-asks.ts'
import type { LookAsk, Looked, PresentAsk, SegmentAsk, SegmentSent } from './ask.ts'
import { drawAnew } from './draw-anew.ts'
import { hashOfSegment } from './hash-segment.ts'
import { cleanCopy, lookInside } from './hidden/look-inside.ts'
import { letGo } from './let-go.ts'
import { putSegment, segmentsPresent } from './segment-requests.ts'

const PROBED = 65_536

async function probe(blob: Blob): Promise<string> {
  return hex(probeOf(new Uint8Array(await blob.slice(0, PROBED).arrayBuffer())))
}

/** A HEIC or AVIF picture has no copy of its own bytes; it may be drawn anew, and is looked at again like any copy. */
async function drawnCopy(blob: Blob): Promise<Blob | null> {
  const drawn = await drawAnew(blob)
  return drawn === null ? null : cleanCopy(drawn, await lookInside(drawn))
}

async function look({ blob }: LookAsk): Promise<Looked> {
  const found = await lookInside(blob)
  const { kind, findings } = found
  const copy = kind === 'heic' && found.clean === 'kind' ? await drawnCopy(blob) : await cleanCopy(blob, found)
  const made = found.clean === 'nothing' ? null : copy
  const clean = made !== null ? 'ready' : typeof found.clean === 'string' ? found.clean : 'damaged'
  return { kind, findings, clean, copy: made, probe: await probe(blob), copyProbe: made === null ? null : await probe(made) }
}

/** The bytes of one segment, read now and never before; throws `file.gone` when the file on the phone is no longer what it was. */
async function dataOf(blob: Blob, plan: SetPlan, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const { from, to } = sliceOf(plan, index)
  const data = await blob
    .slice(from, to)
    .arrayBuffer()
    // Gone, whatever the phone says.
    .catch(() => null)
  if (data === null || data.byteLength !== to - from) throw Object.assign(new Error('file.gone'), { code: 'file.gone' })
  return new Uint8Array(data)
}

function answerOf(status: number): SegmentSent['answer'] {
  if (status < 300) return 'sent'
  if (status === 409) return 'differs'
  if (status === 503 || status === 429 || status === 428) return 'busy'
  if (status === 507) return 'full'
  return status >= 500 ? 'busy' : 'refused'
}

/** The hash is taken beside the sealing; only the last segment, which carries the hash over all, has to wait for its own. */
async function segment(ask: SegmentAsk): Promise<SegmentSent> {
  const plan = planSet(ask.blob.size, ask.segment)
  const data = await dataOf(ask.blob, plan, ask.index)
  const hashing = hashOfSegment(data)
  if (!ask.send) return { hash: await hashing, answer: 'skipped' }
  const whole = ask.hashes === undefined ? undefined : hashOfSegments([...ask.hashes, await hashing])
  const body = await sealed(ask, segmentParts(plan, { item: unhex(ask.item), file: ask.n, index: ask.index }, data, whole))
  const hash = await hashing
  letGo([data])
  return { hash, answer: await inTurn(() => put(ask, plan, body)) }
}

async function sealed({ recipient }: SegmentAsk, parts: readonly Uint8Array[]): Promise<Blob> {
  const pieces = await sealSegmentPieces(recipient, parts)
  const body = new Blob(pieces as Uint8Array<ArrayBuffer>[])
  letGo(pieces)
  return body
}

async function put({ set, index, token }: SegmentAsk, { total, segment }: SetPlan, body: Blob): Promise<SegmentSent['answer']> {
  try {
    const { status } = await putSegment({ set, index, token, total, segment, body })
    return answerOf(status)
  } catch {
    return 'lost'
  }
}

let line: Promise<unknown> = Promise.resolve()

/** One segment at a time leaves a worker: the next is sealed meanwhile, and a cut costs no more. */
function inTurn<T>(send: () => Promise<T>): Promise<T> {
  const turn = line.then(send)
  line = turn.catch(() => undefined)
  return turn
}

answerAsks({ look, segment, present: ({ set }: PresentAsk) => segmentsPresent(set) })
