import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId } from '#kernel/ids.ts'
import type { SignIns } from '../sign-in.contract.ts'

type Db = Transaction<Schema>

/** With what the members of a team sign in; row security asks again whether the caller is one. */
export async function listSignIns(db: Db, room: CompartmentId): Promise<Omit<SignIns, 'outside'>> {
  const devices = await sql<SignIns['devices'][number]>`
    select d.code as device, m.code as member, d.label, d.state, d.asked_on as "askedOn", d.seen_on as "seenOn"
    from asylia.device d join asylia.member m on m.id = d.member_id
    where d.compartment_id = ${room}::uuid and m.left_on is null order by m.code, d.code`.execute(db)
  const passkeys = await sql<SignIns['passkeys'][number]>`
    select p.id as passkey, m.code as member, p.label, p.opens, p.added_on as "addedOn", p.used_on as "usedOn", p.halted_on as "haltedOn"
    from asylia.passkey p join asylia.member m on m.id = p.member_id
    where p.compartment_id = ${room}::uuid and m.left_on is null order by m.code, p.id`.execute(db)
  const notices = await sql<SignIns['notices'][number]>`
    select n.id as notice, m.code as member, n.kind, n.noted_on as "notedOn"
    from asylia.sign_in_notice n join asylia.member m on m.id = n.member_id
    where n.compartment_id = ${room}::uuid and n.settled_by is null order by n.noted_on, n.id`.execute(db)
  return { devices: devices.rows, passkeys: passkeys.rows, notices: notices.rows }
}

export async function isConnected(db: Db, member: string): Promise<boolean> {
  const rows = await sql`select from asylia.outside_login o join asylia.member m on m.id = o.member_id where m.code = ${member}`.execute(db)
  return rows.rows.length > 0
}

export async function settleDevice(
  db: Db,
  permit: Permit<'device.approve'> | Permit<'device.refuse'>,
  isOurs: boolean,
  today: string,
): Promise<void> {
  await sql`select access.settle_device(${permit.subject}, ${isOurs}, ${today}::date)`.execute(db)
}

export async function forgetDevice(db: Db, permit: Permit<'device.forget'>): Promise<void> {
  await sql`select access.forget_device(${permit.subject})`.execute(db)
}

export async function settleNotice(db: Db, permit: Permit<'notice.settle'>): Promise<void> {
  await sql`select access.settle_notice(${permit.subject}::uuid)`.execute(db)
}

export type SeenCase = { readonly case: string; readonly openedOn: string }

/** The codes of the cases that row security shows, and nothing else of them. */
export async function listCaseCodes(db: Db): Promise<SeenCase[]> {
  const rows = await sql<SeenCase>`select code as case, opened_on as "openedOn" from asylia.report_case order by code limit 1000`.execute(
    db,
  )
  return rows.rows
}
