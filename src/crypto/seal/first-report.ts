import { hex, randomBytes } from '../bytes.ts'
import { dummySelfBlob } from '../mailbox/blob.ts'
import { consentTo, type Use } from '../mailbox/consent.ts'
import { convOf } from '../mailbox/conv.ts'
import { blocked, guardWrap, unionOf } from '../mailbox/exclusions.ts'
import { sealSelf } from '../mailbox/self.ts'
import type { Exclusion } from '../mailbox/shapes.ts'
import { deleteHash, deleteToken, selfSlotId } from '../mailbox/slots.ts'
import type { CheckedRoster } from '../roster/check-roster.ts'
import type { MailboxKeys } from '../secret/mailbox-keys.ts'
import { type FileEntry, type ItemHeader, type ItemToSeal, type SealedItem, sealItem } from './item.ts'

/** What a person said, in whichever lane; an empty text means not said. */
export type FirstReport = {
  readonly text: string
  readonly lane: 1 | 2
  readonly lang: string
  /** 16 random bytes: the same ones again arrive once. */
  readonly item: Uint8Array
  readonly to: readonly string[]
  readonly never: readonly Exclusion[]
  readonly host: string
  readonly origin: readonly string[]
  readonly when?: ItemHeader['when']
  readonly danger: ItemHeader['danger']
  readonly urgent: boolean
  readonly contact: string
  /** Uses that were agreed to beside casework; most people agree to none. */
  readonly uses: readonly Use[]
  readonly files: readonly FileEntry[]
}

/**
 * Seals the first report of a mailbox, or with `keys` null one that nobody can answer: then every id is random and all
 * sizes are the same. Refuses `wrap.blocked` before anything is sealed, and what `sealItem` refuses.
 */
// guards T-06, T-27
export async function sealFirstReport(report: FirstReport, roster: CheckedRoster, keys: MailboxKeys | null): Promise<SealedItem> {
  guardWrap(report.to, blocked(report.never, roster.teams))
  const header = firstHeader(report, roster, keys)
  return sealItem({
    header,
    text: report.text.normalize('NFC').replace(/\r\n?/g, '\n'),
    convKey: keys?.conv(0) ?? null,
    teams: roster.teams.flatMap(({ id, recipient }) => (recipient !== null && report.to.includes(id) ? [{ id, recipient }] : [])),
    deleteHash: keys === null ? randomBytes(16) : deleteHash(deleteToken(keys, report.item)),
    self: keys === null ? await nobodys() : selfOf(keys, header),
    lane: report.lane,
  })
}

/** The header that such a report gets; its length says whether the text still fits. */
export function firstHeader(report: FirstReport, roster: CheckedRoster, keys: MailboxKeys | null): ItemHeader {
  const { host, origin, when, contact } = report
  const where = { ...(host === '' ? {} : { host }), ...(origin.length === 0 ? {} : { origin: [...origin] }) }
  return {
    v: 1,
    type: 'report',
    item: hex(report.item),
    instance: roster.instance,
    seq: 0,
    step: hex(keys === null ? randomBytes(32) : keys.chain(0)),
    urgent: report.urgent,
    lane: report.lane,
    roster: roster.version,
    lang: report.lang,
    to: [...report.to],
    never: unionOf(report.never, []),
    consent: consentTo(report.uses),
    conv: keys === null ? null : convOf(keys, 0, 0),
    danger: report.danger,
    files: [...report.files],
    ...(Object.keys(where).length === 0 ? {} : { where }),
    ...(when === undefined ? {} : { when }),
    ...(contact === '' ? {} : { contact: contact.normalize('NFC') }),
  }
}

/** The reporter's memory of what was sent: the device keeps nothing. */
function selfOf(keys: MailboxKeys, { item, to, never, consent, roster, files }: ItemHeader): ItemToSeal['self'] {
  const slot = selfSlotId(keys, 0, 0)
  const sets = files.map(({ n, set, size, probe }) => ({ n, set, size, probe }))
  return {
    slot,
    deleteHash: deleteHash(deleteToken(keys, slot)),
    blob: (bodyHash) =>
      sealSelf(keys, {
        v: 1,
        type: 'self',
        index: 0,
        window: 0,
        g: 0,
        seq: 0,
        items: [{ seq: 0, item, body: hex(bodyHash), files: sets }],
        to,
        reached: to.map((team) => ({ team, g: 0 })),
        never,
        consent,
        roster,
      }),
  }
}

async function nobodys(): Promise<ItemToSeal['self']> {
  return { slot: randomBytes(16), deleteHash: randomBytes(16), blob: await dummySelfBlob() }
}
