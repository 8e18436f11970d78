import type { Static } from 'typebox'
import { b64u } from '#crypto/bytes.ts'
import { guardWrap, neverHash } from '#crypto/mailbox/exclusions.ts'
import { dayStart } from '#crypto/roster/day.ts'
import { signedBy } from '#crypto/roster/signatures.ts'
import { signedBytes } from '#crypto/roster/signed-bytes.ts'
import { signStatement } from '#crypto/sign/sign.ts'
import { FORGETS, type Parcel, sealParcel, wrapParcel, writeParcel } from '#crypto/team/parcel.ts'
import { HELD_MS, type SignedTransfer } from '#crypto/team/transfer.ts'
import type { TransferRowView, TransfersAnswer } from '#features/reports/transfer/transfer.contract.ts'
import type { Choice, Choosing, ContentView, Target, TransferRow } from '../../rooms/transfer/calls.ts'
import { DeskFault } from '../fault.ts'
import type { Mail } from '../mail.ts'
import { readersOf, refresh, type Vault } from '../vault.ts'
import { contentView } from './parcel-view.ts'
import { chosen, fieldsOf, isField, neverHashOf, type Source, sourceOf } from './source.ts'

/** What can be chosen: targets from the signed list alone, barred ones among them and marked. */
export async function choose(mail: Mail, of: string): Promise<Choosing> {
  await refresh(mail.vault)
  const source = await sourceOf(mail, of)
  const { vault } = mail
  return {
    of,
    targets: vault.list.ok ? vault.list.teams.filter(({ id }) => id !== vault.team).map((team) => targetView(source, team)) : [],
    fields: fieldsOf(source.content),
    approvers: readersOf(vault)
      .filter(({ member }) => member !== vault.member)
      .map(({ member, name }) => ({ member, name })),
  }
}

type Listed = {
  readonly id: string
  readonly name: Readonly<Record<string, string>>
  readonly kind: Target['kind']
  readonly recipient: Uint8Array | null
}

function targetView({ blocked }: Source, { id, name, kind, recipient }: Listed): Target {
  return { team: id, name, kind, barred: blocked.has(id), receives: recipient !== null }
}

export async function preview(mail: Mail, of: string, fields: readonly string[]): Promise<ContentView> {
  const { content, never } = await sourceOf(mail, of)
  return contentView(chosen(content, fields), never)
}

/** The target as the signed list has it now; refuses a barred one before anything else. guards T-27 */
function targetOf(vault: Vault, source: Source, to: string): { recipient: Uint8Array; epoch: number } {
  guardWrap([to], source.blocked)
  const found = vault.list.ok ? vault.list.teams.find(({ id }) => id === to) : undefined
  if (found === undefined || to === vault.team || found.recipient === null) throw new DeskFault('transfer.cannot_receive', 'refused')
  return { recipient: found.recipient, epoch: found.epoch }
}

/** Proposes. An item that is in no case yet is taken in first: before that the server is told of no item. */
export async function propose(mail: Mail, { of, to, fields, until, reason, forgets, approver }: Choice & { readonly approver: string }) {
  const { vault } = mail
  await refresh(vault)
  const seen = await sourceOf(mail, of)
  guardWrap([to], seen.blocked)
  if (seen.report === undefined && seen.item !== null) await mail.takeIn(seen.item)
  const source = seen.report === undefined ? await sourceOf(mail, of) : seen
  const { report } = source
  const second = readersOf(vault).find(({ member }) => member === approver && member !== vault.member)
  if (report === undefined || second === undefined) throw new DeskFault('record.not_found', 'refused')
  const statement = {
    v: 1,
    type: 'transfer',
    item: report.item,
    from: vault.team,
    to,
    epoch: targetOf(vault, source, to).epoch,
    fields: [...fields.filter((field) => source.content[field] !== undefined), ...(forgets ? [FORGETS] : [])],
    until,
    reason,
    never_sha256: neverHashOf(source),
    proposer: b64u(vault.keys.signKey),
    approver: second.signKey,
  } as const
  const signature = b64u(signStatement(vault.keys.signSeed, 'transfer', statement))
  const { transfer } = await vault.door.ask<{ transfer: string }>('transfers/propose', { report: report.report, statement, signature })
  return { transfer, report: report.report }
}

export async function rows(vault: Vault): Promise<readonly TransferRow[]> {
  return (await told(vault)).map((row) => rowView(vault, row))
}

async function told(vault: Vault): Promise<readonly TransferRowView[]> {
  return (await vault.door.ask<Static<typeof TransfersAnswer>>('transfers')).transfers
}

async function findRow(vault: Vault, id: string): Promise<TransferRowView> {
  const row = (await told(vault)).find(({ transfer }) => transfer === id)
  if (row === undefined) throw new DeskFault('record.not_found', 'refused')
  return row
}

