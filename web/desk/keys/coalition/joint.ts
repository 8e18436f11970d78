import { b64u, unb64u } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { vouchingFor } from '#crypto/team/alert.ts'
import { isJointOf, type JointStatement, jointDigest, readJoint, writeJoint } from '#crypto/team/joint-statement.ts'
import { openParcelBody, openParcelWrap } from '#crypto/team/open-parcel.ts'
import { sealParcel, wrapParcel } from '#crypto/team/parcel.ts'
import type { Joint, OldWrap, SignatureRow } from '#features/diplomacy/coalition/coalition.contract.ts'
import { listedOf } from '#features/diplomacy/coalition/statement.rules.ts'
import { dayOf } from '#kernel/clock.ts'
import type { JointShown, SignatureShown } from '../../rooms/coalition/calls.ts'
import { nameOf } from '../alerts/names.ts'
import { DeskFault } from '../fault.ts'
import { rewrapPages } from '../rewrap.ts'
import { currentEpoch, refresh, type Vault } from '../vault.ts'

/** A statement has no reporter, so no exclusions of one. */
const NO_LIST = '0'.repeat(64)
const look = (vault: Vault, statement: string) => vault.door.ask<Joint>('coalition/statements/view', { statement })

/** The version that is shown: the published one, or else the last. */
const versionOf = ({ versions, publishedN }: Joint) => versions.find(({ n }) => n === (publishedN ?? versions[0]?.n))

/** Its title and words, only if they are those whose hash is signed. Refuses what is for none of the own keys. */
async function wordsOf(vault: Vault, joint: Joint): Promise<{ readonly title: string; readonly text: string }> {
  const version = versionOf(joint)
  if (version === undefined || joint.body === null || joint.wrap === null) throw new SealingRefusal('wrap.not_this')
  const payload = await openParcelWrap(
    vault.epochs.map(({ opener }) => opener),
    unb64u(joint.wrap.wrap),
  )
  if (payload === null || payload.item !== version.id.replaceAll('-', '')) throw new SealingRefusal('wrap.not_this')
  const read = readJoint(await openParcelBody(payload, unb64u(joint.body)), version.digest)
  if (read.statement !== joint.code) throw new SealingRefusal('wrap.not_this')
  return { title: read.title, text: read.text }
}

// guards T-22: a signature counts here when a member of that organisation gave it under these words, whatever the server says.

function checked(vault: Vault, joint: Joint, row: SignatureRow): SignatureShown {
  const { signed, vouching, n, team, listed, signedOn, withdrawnOn } = row
  const office = vault.list.ok ? vault.list.teams.find(({ id }) => id === team) : undefined
  const version = joint.versions.find((one) => one.n === n)
  const { statement } = signed
  const isOfThis =
    statement.statement === joint.code &&
    statement.to === joint.by &&
    statement.version === n &&
    statement.digest === version?.digest &&
    (statement.listed === 'yes') === listed
  const isGood = office !== undefined && isOfThis && isJointOf(signed, { office, vouching })
  return { n, team, name: nameOf(vault, team), listed, signedOn, withdrawnOn, problem: isGood ? null : 'coalition.forged' }
}

/** A statement as the page shows it: its words where they open, and each signature with whether it holds. */
export async function showJoint(vault: Vault, code: string): Promise<JointShown> {
  await refresh(vault)
  const joint = await look(vault, code)
  const { body: _, wrap: __, versions, parties, signatures, ...head } = joint
  const shown = signatures.map((row) => checked(vault, joint, row))
  const common = {
    ...head,
    name: nameOf(vault, joint.by),
    isOwn: joint.by === vault.team,
    team: vault.team,
    n: versionOf(joint)?.n ?? 0,
    versions,
    parties: parties.map((team) => ({ team, name: nameOf(vault, team) })),
    signatures: shown,
  }
  try {
    // The title that was signed, and not the one that the server gives. guards T-22
    return { ...common, ...(await wordsOf(vault, joint)), problem: null }
  } catch (error) {
    if (error instanceof SealingRefusal) return { ...common, text: null, problem: versions.length === 0 ? null : error.code }
    throw error
  }
}

