/** A report as SEALING 6 lays it out, read without any code of the product. */
import { createHash } from 'node:crypto'
import { openAgeFile } from './age-file.ts'
import { type HybridKey, readIdentity } from './hybrid-key.ts'

export type Report = { readonly header: Readonly<Record<string, unknown>>; readonly text: string }

const ENVELOPE = 9_956
const BLOB = 9_851
const HEAD = 72

/** Opens an intake frame as it was sent, or undefined when it is for other teams. Throws when anything does not fit. */
export function openFrame(keys: readonly HybridKey[], frame: Buffer): Report | undefined {
  if (frame.subarray(0, 5).toString('latin1') !== 'ASYI\x01') throw new Error('This is no intake frame.')
  const envelope = frame.subarray(HEAD, HEAD + ENVELOPE)
  const report = openReport(keys, envelope, frame.subarray(HEAD + ENVELOPE + BLOB))
  if (report !== undefined && report.header['item'] !== frame.subarray(8, 24).toString('hex'))
    throw new Error('The item lies under another id.')
  return report
}

/** Opens an envelope and the body it belongs to. */
export function openReport(keys: readonly HybridKey[], envelope: Buffer, body: Buffer): Report | undefined {
  const plain = openAgeFile(keys, envelope)
  if (plain === undefined) return undefined
  const payload: unknown = JSON.parse(partAt(plain, 0).toString('utf8'))
  const identity = textOf(payload, 'identity')
  if (createHash('sha256').update(body).digest('hex') !== textOf(payload, 'body')) throw new Error('The body is another one.')
  const opened = openAgeFile([readIdentity(identity)], body)
  if (opened === undefined || opened.subarray(0, 4).toString('latin1') !== 'ASY1') throw new Error('The body does not open.')
  const header = partAt(opened, 4)
  const text = partAt(opened, 8 + header.length)
  if (opened.subarray(12 + header.length + text.length + 32).some((byte) => byte !== 0)) throw new Error('The filling is not zero.')
  const read = JSON.parse(header.toString('utf8')) as Record<string, unknown>
  if (read['item'] !== textOf(payload, 'item')) throw new Error('The envelope belongs to another item.')
  return { header: read, text: text.toString('utf8') }
}

function partAt(bytes: Buffer, at: number): Buffer {
  const end = at + 4 + bytes.readUInt32BE(at)
  if (end > bytes.length) throw new Error('A length points beyond the end.')
  return bytes.subarray(at + 4, end)
}

function textOf(value: unknown, key: string): string {
  const found = (value as Readonly<Record<string, unknown>> | null)?.[key]
  if (typeof found !== 'string') throw new Error('The envelope is malformed.')
  return found
}
