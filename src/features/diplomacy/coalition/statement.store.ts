import { sql, type Transaction } from 'kysely'
import type { Permit } from '#base/permit.ts'
import type { Schema } from '#base/schema.ts'
import type { CompartmentId, MemberId } from '#kernel/ids.ts'
import type { KeepStatement, OldWrap, Revise, RewrapStatement, Sign, SignatureRow, StatementRow, VersionRow } from './coalition.contract.ts'

type Db = Transaction<Schema>
type By = { readonly by: MemberId; readonly today: string }
const unpacked = (text: string): Buffer => Buffer.from(text, 'base64url')

export type Found = Omit<StatementRow, 'asked' | 'signed' | 'isLate'> & { readonly room: CompartmentId; readonly digest: string | null }

const HEAD = sql`
  s.compartment_id as room, s.id, s.code, t.slug as by, s.title, s.sign_by as "signBy", s.state, s.published_n as "publishedN",
  s.published_on as "publishedOn", s.revision, coalesce(v.n, 0) as n, encode(v.digest, 'hex') as digest
  from asylia.coalition_statement s join asylia.team t on t.id = s.team_id
  left join lateral (
    select n, digest from asylia.coalition_version w where w.compartment_id = s.compartment_id and w.statement_id = s.id order by n desc limit 1
  ) v on true`

/** Statements of the own team, and those that it is asked to sign. */
export async function listStatements(db: Db): Promise<Found[]> {
  const rows = await sql<Found>`select ${HEAD} order by (s.state = 'open') desc, s.written_on desc, s.code limit 200`.execute(db)
  return rows.rows
}

export async function findStatement(db: Db, code: string): Promise<Found | undefined> {
  const rows = await sql<Found>`select ${HEAD} where s.code = ${code}`.execute(db)
  return rows.rows[0]
}

export async function listVersions(db: Db, { room, id }: Pick<Found, 'room' | 'id'>): Promise<VersionRow[]> {
  const rows = await sql<VersionRow>`
    select id, n, encode(digest, 'hex') as digest, written_on as on from asylia.coalition_version
    where compartment_id = ${room}::uuid and statement_id = ${id}::uuid order by n desc`.execute(db)
  return rows.rows
}

export type SealedText = {
  readonly body: string
  readonly team: string | null
  readonly epoch: number | null
  readonly wrap: string | null
}

/** The sealed words of a version with what opens them for one team, if anything does. */
export async function findText(db: Db, room: CompartmentId, version: string, team: string): Promise<SealedText | undefined> {
  const rows = await sql<{ body: Buffer; team: string | null; epoch: number | null; wrap: Buffer | null }>`
    select v.body, t.slug as team, w.epoch, w.age_file as wrap from asylia.coalition_version v
    left join (keys.coalition_wrap w join asylia.team t on t.id = w.team_id and t.slug = ${team})
      on w.compartment_id = v.compartment_id and w.id = v.id
    where v.compartment_id = ${room}::uuid and v.id = ${version}::uuid`.execute(db)
  const [row] = rows.rows
  return row === undefined ? undefined : { ...row, body: row.body.toString('base64url'), wrap: row.wrap?.toString('base64url') ?? null }
}

export type Party = { readonly statement: string; readonly team: string }
export async function listParties(db: Db, ids: readonly string[]): Promise<Party[]> {
  const rows = await sql<Party>`
    select p.statement_id as statement, t.slug as team from asylia.coalition_party p join asylia.team t on t.id = p.team_id
    where p.statement_id = any (${ids}::uuid[]) order by t.slug`.execute(db)
  return rows.rows
}

export type Signature = SignatureRow & { readonly statement: string }
export async function listSignatures(db: Db, ids: readonly string[]): Promise<Signature[]> {
  const rows = await sql<Signature>`
    select g.statement_id as statement, g.n, t.slug as team, g.listed, g.signed_on as "signedOn", g.withdrawn_on as "withdrawnOn", g.signed, g.vouching
    from asylia.coalition_signature g join asylia.team t on t.id = g.team_id
    where g.statement_id = any (${ids}::uuid[]) order by g.n desc, t.slug, g.withdrawn_on nulls first`.execute(db)
  return rows.rows
}

/** Writes the head of the permit; undefined when somebody was faster, it is published, or its code is another. */
export async function keepStatement(
  db: Db,
  permit: Permit<'coalition.keep'>,
  room: CompartmentId,
  { code, revision, title, signBy, teamId, by, today }: KeepStatement & By & { readonly teamId: string },
): Promise<number | undefined> {
  const rows =
    revision === 0
      ? await sql<{ revision: number }>`
          insert into asylia.coalition_statement (compartment_id, id, code, team_id, title, sign_by, written_by, written_on)
          values (${room}::uuid, ${permit.subject}::uuid, ${code}, ${teamId}::uuid, ${title}, ${signBy}::date, ${by}::uuid, ${today}::date)
          on conflict do nothing returning revision`.execute(db)
      : await sql<{ revision: number }>`
          update asylia.coalition_statement set title = ${title}, sign_by = ${signBy}::date, revision = revision + 1, written_by = ${by}::uuid,
            written_on = ${today}::date
          where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and code = ${code} and revision = ${revision} and state = 'open'
          returning revision`.execute(db)
  return rows.rows[0]?.revision
}

