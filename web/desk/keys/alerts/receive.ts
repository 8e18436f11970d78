import { b64u, hex, randomBytes } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { type AlertCopy, checkedAlert, vouchingFor, writeAlert } from '#crypto/team/alert.ts'
import { type AlertReply, type ReplyStatement, replyDigest } from '#crypto/team/alert-reply.ts'
import type { KeptText, Received } from '#features/alerts/alert.contract.ts'
import type { AlertsCalls, GivenFile, OpenedAlert } from '../../rooms/alerts/calls.ts'
import { DeskFault } from '../fault.ts'
import { officeOf, ownAddress, peersFor } from '../nodes/peers.ts'
import { refresh, type Vault } from '../vault.ts'
import { attachAll } from './files.ts'
import { nameOf, othersFor } from './names.ts'
import { openText, sealText } from './sealed-text.ts'

type Came = { readonly row: Received; readonly copy: KeptText | null }
const look = (vault: Vault, delivery: string) => vault.door.ask<Came>('alerts/received/view', { delivery })
const shown = (vault: Vault, { row }: Came) => ({ ...row, name: nameOf(vault, row.from) })

/** What came, without opening it: the sender does not see that somebody looked. */
export async function lookAt(vault: Vault, delivery: string): Promise<OpenedAlert> {
  const came = await look(vault, delivery)
  await peersFor(vault, [came.row.from])
  return { row: shown(vault, came), words: null, problem: null }
}

/**
 * Opens it; the sender sees that. What two members of that team did not sign for this office is not shown, and a signed version
 * that the server hands out as another one is found out. guards T-22
 */
export async function open(vault: Vault, delivery: string): Promise<OpenedAlert> {
  await refresh(vault)
  const before = await look(vault, delivery)
  try {
    const copy = await openCopy(vault, before)
    const words = wordsOf(vault, copy)
    const row = shown(vault, await look(vault, delivery))
    const isNewest = copy.content.version === before.row.version
    return { row, words, problem: isNewest && isAsSigned(words, row) ? null : 'alert.unsigned' }
  } catch (error) {
    if (error instanceof SealingRefusal) return { row: shown(vault, before), words: null, problem: error.code }
    throw error
  }
}

async function openCopy(vault: Vault, { row, copy }: Came): Promise<AlertCopy> {
  if (copy === null) throw new DeskFault('alert.not_so', 'refused')
  await peersFor(vault, [row.from], { anew: true })
  const { bytes } = await vault.door.bytes('alerts/received/open', { delivery: row.delivery })
  const plain = await openText(
    copy,
    bytes,
    vault.epochs.map(({ opener }) => opener),
  )
  const from = officeOf(vault, row.from)
  if (from === undefined) throw new SealingRefusal('alert.unsigned')
  return checkedAlert(plain, { team: ownAddress(vault, from), from })
}

/** Marking and clocks as two people signed them, whatever the server says. */
function wordsOf(vault: Vault, { content, binds }: AlertCopy): NonNullable<OpenedAlert['words']> {
  const said = (name: string) => String(binds[name] ?? '')
  const marks = {
    kind: said('kind'),
    tlp: `TLP:${said('tlp').replace('_', '+')}`,
    level: Number(binds['level']),
    asks: said('asks'),
    answerBy: said('answerBy'),
    endsAt: said('endsAt'),
  }
  const { text, wish, others } = content
  return { text, wish, others: othersFor(vault, others), marks: marks as NonNullable<OpenedAlert['words']>['marks'] }
}

/** A server that shows another marking, level or deadline than was signed is found out. guards T-22 */
function isAsSigned({ marks }: NonNullable<OpenedAlert['words']>, row: Received): boolean {
  return (['kind', 'tlp', 'level', 'asks', 'answerBy', 'endsAt'] as const).every((name) => marks[name] === row[name])
}

type Said = Pick<ReplyStatement, 'state' | 'as' | 'reason'> & { readonly text: string; readonly files: readonly GivenFile[] }

/** Where this office stands: signed by this member of the copy that this desk checked, and sealed to the team that sent it. guards T-22 */
async function say(vault: Vault, delivery: string, { text, files, ...said }: Said) {
  await refresh(vault)
  const came = await look(vault, delivery)
  const { content } = await openCopy(vault, came)
  if (content.version !== came.row.version) throw new SealingRefusal('alert.unsigned')
  const to = officeOf(vault, came.row.from)
  if (to === undefined || to.recipient === null) throw new DeskFault('transfer.cannot_receive', 'refused')
  if (to.peer !== null && files.length > 0) throw new DeskFault('alert.files_stay', 'refused')
  const key = { recipient: to.recipient, epoch: to.epoch }
  const named = await attachAll(vault, delivery, key, files)
  const words = { text: text.normalize(), nonce: hex(randomBytes(16)), ...(named.length === 0 ? {} : { files: named }) }
  const { alert, version, from } = content
  const { keys, team, clock } = vault
  const statement: ReplyStatement = {
    v: 1,
    type: 'alert-reply',
    team,
    to: from,
    alert,
    version,
    delivery,
    ...said,
    digest: replyDigest(words),
    by: b64u(keys.signKey),
    at: `${clock.now().toISOString().slice(0, 19)}Z`,
  }
  const signature = b64u(signStatement(keys.signSeed, 'alert-reply', statement))
  const all = vault.told.members.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null)
  const reply: AlertReply = { v: 1, type: 'alert-reply', statement, signature, vouching: vouchingFor([statement.by], all), ...words }
  return sealText(writeAlert(reply), key)
}

/** Acknowledges, acts or does not take it on. */
export async function turn(vault: Vault, { delivery, becomes, as, reason }: AlertsCalls['alerts.turn']['in']): Promise<void> {
  const sealed = await say(vault, delivery, { state: becomes, as, reason, text: '', files: [] })
  await vault.door.ask('alerts/received/turn', { delivery, becomes, as, reason, ...sealed })
}

export async function answer(vault: Vault, delivery: string, given: Pick<Said, 'text' | 'files'>): Promise<void> {
  const sealed = await say(vault, delivery, { state: 'answered', as: null, reason: null, ...given })
  await vault.door.ask('alerts/received/answer', { delivery, ...sealed })
}
