import { RawAnswer } from '#base/door.ts'
import { utf8 } from '#crypto/bytes.ts'
import type { Caller } from '#features/teams/index.ts'
import { atomFeed } from '#formats/atom.ts'
import { type CapInfo, capXml } from '#formats/cap.ts'
import { dayOf } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { BOARD_PAGE, type Received } from './alert.contract.ts'
import type { AlertDesk } from './alert-desk.ts'
import { findReceived, listReceived } from './delivery.store.ts'

const WORDS = 'Something waits for your office'
const DO = 'Sign in to the desk to read it.'
const SEVERITY: Readonly<Record<number, Pick<CapInfo, 'urgency' | 'severity'>>> = {
  5: { urgency: 'Immediate', severity: 'Extreme' },
  4: { urgency: 'Immediate', severity: 'Severe' },
  3: { urgency: 'Expected', severity: 'Moderate' },
  2: { urgency: 'Future', severity: 'Minor' },
}

/** What this office owes, as an Atom feed: that something waits and since which day. */
export async function feedOf(desk: AlertDesk, caller: Caller): Promise<RawAnswer> {
  const { rows } = await desk.base.read(caller.actor, (db) => listReceived(db, caller.room, { waiting: true, after: null }, BOARD_PAGE))
  const link = deskOf(desk)
  const xml = atomFeed({
    id: `urn:uuid:${caller.room}`,
    title: WORDS,
    subtitle: DO,
    language: 'en',
    link,
    self: `${link}#/alerts`,
    author: 'Asylia',
    rights: 'TLP:RED',
    updated: dayOf(desk.base.clock.now()),
    entries: rows.map((row) => ({
      id: `urn:uuid:${row.delivery}`,
      title: WORDS,
      summary: DO,
      link,
      on: (row.deliveredAt ?? '').slice(0, 10),
    })),
  })
  return new RawAnswer(utf8(xml))
}

/** One alert of this office as a CAP message, for a duty desk that rings by it: the marking, the level, when it ends, and a link. */
export async function capOf(desk: AlertDesk, caller: Caller, delivery: string): Promise<RawAnswer> {
  const row = await desk.base.read(caller.actor, (db) => findReceived(db, caller.room, delivery))
  if (row === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(utf8(capXml(capAlertOf(row, deskOf(desk)))))
}

function capAlertOf(row: Received, web: string) {
  const sender = `asylia@${new URL(web).hostname}`
  const named = (version: number) => ({ identifier: `${row.delivery}.${version}`, sender, sent: new Date(row.deliveredAt ?? row.endsAt) })
  const isOver = row.state === 'withdrawn'
  const level = SEVERITY[row.level] ?? { urgency: 'Unknown', severity: 'Unknown' }
  return {
    ...named(isOver ? row.version + 1 : row.version),
    msgType: isOver ? ('Cancel' as const) : row.version > 1 ? ('Update' as const) : ('Alert' as const),
    restriction: row.tlp,
    references: isOver ? [named(row.version)] : row.version > 1 ? [named(row.version - 1)] : [],
    info: isOver ? null : { language: 'en', event: WORDS, ...level, expires: new Date(row.endsAt), headline: WORDS, instruction: DO, web },
  }
}

/** The first of the addresses under which the desk is opened. */
const deskOf = ({ sites }: AlertDesk) => `${sites()[0] ?? 'https://asylia.invalid'}/desk/`
