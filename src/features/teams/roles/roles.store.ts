import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { MemberId } from '#kernel/ids.ts'

type Db = Transaction<Schema>

/** What a member is at this moment; ends what is over of a break-glass. Asked by the installation at each call. */
export async function arriveAs(
  db: Db,
  member: MemberId,
  at: Date,
  reviewDays: number,
): Promise<{ readonly roles: readonly string[]; readonly held: boolean }> {
  const rows = await sql<{ roles: readonly string[]; held: boolean }>`
    select * from access.arrive(${member}::uuid, ${at.toISOString()}::timestamptz, make_interval(days => ${reviewDays}))`.execute(db)
  return rows.rows[0] ?? { roles: [], held: false }
}

export type RoleRow = {
  readonly member: string
  readonly name: string
  readonly roles: readonly string[]
  readonly since: Date | null
  readonly founder: boolean
  readonly same_as: string | null
}

/** Everybody who is a member of the team today, in the order of their codes. */
export async function listRoles(db: Db, teamId: string): Promise<RoleRow[]> {
  const rows = await sql<RoleRow>`
    select m.code as member, m.display_name as name, m.member_since as since, m.founder,
      array(select r.role from asylia.member_role r where r.member_id = m.id order by r.role) as roles,
      (select p.code from asylia.member p where p.id = m.person) as same_as
    from asylia.member m where m.team_id = ${teamId}::uuid and m.code is not null and m.left_on is null and m.state = 'member' order by m.code`.execute(
    db,
  )
  return rows.rows
}

export type RolePermit = Permit<'role.grant' | 'role.take'>

/** Gives or takes the role of the permit, whose subject is `M-ABCDEF:role`, and ends the member's sessions. */
export async function changeRole(db: Db, permit: RolePermit): Promise<void> {
  const [member = '', role = ''] = permit.subject.split(':')
  await sql`select access.change_role(${member}, ${role}, ${permit.action === 'role.grant'})`.execute(db)
}

/** From when a membership counts; said once and by the one clock. */
export async function noteMember(db: Db, permit: Permit<'member.join' | 'member.vouch'>, at: Date): Promise<void> {
  await sql`select access.note_member(${permit.subject}, ${at.toISOString()}::timestamptz)`.execute(db)
}

/** False when one of the two is nobody of the team. */
export async function notePerson(db: Db, permit: Permit<'member.same_person' | 'member.vouch'>, of: string): Promise<boolean> {
  const rows = await sql<{ noted: boolean }>`select access.note_person(${permit.subject}, ${of}) as noted`.execute(db)
  return rows.rows[0]?.noted === true
}
