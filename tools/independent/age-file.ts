/** age v1 on node:crypto alone: header, MAC and STREAM. */
import { createDecipheriv, createHmac, hkdfSync, scryptSync, timingSafeEqual } from 'node:crypto'
import { type HybridKey, type Stanza, unwrapFileKey } from './hybrid-key.ts'

const VERSION = 'age-encryption.org/v1'
const CHUNK = 65_536
const TAG = 16

type Header = { readonly stanzas: readonly Stanza[]; readonly text: Buffer; readonly mac: Buffer; readonly end: number }

/** Opens an age file whole or throws; undefined when it is for other keys. Nothing is given out before everything is checked. */
export function openAgeFile(keys: readonly HybridKey[], file: Buffer): Buffer | undefined {
  return openAgeFileBy((stanza) => keys.map((key) => unwrapFileKey(key, stanza)).find((found) => found !== undefined), file)
}

/** The same for a file whose one stanza is a passphrase (age v1, section "scrypt"). Throws when the words are others. */
export function openAgeFileWithWords(words: string, file: Buffer): Buffer | undefined {
  return openAgeFileBy(({ type, args: [salt = '', logN = ''], body }) => {
    if (type !== 'scrypt') return undefined
    const N = 2 ** Number(logN)
    const salted = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), Buffer.from(salt, 'base64')])
    return openChunk(scryptSync(words, salted, 32, { N, r: 8, p: 1, maxmem: 256 * N * 8 }), Buffer.alloc(12), body)
  }, file)
}

function openAgeFileBy(unwrap: (stanza: Stanza) => Buffer | undefined, file: Buffer): Buffer | undefined {
  const header = readHeader(file)
  const fileKey = header.stanzas.map(unwrap).find((found) => found !== undefined)
  if (fileKey === undefined) return undefined
  const mac = createHmac('sha256', derived(fileKey, Buffer.alloc(0), 'header'))
    .update(header.text)
    .digest()
  if (header.mac.length !== mac.length || !timingSafeEqual(mac, header.mac)) throw new Error('The header was changed.')
  const nonce = file.subarray(header.end, header.end + 16)
  if (nonce.length !== 16) throw new Error('The file is cut off.')
  return openChunks(derived(fileKey, nonce, 'payload'), file.subarray(header.end + 16))
}

function derived(key: Buffer, salt: Buffer, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, label, 32))
}

function openChunks(key: Buffer, payload: Buffer): Buffer {
  const chunks: Buffer[] = []
  const count = Math.max(1, Math.ceil(payload.length / (CHUNK + TAG)))
  for (let index = 0; index < count; index += 1) {
    const sealed = payload.subarray(index * (CHUNK + TAG), (index + 1) * (CHUNK + TAG))
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(index, 7)
    nonce[11] = index === count - 1 ? 1 : 0
    chunks.push(openChunk(key, nonce, sealed))
  }
  if (count > 1 && chunks.at(-1)?.length === 0) throw new Error('The last chunk is empty.')
  return Buffer.concat(chunks)
}

function openChunk(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < TAG) throw new Error('The file is cut off.')
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG })
  cipher.setAuthTag(sealed.subarray(-TAG))
  return Buffer.concat([cipher.update(sealed.subarray(0, -TAG)), cipher.final()])
}

function readHeader(file: Buffer): Header {
  const stanzas: Stanza[] = []
  let [line, at] = lineAt(file, 0)
  if (line !== VERSION) throw new Error('This is no age file.')
  for ([line, at] = lineAt(file, at); line.startsWith('-> '); [line, at] = lineAt(file, at)) {
    const [type = '', ...args] = line.slice(3).split(' ')
    const [body, next] = bodyAt(file, at)
    stanzas.push({ type, args, body })
    at = next
  }
  const mac = /^--- ([A-Za-z0-9+/]{43})$/.exec(line)?.[1]
  if (mac === undefined) throw new Error('The header is malformed.')
  return { stanzas, text: file.subarray(0, at - mac.length - 2), mac: canonicalBase64(mac), end: at }
}

function bodyAt(file: Buffer, from: number): [Buffer, number] {
  const lines: Buffer[] = []
  let at = from
  for (;;) {
    const [line, next] = lineAt(file, at)
    lines.push(canonicalBase64(line))
    at = next
    if (line.length < 64) return [Buffer.concat(lines), at]
    if (line.length > 64) throw new Error('A stanza is malformed.')
  }
}

function lineAt(file: Buffer, at: number): [string, number] {
  const end = file.indexOf(0x0a, at)
  if (end === -1) throw new Error('The header is cut off.')
  return [file.subarray(at, end).toString('latin1'), end + 1]
}

function canonicalBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64').replaceAll('=', '') !== text) throw new Error('The header is malformed.')
  return bytes
}
