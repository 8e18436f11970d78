import { fromBase64, toBase64 } from '#kernel/base64.ts'

/** C2SP signed notes with Ed25519 signatures, through WebCrypto: the same code on the server and in a browser. */
export type NoteKey = { readonly name: string; readonly id: number; readonly publicKey: Uint8Array<ArrayBuffer> }

export type NoteSigner = {
  readonly name: string
  /** The public verifier key, `name+id+base64(type || key)`: what others need to check our notes. */
  readonly verifierKey: string
  /** The whole note over a text: the text, a blank line, one signature line. Throws TypeError for a text that no note may hold. */
  sign(text: string): Promise<string>
}

export type OpenedNote =
  | { readonly ok: true; readonly text: string; readonly signedBy: readonly string[] }
  /** `malformed`: no note. `unknown`: no signature of a known key. `forged`: a known key's signature does not hold. */
  | { readonly ok: false; readonly why: 'malformed' | 'unknown' | 'forged' }

type Signature = { readonly name: string; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }

const ED25519 = 0x01
const KEY_LENGTH = 32
const ID_LENGTH = 4
const MOST_NOTE_CHARACTERS = 1_000_000
const MOST_SIGNATURES = 100
/** DER of an Ed25519 private key up to its 32 seed bytes (RFC 8410 §7). */
const PKCS8_PREFIX = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])

/** Makes the signer of a 32-byte seed. Throws TypeError for a name that is empty or holds a space or plus, and for another length. */
export async function noteSigner(name: string, seed: Uint8Array): Promise<NoteSigner> {
  if (!isKeyName(name)) throw new TypeError('The name of a note key is not empty and holds no space and no plus.')
  if (seed.length !== KEY_LENGTH) throw new TypeError('The seed of a note key has 32 bytes.')
  const privateKey = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8_PREFIX, ...seed), 'Ed25519', true, ['sign'])
  // WebCrypto gives the public half of a private key only inside a JWK, in Base64 for addresses.
  const { x = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = fromBase64(`${x.replaceAll('-', '+').replaceAll('_', '/')}=`) ?? new Uint8Array(0)
  const id = await keyId(name, publicKey)
  return {
    name,
    verifierKey: `${name}+${toHex(id)}+${toBase64(Uint8Array.of(ED25519, ...publicKey))}`,
    async sign(text) {
      if (!isNoteText(text) || !text.endsWith('\n'))
        throw new TypeError('The text of a note ends in a newline and holds no other control character.')
      const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text)))
      return `${text}\n— ${name} ${toBase64(Uint8Array.of(...bigEndian(id), ...signature))}\n`
    },
  }
}

/** Reads a verifier key; undefined when it is malformed, of another signature type, or its id is not the one of its key. */
export async function parseVerifierKey(text: string): Promise<NoteKey | undefined> {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const [type, ...key] = fromBase64(encoded) ?? []
  if (match === null || !isKeyName(name) || type !== ED25519 || key.length !== KEY_LENGTH) return undefined
  const publicKey = Uint8Array.from(key)
  if (toHex(await keyId(name, publicKey)) !== id) return undefined
  return { name, id: Number.parseInt(id, 16), publicKey }
}

/**
 * Opens a note: its text counts only when a known key signed it. Signatures of unknown keys are passed over; one bad
 * signature of a known key refuses the whole note.
 */
export async function openNote(note: string, keys: readonly NoteKey[]): Promise<OpenedNote> {
  const parts = splitNote(note)
  if (parts === undefined) return { ok: false, why: 'malformed' }
  const text = new TextEncoder().encode(parts.text)
  const signedBy = new Set<string>()
  for (const signature of parts.signatures) {
    const key = keys.find((one) => one.name === signature.name && one.id === signature.id)
    if (key === undefined) continue
    const publicKey = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify'])
    if (!(await crypto.subtle.verify('Ed25519', publicKey, signature.bytes, text))) return { ok: false, why: 'forged' }
    signedBy.add(key.name)
  }
  return signedBy.size === 0 ? { ok: false, why: 'unknown' } : { ok: true, text: parts.text, signedBy: [...signedBy] }
}

/** The last empty line parts the text, which may hold empty lines itself, from the signatures. */
function splitNote(note: string): { text: string; signatures: Signature[] } | undefined {
  if (note.length > MOST_NOTE_CHARACTERS || !isNoteText(note) || !note.endsWith('\n')) return undefined
  const split = note.lastIndexOf('\n\n')
  if (split === -1) return undefined
  const lines = note.slice(split + 2, -1).split('\n')
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined)
  if (signatures.length !== lines.length || lines.length > MOST_SIGNATURES) return undefined
  return { text: note.slice(0, split + 1), signatures }
}

function parseSignature(line: string): Signature | undefined {
  const [, name, encoded = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length <= ID_LENGTH) return undefined
  return { name, id: new DataView(bytes.buffer).getUint32(0), bytes: bytes.slice(ID_LENGTH) }
}

function isKeyName(name: string): boolean {
  return name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name)
}

/** Valid as UTF-8, and no ASCII control character but the newline. */
function isNoteText(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20 && text[at] !== '\n') return false
  return text.isWellFormed()
}

/** SHA-256(name || newline || type || key), the first four bytes. */
async function keyId(name: string, publicKey: Uint8Array): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.of(...new TextEncoder().encode(`${name}\n`), ED25519, ...publicKey))
  return new DataView(digest).getUint32(0)
}

function bigEndian(id: number): Uint8Array {
  const bytes = new Uint8Array(ID_LENGTH)
  new DataView(bytes.buffer).setUint32(0, id)
  return bytes
}

function toHex(id: number): string {
  return id.toString(16).padStart(2 * ID_LENGTH, '0')
}
