import { RawAnswer } from '#base/door.ts'
import { utf8 } from '#crypto/bytes.ts'
import { type Caller, pathOfFeed, readByFeed } from '#features/teams/index.ts'
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

const ATOM = { 'content-type': 'application/atom+xml; charset=utf-8' }
const CAP = 'application/cap+xml'
const DELIVERY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * What the office of this address owes, as an Atom feed (RFC 4287): that something waits and since when, each entry with its CAP
 * message for a machine that rings by it. Never whose, about what or from whom: it lies with a third party. guards T-20, T-27
 */
export async function feedBehind(desk: AlertDesk, token: string): Promise<RawAnswer> {
  const { room, rows } = await readByFeed(desk, { kind: 'alerts', token }, async ({ db }, of) => ({
    room: of,
    ...(await listReceived(db, of, { waiting: true, after: null }, BOARD_PAGE)),
  }))
  const { origin, page } = placesOf(desk)
  const self = `${origin}${pathOfFeed('alerts', token)}`
  const today = dayOf(desk.base.clock.now())
  const entries = rows.map(({ delivery, deliveredAt }) => ({
    id: `urn:uuid:${delivery}`,
    title: WORDS,
    summary: DO,
    link: `${page}#/alerts/in/${delivery}`,
    on: deliveredAt ?? today,
    enclosure: `${self}/${delivery}`,
  }))
  const xml = atomFeed({
    id: `urn:uuid:${room}`,
    title: WORDS,
    subtitle: DO,
    language: 'en',
    link: `${page}#/alerts`,
    self,
    author: 'Asylia',
    rights: 'TLP:RED',
    enclosureType: CAP,
    updated:
      entries
        .map(({ on }) => on)
        .sort()
        .at(-1) ?? today,
    entries,
  })
  return new RawAnswer(utf8(xml), ATOM)
}

/** One alert of the caller's office as a CAP message: the marking, the level, when it ends, and a link. */
export async function capOf(desk: AlertDesk, caller: Caller, delivery: string): Promise<RawAnswer> {
  return capAnswer(desk, await desk.base.read(caller.actor, (db) => findReceived(db, caller.room, delivery)))
}

/** The same for whoever has the address of the feed. guards T-21 */
export async function capByFeed(desk: AlertDesk, token: string, delivery: string): Promise<RawAnswer> {
  if (!DELIVERY.test(delivery)) throw new Refusal('record.not_found')
  return capAnswer(desk, await readByFeed(desk, { kind: 'alerts', token }, ({ db }, room) => findReceived(db, room, delivery)))
}

function capAnswer(desk: AlertDesk, row: Received | undefined): RawAnswer {
  if (row === undefined) throw new Refusal('record.not_found')
  return new RawAnswer(utf8(capXml(capAlertOf(row, placesOf(desk).page))), { 'content-type': `${CAP}; charset=utf-8` })
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
function placesOf({ sites }: AlertDesk): { readonly origin: string; readonly page: string } {
  const origin = sites()[0] ?? 'https://asylia.invalid'
  return { origin, page: `${origin}/desk/` }
}
