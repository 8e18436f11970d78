import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { newSeed } from '#crypto/age/identity.ts'
import { b64u, hex, unb64u, unutf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { signedWith } from '#crypto/sign/sign.ts'
import { heirCard, isCustodiansRequest, readCustodianCard, readRequestFile, sharePacket } from '#crypto/team/custodian.ts'
import { type MemberKeys, newMember } from '#crypto/team/member.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import { joinShares, readShare, splitRecovery } from '#crypto/team/recovery.ts'
import { CustodianError, makeCustodian, openShareFor } from './custodian.ts'

const TODAY = '2026-11-22'
const NAMES = ['lead', 'union', 'trust']
let folder: string
const at = (name: string) => join(folder, name)
const heir: MemberKeys = newMember()
const seed = newSeed()
const anchor = newSeed()

/** Three machines, a team that split its key, and somebody who waits. */
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-custodian-'))
  for (const name of NAMES) await makeCustodian(at(`${name}.key`), name, () => undefined)
  const custodians = await Promise.all(
    NAMES.map(async (name) => {
      const card = readCustodianCard(Buffer.from((await readFile(at(`${name}.key.card`), 'utf8')).trimEnd()))
      assert.ok(card)
      return card
    }),
  )
  const { statement, sealed } = await splitRecovery({ team: 'desk', version: 1, seed, custodians, at: TODAY })
  const signed = signedWith([anchor], 'recovery', statement)
  for (const [n, share] of sealed.entries()) {
    const packet = sharePacket(signed, hex(sha256(custodians[n]?.recipient ?? new Uint8Array())), share)
    await writeFile(at(`${NAMES[n]}.share`), `${unutf8(canonicalBytes(packet))}\n`)
  }
  const card = heirCard({ team: 'desk', member: 'M-ABCDEF', recipient: heir.recipient, signKey: b64u(heir.signKey) })
  await writeFile(at('newcomer.json'), unutf8(canonicalBytes(card)))
})
after(() => rm(folder, { recursive: true }))

const fingerprint = fingerprintOf(heir.recipient, heir.signKey)
const answering = (name: string, over: object = {}) => ({
  share: at(`${name}.share`),
  key: at(`${name}.key`),
  newcomer: at('newcomer.json'),
  fingerprint,
  to: at(`${name}.request`),
  today: TODAY,
  ...over,
})

test('a secret of a custodian is private, is never written over, and its card holds no secret (T-09)', async () => {
  const secret = await readFile(at('lead.key'), 'utf8')
  assert.equal((await stat(at('lead.key'))).mode & 0o777, 0o600)
  assert.match(secret, /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/m)
  assert.equal((await readFile(at('lead.key.card'), 'utf8')).includes('SECRET'), false)
  await assert.rejects(
    makeCustodian(at('lead.key'), 'lead', () => undefined),
    CustodianError,
  )
  assert.equal(await readFile(at('lead.key'), 'utf8'), secret)
})

test('nothing is signed before the fingerprint was compared, and nothing for another one (T-09)', async () => {
  const lines: string[] = []
  assert.equal(await openShareFor(answering('lead', { fingerprint: undefined }), (line) => lines.push(line)), false)
  assert.ok(lines.some((line) => line.includes(fingerprint)))
  await assert.rejects(
    openShareFor(answering('lead', { fingerprint: '0000 1111 2222 3333 4444' }), () => undefined),
    CustodianError,
  )
  await assert.rejects(readFile(at('lead.request')), { code: 'ENOENT' })
})

test('two machines make two requests, from which the newcomer alone has the seed; another custodian’s share opens on none (T-09)', async () => {
  await assert.rejects(
    openShareFor(answering('lead', { share: at('union.share') }), () => undefined),
    CustodianError,
  )
  const shares = await Promise.all(
    ['lead', 'trust'].map(async (name) => {
      const said: string[] = []
      assert.equal(await openShareFor(answering(name), (line) => said.push(line)), true)
      const request = readRequestFile(Buffer.from((await readFile(at(`${name}.request`), 'utf8')).trimEnd()))
      assert.ok(request)
      const packet = JSON.parse(await readFile(at(`${name}.share`), 'utf8'))
      assert.ok(isCustodiansRequest(packet.recovery.statement, { statement: request.statement, signature: request.signature }))
      const sealed = unb64u(request.share)
      assert.equal(await openWith([openerOf(newSeed())], sealed, { min: 1, max: 1 }), null)
      const opened = await openWith([openerOf(heir.seed)], sealed, { min: 1, max: 1 })
      const share = opened === null ? undefined : readShare(opened)
      assert.ok(share)
      assert.equal(said.join('\n').includes(share.share), false, 'the share is shown nowhere')
      return { share, statement: packet.recovery.statement }
    }),
  )
  const [first] = shares
  assert.ok(first)
  assert.equal(await joinShares(first.statement, [first.share]), undefined)
  assert.deepEqual(
    await joinShares(
      first.statement,
      shares.map(({ share }) => share),
    ),
    seed,
  )
})
