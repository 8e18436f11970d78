import { createECDH, createHash, createPrivateKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { b64u } from '#crypto/bytes.ts'

/** An authenticator in a few lines: one passkey on P-256, with a counter that a test may set. */
export type APasskey = {
  readonly id: Buffer
  counter: number
  readonly register: (challenge: string, over?: Over) => { credential: string; clientData: string; attestation: string }
  readonly answer: (challenge: string, over?: Over) => { credential: string; clientData: string; authenticator: string; signature: string }
}

/** What a wrong authenticator, page or person would do. */
export type Over = {
  readonly origin?: string
  readonly rpId?: string
  readonly isVerified?: boolean
  readonly isPresent?: boolean
  readonly type?: string
  readonly key?: KeyObject
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** CBOR (RFC 8949), as little of it as a COSE key and an attestation without a statement need. */
type Cbor = number | string | Buffer | Map<number | string, Cbor>
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, inner]) => [cbor(key), cbor(inner)])])
}
function head(kind: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(kind << 5) | count])
  return count < 256 ? Buffer.from([(kind << 5) | 24, count]) : Buffer.from([(kind << 5) | 25, count >> 8, count & 255])
}

export function aPasskey(site: string, rpIdOf = new URL(site).hostname): APasskey {
  const ecdh = createECDH('prime256v1')
  const point = ecdh.generateKeys()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const d = Buffer.concat([Buffer.alloc(32), ecdh.getPrivateKey()]).subarray(-32)
  const key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x: b64u(x), y: b64u(y), d: b64u(d) }, format: 'jwk' })
  const id = randomBytes(32)
  const cose = cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, x],
      [-3, y],
    ]),
  )
  const clientData = (kind: string, challenge: string, over: Over) =>
    Buffer.from(JSON.stringify({ type: over.type ?? kind, challenge, origin: over.origin ?? site, crossOrigin: false }))
  const authData = (over: Over, extra: Buffer, flag: number) => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(passkey.counter)
    const flags = (over.isPresent === false ? 0 : 1) | (over.isVerified === false ? 0 : 4) | flag
    return Buffer.concat([sha256(over.rpId ?? rpIdOf), Buffer.from([flags]), counter, extra])
  }
  const passkey: APasskey = {
    id,
    counter: 1,
    register: (challenge, over = {}) => {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const attestation = cbor(
        new Map<string, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData(over, attested, 0x40)],
        ]),
      )
      return { credential: b64u(id), clientData: b64u(clientData('webauthn.create', challenge, over)), attestation: b64u(attestation) }
    },
    answer: (challenge, over = {}) => {
      const said = clientData('webauthn.get', challenge, over)
      const authenticator = authData(over, Buffer.alloc(0), 0)
      const signature = sign('sha256', Buffer.concat([authenticator, sha256(said)]), over.key ?? key)
      return { credential: b64u(id), clientData: b64u(said), authenticator: b64u(authenticator), signature: b64u(signature) }
    },
  }
  return passkey
}