function rowView(vault: Vault, row: TransferRowView): TransferRow {
  const { statement, transfer, case: code, report, state, freeAt, proposedBy } = row
  const own = b64u(vault.keys.signKey)
  const name = vault.list.ok ? vault.list.teams.find(({ id }) => id === statement.to)?.name : undefined
  const isMine = {
    proposed: statement.approver === own ? ('approve' as const) : null,
    approved: statement.proposer === own ? ('send' as const) : null,
  }
  return {
    transfer,
    case: code,
    report,
    to: statement.to,
    toName: name ?? {},
    state,
    fields: statement.fields.filter(isField),
    forgets: statement.fields.includes(FORGETS),
    reason: statement.reason,
    until: statement.until,
    by: proposedBy,
    mine: state === 'proposed' || state === 'approved' ? isMine[state] : null,
    freeAt,
  }
}

/** What a statement would give away, from this member's own keys: never from what the proposer or the server shows. */
export async function check(mail: Mail, id: string): Promise<ContentView> {
  const { report, statement } = await findRow(mail.vault, id)
  const source = await sourceOf(mail, report)
  return contentView(chosen(source.content, statement.fields), source.never)
}

/** The statement is about this very report, these exclusions and this key of the target, as this client knows them. */
function demandTrue(vault: Vault, source: Source, { statement }: Pick<TransferRowView, 'statement'>): Uint8Array {
  const { recipient, epoch } = targetOf(vault, source, statement.to)
  if (statement.from !== vault.team || statement.item !== source.report?.item) throw new DeskFault('transfer.malformed', 'refused')
  if (statement.never_sha256 !== neverHash(source.never)) throw new DeskFault('transfer.exclusions_changed', 'refused')
  if (statement.epoch !== epoch) throw new DeskFault('transfer.key_changed', 'refused')
  return recipient
}

/** The second signature, over what this client has checked itself. guards T-22 */
export async function approve(mail: Mail, id: string): Promise<{ freeAt: string }> {
  const { vault } = mail
  await refresh(vault)
  const row = await findRow(vault, id)
  demandTrue(vault, await sourceOf(mail, row.report), row)
  const { statement } = row
  const isSigned = signedBy([statement.proposer], 1, row.signatures, signedBytes('transfer', statement)) === 'enough'
  const isColleague = readersOf(vault).some(({ signKey }) => signKey === statement.proposer)
  if (!isSigned || !isColleague || statement.approver !== b64u(vault.keys.signKey)) throw new DeskFault('transfer.unsigned', 'refused')
  const signature = b64u(signStatement(vault.keys.signSeed, 'transfer', statement))
  await vault.door.ask('transfers/approve', { transfer: id, signature })
  return { freeAt: new Date(vault.clock.now().getTime() + HELD_MS).toISOString() }
}

/**
 * Seals what two members signed for the key of the target, and hands it over. Everything is asked once more: who signed, who
 * is barred, which key the target has, whether ten minutes have passed. guards T-22, T-27
 */
export async function send(mail: Mail, id: string): Promise<void> {
  const { vault } = mail
  await refresh(vault)
  const row = await findRow(vault, id)
  const source = await sourceOf(mail, row.report)
  const recipient = demandTrue(vault, source, row)
  const transfer: SignedTransfer = { statement: row.statement, signatures: row.signatures }
  demandTwo(vault, transfer, row.freeAt)
  const { statement } = transfer
  const parcel: Parcel = {
    v: 1,
    type: 'parcel',
    transfer,
    vouching: vault.told.members.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null),
    files_of: source.filesOf,
    never: source.never,
    content: chosen(source.content, statement.fields),
  }
  const { body, payload } = await sealParcel(writeParcel(parcel), statement.item, statement.never_sha256)
  const barred = [...source.blocked].filter((team) => team !== vault.team).toSorted()
  guardWrap([statement.to], source.blocked)
  const wrap = await wrapParcel(payload, recipient)
  await vault.door.ask('transfers/send', { transfer: id, epoch: statement.epoch, body: b64u(body), wrap: b64u(wrap), blocked: barred })
}

/** Two members of today signed these bytes, the ten minutes are over by this clock too, and the offer still stands. */
function demandTwo(vault: Vault, { statement, signatures }: SignedTransfer, freeAt: string | null): void {
  const { proposer, approver } = statement
  const members = readersOf(vault).map(({ signKey }) => signKey)
  const isSigned = signedBy([proposer, approver], 2, signatures, signedBytes('transfer', statement)) === 'enough'
  if (proposer === approver || !isSigned) throw new DeskFault('transfer.unsigned', 'refused')
  if (![proposer, approver].every((key) => members.includes(key))) throw new DeskFault('transfer.not_members', 'refused')
  const now = vault.clock.now().getTime()
  if (freeAt === null || now < Date.parse(freeAt)) throw new DeskFault('transfer.held', 'refused')
  if (now >= (dayStart(statement.until) ?? 0)) throw new DeskFault('transfer.ended', 'refused')
}