/** Seals the next version to the own team and to each organisation that is to sign it, by the signed list of keys. guards T-27 */
export async function reviseJoint(
  vault: Vault,
  given: { readonly statement: string; readonly text: string; readonly parties: readonly string[] },
) {
  await refresh(vault)
  const { code, by, title, versions } = await look(vault, given.statement)
  if (by !== vault.team) throw new DeskFault('record.not_found', 'refused')
  const words = { v: 1, type: 'joint-text', statement: code, title: title.normalize(), text: given.text.normalize() } as const
  const id = crypto.randomUUID()
  const { body, payload } = await sealParcel(writeJoint(words), id.replaceAll('-', ''), NO_LIST)
  const others = [...new Set(given.parties)].filter((team) => team !== vault.team)
  const own = currentEpoch(vault)
  const wraps = [{ team: vault.team, epoch: own.epoch, wrap: b64u(await wrapParcel(payload, own.recipient)) }]
  for (const team of others) {
    const listed = vault.list.ok ? vault.list.teams.find((one) => one.id === team) : undefined
    if (listed === undefined || listed.recipient === null) throw new DeskFault('transfer.cannot_receive', 'refused')
    wraps.push({ team, epoch: listed.epoch, wrap: b64u(await wrapParcel(payload, listed.recipient)) })
  }
  const n = (versions[0]?.n ?? 0) + 1
  await vault.door.ask('coalition/statements/revise', {
    statement: code,
    id,
    n,
    digest: jointDigest(words),
    body: b64u(body),
    wraps,
    parties: given.parties,
  })
}

/** Signs for the own organisation what this desk opened, and only if it is what stood on the screen. guards T-22 */
export async function signJoint(
  vault: Vault,
  given: { readonly statement: string; readonly title: string; readonly text: string; readonly listed: boolean },
) {
  const joint = await look(vault, given.statement)
  const version = versionOf(joint)
  const words = version === undefined ? undefined : await wordsOf(vault, joint)
  if (version === undefined || words?.title !== given.title || words.text !== given.text)
    throw new DeskFault('coalition.changed', 'refused')
  const statement: JointStatement = {
    v: 1,
    type: 'joint-statement',
    statement: joint.code,
    version: version.n,
    digest: version.digest,
    team: vault.team,
    to: joint.by,
    listed: given.listed ? 'yes' : 'no',
    member: vault.member,
    by: b64u(vault.keys.signKey),
    at: dayOf(vault.clock.now()),
  }
  const all = vault.told.members.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null)
  await vault.door.ask('coalition/statements/sign', {
    id: crypto.randomUUID(),
    signed: { statement, signature: b64u(signStatement(vault.keys.signSeed, 'joint-statement', statement)) },
    vouching: vouchingFor([statement.by], all),
  })
}

/** The published form: the words, and who agreed to stand under them; refused while a signature under it does not hold. */
export async function publishedForm(vault: Vault, code: string) {
  const shown = await showJoint(vault, code)
  const { publishedN: n, title, text, signatures, parties } = shown
  if (n === null || text === null) throw new DeskFault('coalition.unsigned', 'refused')
  const under = signatures.filter((one) => one.n === n && one.withdrawnOn === null)
  if (under.some(({ problem }) => problem !== null)) throw new DeskFault('coalition.forged', 'sealed')
  const teams = listedOf(
    under,
    n,
    parties.map(({ team }) => team),
  )
  return { title, text, signatories: teams.map((team) => ({ team, name: nameOf(vault, team) })) }
}

/** What is sealed to an older team key is wrapped for the newest, so that the one before can be destroyed. */
export const rewrapStatements = (vault: Vault): Promise<void> =>
  rewrapPages<OldWrap>(vault, 'coalition/statements/wraps', ({ version }, anew) =>
    vault.door.ask('coalition/statements/rewrap', { version, ...anew }),
  )
