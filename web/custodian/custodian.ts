import { open, readFile } from 'node:fs/promises'
import { unb64u, unutf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import {
  custodianCard,
  custodianFile,
  type Heir,
  readCustodianCard,
  readCustodianFile,
  readHeirCard,
  readSharePacket,
  type SharePacket,
} from '#crypto/team/custodian.ts'
import { type MemberKeys, newMember } from '#crypto/team/member.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import { answerRequest } from '#crypto/team/open-share.ts'

/** What a custodian's machine can say no to; a plain sentence. */
export class CustodianError extends Error {
  override readonly name = 'CustodianError'
}

export const USAGE = `On the machine of a custodian, which is never online:
  ./asylia keys custodian FILE --name NAME       make a key; FILE.card is for the team
  ./asylia keys share open SHARE --key FILE --for NEWCOMER              read what it is, and compare the fingerprint by voice
  ./asylia keys share open SHARE --key FILE --for NEWCOMER --fingerprint "…." --to FILE   sign the request`

type Say = (line: string) => void

/** Makes a key of a custodian: the secret in a private file that `age` reads as well, the card beside it for the team. */
export async function makeCustodian(path: string, name: string, say: Say): Promise<void> {
  const keys = newMember()
  const card = canonicalBytes(custodianCard(keys, name.normalize('NFC')))
  if (readCustodianCard(card) === undefined) throw new CustodianError('--name accepts one line of up to 160 signs.')
  await writeNew(path, custodianFile(keys, name.normalize('NFC')), 0o600)
  await writeNew(`${path}.card`, `${unutf8(card)}\n`, 0o644)
  say(`The secret is in ${path}. It never leaves this machine; keep a second copy in another safe.`)
  say(`The card for the team is ${path}.card. Read its figures to them by voice: ${fingerprintOf(keys.recipient, keys.signKey)}`)
}

export type Answering = {
  readonly share: string
  readonly key: string
  readonly newcomer: string
  /** As the newcomer read it aloud; without it nothing is signed. */
  readonly fingerprint: string | undefined
  readonly to: string | undefined
  /** Today, as 2026-11-22. */
  readonly today: string
}

/**
 * Opens the share and, once the fingerprint of the newcomer was compared by voice, signs the request and seals the share to
 * exactly those keys. Answers whether it was signed. The share itself is written nowhere. guards T-09
 */
export async function openShareFor({ share, key, newcomer, fingerprint, to, today }: Answering, say: Say): Promise<boolean> {
  const packet = readSharePacket(await given(share))
  if (packet === undefined) throw new CustodianError(`${share} is no sealed share, or a damaged one.`)
  const keys = readCustodianFile(unutf8(await given(key)))
  if (keys === undefined) throw new CustodianError(`${key} is no key of a custodian.`)
  const heir = readHeirCard(await given(newcomer))
  if (heir === undefined) throw new CustodianError(`${newcomer} is no card of a newcomer.`)
  for (const line of describe(packet, heir)) say(line)
  const seen = fingerprintOf(heir.recipient, unb64u(heir.signKey))
  if (fingerprint === undefined || to === undefined) {
    say('Nothing is signed. Let the newcomer read their fingerprint to you, then run this again with --fingerprint "…." --to FILE.')
    return false
  }
  if (fingerprint.replaceAll(/\s/g, '').toLowerCase() !== seen.replaceAll(' ', ''))
    throw new CustodianError('That is not the fingerprint of this card. Nothing is signed.')
  await writeNew(to, `${unutf8(canonicalBytes(await sign(keys, packet, heir, today)))}\n`, 0o644)
  say(`Signed, written to ${to}. Carry it to the newcomer or the operator. Two custodians have to ask; then 72 hours pass.`)
  return true
}

async function sign(keys: MemberKeys, packet: SharePacket, heir: Heir, today: string) {
  const answered = await answerRequest(keys, packet, heir, today)
  if (answered === undefined) throw new CustodianError('This share was not sealed to this key, or the newcomer waits at another team.')
  return answered
}

function describe({ recovery, custodian }: SharePacket, { team, member, recipient, signKey }: Heir): readonly string[] {
  const { statement } = recovery
  const own = statement.custodians.find(({ recipient_sha256 }) => recipient_sha256 === custodian)
  return [
    `Share of ${own?.name ?? ''} in the recovery key ${statement.version} of team ${statement.team}, made ${statement.at}.`,
    `Custodians: ${statement.custodians.map(({ name }) => name).join(', ')}`,
    `Newcomer: ${member}, waits at team ${team}.`,
    `Fingerprint of the newcomer: ${fingerprintOf(recipient, unb64u(signKey))}`,
  ]
}

const MOST_BYTES = 65_536

/** A file that somebody named; an empty line at its end does not count. */
async function given(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => {
    throw new CustodianError(`${path} cannot be read.`)
  })
  if (bytes.length > MOST_BYTES) throw new CustodianError(`${path} is too large.`)
  return Buffer.from(bytes.toString('utf8').trimEnd())
}

/** Never writes over a file: it may be the only copy of a key. */
async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode).catch((error: NodeJS.ErrnoException) => {
    throw new CustodianError(error.code === 'EEXIST' ? `${path} is there already. Choose another name.` : `${path} cannot be written.`)
  })
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