/** Writes the next version with what opens it for each organisation, and names who is to sign. False where somebody was faster, or a team is none. */
export async function revise(
  db: Db,
  permit: Permit<'coalition.revise'>,
  { room, id }: Pick<Found, 'room' | 'id'>,
  said: Revise & By,
): Promise<boolean> {
  const { n, digest, body, wraps, parties, by, today } = said
  const written = await sql<{ id: string }>`
    insert into asylia.coalition_version (compartment_id, id, statement_id, n, digest, body, written_by, written_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${id}::uuid, ${n}, decode(${digest}, 'hex'), ${unpacked(body)}, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  if (written.rows.length === 0) return false
  const teams = new Map<string, string>()
  for (const slug of new Set([...wraps.map(({ team }) => team), ...parties])) {
    const known = await sql<{ id: string | null }>`select access.team_named(${slug}) as id`.execute(db)
    const team = known.rows[0]?.id ?? null
    if (team === null) return false
    teams.set(slug, team)
  }
  for (const { team, epoch, wrap } of wraps)
    await sql`
      insert into keys.coalition_wrap (compartment_id, id, team_id, epoch, age_file)
      values (${room}::uuid, ${permit.subject}::uuid, ${teams.get(team)}::uuid, ${epoch}, ${unpacked(wrap)})`.execute(db)
  const named = parties.map((slug) => teams.get(slug))
  await sql`
    delete from asylia.coalition_party where compartment_id = ${room}::uuid and statement_id = ${id}::uuid
      and not team_id = any (${named}::uuid[])`.execute(db)
  await sql`
    insert into asylia.coalition_party (compartment_id, statement_id, team_id, asked_by, asked_on)
    select ${room}::uuid, ${id}::uuid, one, ${by}::uuid, ${today}::date from unnest(${named}::uuid[]) one on conflict do nothing`.execute(
    db,
  )
  return true
}

/** Puts the signature of the permit under a version; false when it stands there already. */
export async function sign(
  db: Db,
  permit: Permit<'coalition.sign'>,
  { room, id, n }: Pick<Found, 'room' | 'id' | 'n'>,
  { signed, vouching, teamId, by, today }: Sign & By & { readonly teamId: string },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    insert into asylia.coalition_signature (compartment_id, id, statement_id, n, team_id, listed, signed, vouching, signed_by, signed_on)
    values (${room}::uuid, ${permit.subject}::uuid, ${id}::uuid, ${n}, ${teamId}::uuid, ${signed.statement.listed === 'yes'},
      ${JSON.stringify(signed)}::jsonb, ${JSON.stringify(vouching)}::jsonb, ${by}::uuid, ${today}::date)
    on conflict do nothing returning id`.execute(db)
  return rows.rows.length === 1
}

/** Takes back every signature of a team under a statement; false when none stands. */
export async function unsign(db: Db, permit: Permit<'coalition.unsign'>, teamId: string, today: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    update asylia.coalition_signature set withdrawn_on = ${today}::date
    where statement_id = ${permit.subject}::uuid and team_id = ${teamId}::uuid and withdrawn_on is null returning id`.execute(db)
  return rows.rows.length > 0
}

/** Publishes a version; row security refuses one that somebody whom it names has not signed. */
export async function publish(
  db: Db,
  permit: Permit<'coalition.publish'>,
  room: CompartmentId,
  { n, revision, by, today }: By & { readonly n: number; readonly revision: number },
): Promise<boolean> {
  const rows = await sql<{ id: string }>`
    update asylia.coalition_statement set state = 'published', published_n = ${n}, published_on = ${today}::date, revision = revision + 1,
      written_by = ${by}::uuid, written_on = ${today}::date
    where compartment_id = ${room}::uuid and id = ${permit.subject}::uuid and revision = ${revision} and state = 'open' returning id`.execute(
    db,
  )
  return rows.rows.length === 1
}

/** What is sealed to an older key of the speaker's team, in statements of any. */
export async function listOldWraps(db: Db, before: number, most: number): Promise<OldWrap[]> {
  const rows = await sql<{ version: string; epoch: number; age_file: Buffer }>`
    select version, epoch, age_file from access.old_statement_wraps(${before}, ${most})`.execute(db)
  return rows.rows.map(({ version, epoch, age_file }) => ({ version, epoch, wrap: age_file.toString('base64url') }))
}

/** False where it is there already, or the key is not the newest. */
export async function rewrap(db: Db, permit: Permit<'coalition.rewrap'>, { epoch, wrap }: RewrapStatement): Promise<boolean> {
  const rows = await sql<{ done: boolean }>`
    select access.rewrap_statement(${permit.subject}::uuid, ${epoch}, ${unpacked(wrap)}) as done`.execute(db)
  return rows.rows[0]?.done === true
}
