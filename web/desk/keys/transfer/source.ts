import { unb64u } from '#crypto/bytes.ts'
import { consentOf } from '#crypto/mailbox/conversation.ts'
import { neverHash } from '#crypto/mailbox/exclusions.ts'
import type { Exclusion } from '#crypto/mailbox/shapes.ts'
import type { ItemHeader } from '#crypto/seal/item.ts'
import { openParcelBody, openParcelWrap } from '#crypto/team/open-parcel.ts'
import { type Parcel, type ParcelContent, readParcel, TRANSFER_FIELDS, type TransferField } from '#crypto/team/parcel.ts'
import type { Report } from '#features/reports/inbox/inbox.contract.ts'
import type { Field } from '../../rooms/transfer/calls.ts'
import { openRing } from '../cases/ring.ts'
import { listReports } from '../decide.ts'
import { DeskFault } from '../fault.ts'
import { barredBy, neverFor } from '../item-view.ts'
import type { Mail } from '../mail.ts'
import type { Vault } from '../vault.ts'
import { blockedOf } from './parcel-view.ts'

/** Something that could go to another team, with all that is known of who may never read it. */
export type Source = {
  readonly report: Report | undefined
  /** The item of the intake, for one that no case has yet. */
  readonly item: string | null
  readonly filesOf: string
  readonly never: readonly Exclusion[]
  readonly blocked: ReadonlySet<string>
  readonly content: ParcelContent
}

const ITEM = /^[0-9a-f]{32}$/

/** An item of this session by its id, or a report by its code: from the intake, or from another team. */
export async function sourceOf(mail: Mail, of: string): Promise<Source> {
  if (ITEM.test(of)) return itemSource(mail, of)
  const report = (await listReports(mail.vault)).find((one) => one.report === of && one.state === 'taken')
  if (report === undefined) throw new DeskFault('record.not_found', 'refused')
  // A colleague may have taken it in since this session looked.
  if (!mail.has(report.item)) await mail.look(report.arrivedOn)
  return mail.has(report.item) ? { ...(await itemSource(mail, report.item)), report } : movedSource(mail.vault, report)
}

async function itemSource(mail: Mail, item: string): Promise<Source> {
  const { entry, judged, report } = await mail.content(item)
  const { opened } = entry
  if (opened === null) throw new DeskFault('item.not_open', 'sealed')
  const conversation = judged?.conversation ?? null
  const { header, text } = opened
  return {
    report,
    item,
    filesOf: item,
    never: neverFor(header, conversation),
    blocked: barredBy(mail.vault, header, conversation),
    content: contentOf(header, text, conversation === null ? header.consent : consentOf(conversation)),
  }
}

function contentOf(header: ItemHeader, text: string, consent: ItemHeader['consent']): ParcelContent {
  const { when, where, contact, danger, files, lang } = header
  const said = Object.entries({ said: when?.said, from: when?.from, to: when?.to }).filter(([, value]) => value !== undefined)
  return {
    text: { lang, text },
    danger,
    consent,
    ...(said.length === 0 ? {} : { when: Object.fromEntries(said) }),
    ...(where === undefined ? {} : { where }),
    ...(contact === undefined ? {} : { contact }),
    ...(files.length === 0 ? {} : { files }),
  }
}

/** The parcel behind a report that came from another team, opened with a key of its case. */
export async function openMoved(vault: Vault, report: Report): Promise<Parcel> {
  const ring = await openRing(vault, report.case)
  const wrap = ring.reports.find((one) => one.report === report.report)?.wrap
  const payload = wrap === undefined ? null : await openParcelWrap(ring.openers, unb64u(wrap))
  if (payload === null) throw new DeskFault('item.not_open', 'sealed')
  const { bytes } = await vault.door.bytes('reports/moved', { report: report.report })
  return readParcel(await openParcelBody(payload, bytes))
}

async function movedSource(vault: Vault, report: Report): Promise<Source> {
  const parcel = await openMoved(vault, report)
  const { never, content, files_of: filesOf } = parcel
  return { report, item: null, filesOf, never, content, blocked: blockedOf(vault, parcel) }
}

/** The chosen fields and no other; what is not there is not made up. */
export function chosen(content: ParcelContent, fields: readonly string[]): ParcelContent {
  return Object.fromEntries(Object.entries(content).filter(([field]) => fields.includes(field)))
}

export function fieldsOf(content: ParcelContent): readonly TransferField[] {
  return TRANSFER_FIELDS.filter((field) => content[field] !== undefined)
}

export const isField = (field: string): field is Field => TRANSFER_FIELDS.some((known) => known === field)
export const neverHashOf = ({ never }: Pick<Source, 'never'>): string => neverHash(never)
