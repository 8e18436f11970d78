import type pg from 'pg'

/** One row in each table of the desk, for tests that look for leaks. */
export async function fillDesk(superuser: pg.Client): Promise<void> {
  for (const statement of DESK) await superuser.query(statement)
}

/** The same for the intake, by its own function where there is one. */
export async function fillIntake(superuser: pg.Client): Promise<void> {
  for (const statement of INTAKE) await superuser.query(statement)
}

const TEAM = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11'
const MEMBER = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b12'
const ROOM = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b13'
const bytes = (length: number) => `decode(repeat('00', ${length}), 'hex')`

const DESK = [
  `insert into asylia.team (id, name, kind, slug, names) values ('${TEAM}', 'x', 'ngo', 'full-aid', '{"en": "x"}')`,
  `insert into asylia.compartment (id, kind, team_id) values ('${ROOM}', 'team', '${TEAM}')`,
  `insert into asylia.member (id, team_id, display_name, kind, code, sign_key) values ('${MEMBER}', '${TEAM}', 'x', 'person', 'M-ABCDEF', ${bytes(32)})`,
  `insert into asylia.compartment_member (compartment_id, member_id, can_write) values ('${ROOM}', '${MEMBER}', true)`,
  `insert into asylia.membership (member_id, type, team_id, statement, signature, signed_by) values ('${MEMBER}', 'join', '${TEAM}', '{}', ${bytes(64)}, '${MEMBER}')`,
  `insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (${bytes(32)}, '${TEAM}', true, '${MEMBER}', 'infinity')`,
  `insert into asylia.session (token_hash, challenge_hash, member_id, seen_at, ends_at) values (${bytes(32)}, ${bytes(32)}, '${MEMBER}', now(), 'infinity')`,
  `insert into asylia.epoch_statement (compartment_id, epoch, statement, signatures, recipient, posted_by) values ('${ROOM}', 1, '{}', '[]', ${bytes(1_216)}, '${MEMBER}')`,
  `insert into asylia.desk_count (compartment_id, hour, kind, n) values ('${ROOM}', '2026-11-22T10:00Z', 'replies', 1)`,
  `insert into asylia.reply_outbox (ticket, slot_id, blob, ready_at) values (${bytes(16)}, ${bytes(16)}, ${bytes(9_851)}, '2026-11-22T10:10Z')`,
  `insert into asylia.report_case (compartment_id, team_id, code, opened_on) values ('${ROOM}', '${TEAM}', 'C-ABCDEF', '2026-11-22')`,
  `insert into asylia.report (compartment_id, id, team_id, code, item_id, arrived_on, lane, bucket, urgent, never_sha256, taken_on, taken_by)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'R-ABCDEF', ${bytes(16)}, '2026-11-22', 1, 0, false, ${bytes(32)}, '2026-11-22', '${MEMBER}')`,
  `insert into keys.member_key (member_id, age_file) values ('${MEMBER}', ${bytes(566)})`,
  `insert into keys.epoch_wrap (compartment_id, epoch, age_file) values ('${ROOM}', 1, ${bytes(200)})`,
  `insert into keys.inbox_page (compartment_id, id, epoch, blob) values ('${ROOM}', '${TEAM}', 1, ${bytes(67_195)})`,
  `insert into keys.case_wrap (compartment_id, age_file) values ('${ROOM}', ${bytes(200)})`,
  `insert into keys.report_wrap (compartment_id, report_id, age_file) values ('${ROOM}', '${TEAM}', ${bytes(200)})`,
]

const INTAKE = [
  `select intake.file_item(${bytes(16)}, ${bytes(16)}, 0::smallint, 1::smallint, false, '2026-11-22T10:00Z',
     ${bytes(9_956)}, ${bytes(18_043)}, ${bytes(16)}, ${bytes(16)}, ${bytes(9_851)})`,
  `select intake.segments_present(${bytes(16)}, ${bytes(16)}, 16384, 1048576, 1, null, '2026-11-22')`,
  `insert into intake.taken (id) values (${bytes(16)})`,
  `insert into intake.reserved_slot (slot_id, delete_hash, ticket, until) values (${bytes(16)}, ${bytes(16)}, ${bytes(16)}, '2026-11-24')`,
  `select intake.leave_mark(${bytes(16)}, ${bytes(16)}, '2026-11-22')`,
]
