import { randomBytes } from 'node:crypto'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { BLOB_PLAIN, BODY_BUCKETS, ENV_PLAIN, ENV_STANZAS } from '#crypto/constants.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { hashOf } from './erase.ts'

export type Parts = {
  readonly item: Buffer
  readonly itemToken: Buffer
  readonly slot: Buffer
  readonly slotToken: Buffer
  readonly bucket: 0 | 1 | 2 | 3
  readonly lane: number
  readonly urgent: boolean
}

const stranger = recipientOf(newSeed())
const strangers = Array.from({ length: ENV_STANZAS }, () => stranger)
const sealedOnce = new Map<string, Promise<Uint8Array>>()

/** Sealing costs much; the age headers of frames in tests may be the same, the bytes after them are drawn anew. */
async function sealed(plain: number, recipients: readonly Uint8Array[]): Promise<Buffer> {
  const name = `${plain} ${recipients.length}`
  const once = sealedOnce.get(name) ?? sealTo(recipients, new Uint8Array(plain))
  sealedOnce.set(name, once)
  const bytes = Buffer.from(await once)
  randomBytes(Math.min(plain, 4_096)).copy(bytes, bytes.length - Math.min(plain, 4_096))
  return bytes
}

/** For tests: an intake frame with true age headers and nothing in it. */
export async function aFrame(wanted: Partial<Parts> = {}): Promise<Parts & { readonly frame: Buffer }> {
  const parts: Parts = {
    item: randomBytes(16),
    itemToken: randomBytes(32),
    slot: randomBytes(16),
    slotToken: randomBytes(32),
    bucket: 0,
    lane: 1,
    urgent: false,
    ...wanted,
  }
  const head = Buffer.from([0x41, 0x53, 0x59, 0x49, 1, parts.urgent ? 1 : 0, parts.lane, parts.bucket])
  const frame = Buffer.concat([
    head,
    parts.item,
    hashOf(parts.itemToken),
    parts.slot,
    hashOf(parts.slotToken),
    await sealed(ENV_PLAIN, strangers),
    await aBlob(),
    await sealed(BODY_BUCKETS[parts.bucket], [stranger]),
  ])
  return { ...parts, frame }
}

/** For tests: a reply slot's blob, sealed to nobody we know. */
export function aBlob(): Promise<Buffer> {
  return sealed(BLOB_PLAIN, [stranger])
}

/** For tests: armour of so many plain bytes to so many hybrid recipients. */
export async function anArmour(plain = 500, recipients = 1): Promise<Buffer> {
  const lines = (await sealed(plain, strangers.slice(0, recipients))).toString('base64').match(/.{1,64}/g) ?? []
  return Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----\n${lines.join('\n')}\n-----END AGE ENCRYPTED FILE-----\n`)
}
