import type pg from 'pg'

/** One row in each table of the desk, for tests that look for leaks. */
export async function fillDesk(superuser: pg.Client): Promise<void> {
  for (const statement of DESK) await superuser.query(statement)
}

/** The same rows in one case of a team that is there: whatever stands in its room, a new table too. Answers how many were taken. */
export async function fillRoom(
  superuser: pg.Client,
  to: { readonly team: string; readonly member: string; readonly room: string },
): Promise<number> {
  let taken = 0
  for (const statement of DESK.filter((one) => /\(compartment_id/.test(one))) {
    const here = statement.replaceAll(TEAM, to.team).replaceAll(MEMBER, to.member).replaceAll(ROOM, to.room)
    // What a team or a member has once is there already.
    taken += await superuser.query(here).then(
      () => 1,
      () => 0,
    )
  }
  return taken
}

/** The same for the intake, by its own function where there is one. */
export async function fillIntake(superuser: pg.Client): Promise<void> {
  for (const statement of INTAKE) await superuser.query(statement)
}

const TEAM = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b11'
const MEMBER = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b12'
const ROOM = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b13'
const OTHER = '9c1c4f3e-8a51-4a44-8e39-1f0d6f6f2b1f'
const bytes = (length: number) => `decode(repeat('00', ${length}), 'hex')`

const DESK = [
  `insert into asylia.team (id, name, kind, slug, names) values ('${TEAM}', 'x', 'ngo', 'full-aid', '{"en": "x"}')`,
  `insert into asylia.compartment (id, kind, team_id) values ('${ROOM}', 'team', '${TEAM}')`,
  `insert into asylia.member (id, team_id, display_name, kind, code, sign_key) values ('${MEMBER}', '${TEAM}', 'x', 'person', 'M-ABCDEF', ${bytes(32)})`,
  `insert into asylia.compartment_member (compartment_id, member_id, can_write) values ('${ROOM}', '${MEMBER}', true)`,
  `insert into asylia.reviewer (compartment_id, member_id) values ('${ROOM}', '${MEMBER}')`,
  `insert into asylia.membership (member_id, type, team_id, statement, signature, signed_by) values ('${MEMBER}', 'join', '${TEAM}', '{}', ${bytes(64)}, '${MEMBER}')`,
  `insert into asylia.invitation (code_hash, team_id, founding, made_by, expires_at) values (${bytes(32)}, '${TEAM}', true, '${MEMBER}', 'infinity')`,
  `insert into asylia.session (token_hash, challenge_hash, member_id, seen_at, ends_at, device_key, how)
   values (${bytes(32)}, ${bytes(32)}, '${MEMBER}', now(), 'infinity', ${bytes(65)}, 'words')`,
  `insert into asylia.device (compartment_id, id, member_id, public_key, code, label, state, known_by, asked_on, seen_on)
   values ('${ROOM}', '${TEAM}', '${MEMBER}', ${bytes(65)}, 'D-ABCDEF', 'laptop', 'known', 'first', '2026-11-22', '2026-11-22')`,
  `insert into asylia.passkey (compartment_id, id, member_id, credential_id, public_key, rp_id, counter, label, opens, added_on)
   values ('${ROOM}', '${TEAM}', '${MEMBER}', ${bytes(16)}, ${bytes(77)}, 'desk.invented.example', 0, 'key', true, '2026-11-22')`,
  `insert into asylia.sign_in_notice (compartment_id, id, member_id, kind, noted_on) values ('${ROOM}', '${TEAM}', '${MEMBER}', 'device_refused', '2026-11-22')`,
  `insert into asylia.spent_challenge (hash, spent_at) values (${bytes(32)}, now())`,
  `insert into asylia.outside_login (compartment_id, member_id, subject_hash, added_on) values ('${ROOM}', '${MEMBER}', ${bytes(32)}, '2026-11-22')`,
  `insert into asylia.outside_attempt (state_hash, binding_hash, verifier, nonce, ends_at) values (${bytes(32)}, ${bytes(32)}, 'x', 'x', 'infinity')`,
  `insert into keys.member_passkey_key (compartment_id, passkey_id, member_id, age_file) values ('${ROOM}', '${TEAM}', '${MEMBER}', ${bytes(2_043)})`,
  `insert into asylia.epoch_statement (compartment_id, epoch, statement, signatures, recipient, posted_by) values ('${ROOM}', 1, '{}', '[]', ${bytes(1_216)}, '${MEMBER}')`,
  `insert into asylia.desk_count (compartment_id, hour, kind, n) values ('${ROOM}', '2026-11-22T10:00Z', 'replies', 1)`,
  `insert into asylia.reply_outbox (ticket, slot_id, blob, ready_at) values (${bytes(16)}, ${bytes(16)}, ${bytes(9_851)}, '2026-11-22T10:10Z')`,
  `insert into asylia.report_case (compartment_id, team_id, code, opened_on) values ('${ROOM}', '${TEAM}', 'C-ABCDEF', '2026-11-22')`,
  `insert into asylia.report (compartment_id, id, team_id, code, item_id, arrived_on, lane, bucket, urgent, never_sha256, taken_on, taken_by)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'R-ABCDEF', ${bytes(16)}, '2026-11-22', 1, 0, false, ${bytes(32)}, '2026-11-22', '${MEMBER}')`,
  `insert into asylia.case_file (compartment_id, changed_on) values ('${ROOM}', '2026-11-22')`,
  `insert into asylia.card (compartment_id, id, about, kind, generation, blob, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${ROOM}', 'note', 1, ${bytes(2_683)}, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.consent (compartment_id, id, subject, scope, n, change, giver, basis, from_on, expires_on, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', 'reporter', 'store', 1, 'given', 'self', 'spoken', '2026-11-22', '2027-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.case_entry (compartment_id, id, kind, stage, on_day, date_precision, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'event', 'other', '2026-11-22', 'unknown', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.case_task (compartment_id, id, action, due_on, owner, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'pa.medical', '2026-11-22', '${MEMBER}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.risk_assessment (compartment_id, id, factors, formula, score, suggested, level, cause, made_by, made_on)
   values ('${ROOM}', '${TEAM}', '{}', 1, 0, 'low', 'low', 'first', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.compartment (id, kind, team_id) values ('${OTHER}', 'case', '${TEAM}')`,
  `insert into asylia.report_case (compartment_id, team_id, code, opened_on) values ('${OTHER}', '${TEAM}', 'C-BCDEFG', '2026-11-22')`,
  `insert into asylia.case_move (compartment_id, id, kind, source, begun_by, begun_on)
   values ('${ROOM}', '${TEAM}', 'merge', '${OTHER}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.case_move_card (compartment_id, move_id, id, about, kind, generation, from_revision, blob)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', 'note', 1, 1, ${bytes(2_683)})`,
  `insert into asylia.case_move_item (compartment_id, move_id, place, id) values ('${ROOM}', '${TEAM}', 'card', '${TEAM}')`,
  `insert into keys.case_move_wrap (compartment_id, move_id, report_id, generation, age_file) values ('${ROOM}', '${TEAM}', '${TEAM}', 1, ${bytes(200)})`,
  `insert into keys.case_ring (compartment_id, generation, age_file) values ('${ROOM}', 1, ${bytes(200)})`,
  `insert into asylia.import_row (compartment_id, mark, recorded_on) values ('${ROOM}', ${bytes(16)}, '2026-11-22')`,
  `insert into asylia.import_case (compartment_id, batch, mark, parts, brought_by, brought_on)
   values ('${ROOM}', '${TEAM}', ${bytes(16)}, 1, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.duty (compartment_id, country, holder, said_by, said_on) values ('${ROOM}', 'TH', '${MEMBER}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.duty_alarm (compartment_id, id, country, holder, raised_by, raised_at, until)
   values ('${ROOM}', '${TEAM}', 'TH', '${MEMBER}', '${MEMBER}', '2026-11-22T10:10Z', '2026-11-22T10:25Z')`,
  `insert into asylia.take_along (compartment_id, id, member_id, until) values ('${ROOM}', '${TEAM}', '${MEMBER}', 'infinity')`,
  `insert into keys.own_page (member_id, id, kind, blob) values ('${MEMBER}', '${TEAM}', 'index', ${bytes(2_683)})`,
  `insert into keys.member_key (member_id, age_file) values ('${MEMBER}', ${bytes(566)})`,
  `insert into keys.epoch_wrap (compartment_id, epoch, age_file) values ('${ROOM}', 1, ${bytes(200)})`,
  `insert into keys.inbox_page (compartment_id, id, epoch, blob) values ('${ROOM}', '${TEAM}', 1, ${bytes(67_195)})`,
  `insert into keys.case_wrap (compartment_id, age_file) values ('${ROOM}', ${bytes(200)})`,
  `insert into asylia.recovery_statement (compartment_id, version, statement, signatures, recipient, made_by) values ('${ROOM}', 1, '{}', '[]', ${bytes(1_216)}, '${MEMBER}')`,
  `insert into asylia.statement_signature (compartment_id, kind, number, key, sig, added_by) values ('${ROOM}', 'epoch', 1, ${bytes(32)}, ${bytes(64)}, '${MEMBER}')`,
  `insert into asylia.statement_counted (compartment_id, kind, number) values ('${ROOM}', 'epoch', 1)`,
  `insert into asylia.recovery_request (compartment_id, version, custodian, statement, signature, asked_at) values ('${ROOM}', 1, ${bytes(32)}, '{}', ${bytes(64)}, now())`,
  `insert into asylia.recovery_use (compartment_id, version, member_id, epoch, used_on) values ('${ROOM}', 1, '${MEMBER}', 1, '2026-11-22')`,
  `insert into asylia.departure (compartment_id, member_id, epoch) values ('${ROOM}', '${MEMBER}', 1)`,
  `insert into asylia.transfer (compartment_id, id, report_id, to_team, statement, payload, proposed_by, proposed_at, proposed_device, proposer_sig, forgets)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', '{}', ${bytes(32)}, '${MEMBER}', now(), ${bytes(32)}, ${bytes(64)}, false)`,
  `insert into asylia.incoming (compartment_id, id, from_team, source, epoch, lane, bucket, urgent, arrived_on, sent_on, until, forgets, body)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', 1, 1, 0, false, '2026-11-22', '2026-11-22', '2026-12-22', false, ${bytes(18_043)})`,
  `insert into asylia.moved_body (compartment_id, report_id, body) values ('${ROOM}', '${TEAM}', ${bytes(18_043)})`,
  `insert into keys.recovery_share (compartment_id, version, custodian, age_file) values ('${ROOM}', 1, ${bytes(32)}, ${bytes(200)})`,
  `insert into keys.handed_share (compartment_id, version, custodian, age_file) values ('${ROOM}', 1, ${bytes(32)}, ${bytes(200)})`,
  `insert into keys.incoming_wrap (compartment_id, id, age_file, epoch) values ('${ROOM}', '${TEAM}', ${bytes(200)}, 1)`,
  `insert into asylia.actor (compartment_id, id, code, kind, state_nexus, legal_basis, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', 'A-ABCDEF', 'agency', 'organ', 'legal_claims', '${MEMBER}', '2026-11-22'), ('${ROOM}', '${MEMBER}', 'A-BCDEFG', 'unit', 'organ', 'legal_claims', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.actor_name (compartment_id, id, actor_id, name, kind, recorded_on) values ('${ROOM}', '${TEAM}', '${TEAM}', 'x', 'name', '2026-11-22')`,
  `insert into asylia.actor_link (compartment_id, id, actor_id, above_id, kind, level, recorded_on)
   values ('${ROOM}', '${TEAM}', '${MEMBER}', '${TEAM}', 'part_of', 'suspected', '2026-11-22')`,
  `insert into asylia.person (compartment_id, id, code, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', 'P-ABCDEF', '${MEMBER}', '2026-11-22'), ('${ROOM}', '${MEMBER}', 'P-BCDEFG', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.person_finder (compartment_id, person_id, member_id) values ('${ROOM}', '${TEAM}', '${MEMBER}')`,
  `insert into asylia.person_protection (compartment_id, id, person_id, status, held_precision, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'refugee_mandate', 'unknown', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.person_liberty (compartment_id, id, person_id, status, checked_on, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'hiding', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.person_link (compartment_id, id, person_id, other_room, other_id, kind, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${ROOM}', '${MEMBER}', 'relative', '2026-11-22')`,
  `insert into asylia.incident (compartment_id, id, code, happened_precision, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', 'I-ABCDEF', 'unknown', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.screening (compartment_id, id, incident_id, element, answer, reason, answered_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'state_or_proxy', 'yes', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.act (compartment_id, id, incident_id, method, taxonomy, happened_precision, outcome, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'phys.abduction', '1', 'unknown', 'unknown', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.involvement (compartment_id, id, act_id, actor_id, degree, attribution_level, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', 'executed', 'suspected', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.information (compartment_id, id, incident_id, source, reliability, credibility, hedge, received_on, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', 'B', '2', 'alleged', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.assessment (compartment_id, id, incident_id, status, standard_of_proof, basis, assessed_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'unverified', 'none', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.pattern (compartment_id, id, code, recorded_by, recorded_on) values ('${ROOM}', '${TEAM}', 'N-ABCDEF', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.pattern_member (compartment_id, incident_id, pattern_room, pattern_id, reason, recorded_by, recorded_on)
   values ('${ROOM}', '${TEAM}', '${ROOM}', '${TEAM}', 'same_actor', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.dialogue_track (compartment_id, id, code, kind, partner, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'T-ABCDEF', 'hrd', 'VN', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.dialogue_round (compartment_id, id, code, track_id, kind, status, stage, date_precision, on_day, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'Y-ABCDEF', '${TEAM}', 'round', 'announced', 'preparation', 'unknown', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.round_share (compartment_id, round_id, team_id, shared_by, shared_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.deliverable (compartment_id, id, code, round_id, side, said, state, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'G-ABCDEF', '${TEAM}', 'partner', 'xx', 'proposed', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.deliverable_check (compartment_id, id, deliverable_id, verdict, basis, checked_by, checked_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'found_false', 'incident', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.deliverable_doubt (compartment_id, id, check_room, check_id, incident_id, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${ROOM}', '${TEAM}', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.benchmark (compartment_id, id, deliverable_id, said, due_on, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'xx', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.benchmark_look (compartment_id, id, benchmark_id, n, result, source, looked_by, looked_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, 'missed', 'own_record', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.consequence (compartment_id, id, benchmark_id, step, set_off, after_days, said, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, 'missed', 0, 'xx', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.consequence_decision (compartment_id, id, consequence_id, n, decision, reasons, decided_by, decided_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, 'taken', 'xx', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.dialogue_item (compartment_id, id, round_id, kind, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'agenda', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.dialogue_delegate (compartment_id, id, round_id, side, people, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'organisations_inside', 4, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.raised_case (compartment_id, id, round_room, round_id, subject, form, scope, consent_id, touched_on, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${ROOM}', '${TEAM}', 'reporter', 'spoken', 'dialogue', '${TEAM}', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.raised_reply (compartment_id, id, raised_id, form, on_day, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'oral', '2026-11-22', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.reply_coding (compartment_id, id, reply_id, scheme, code, coded_by, coded_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, 'general', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.case_list (compartment_id, id, round_id, n, hash, frozen_by, frozen_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, ${bytes(32)}, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.case_list_entry (compartment_id, list_room, list_id, raised_id, subject, scope, consent_id, frozen_on)
   values ('${ROOM}', '${ROOM}', '${TEAM}', '${TEAM}', 'reporter', 'dialogue', '${TEAM}', '2026-11-22')`,
  `insert into asylia.case_list_copy (compartment_id, id, list_id, kind, digest, held_by, taken_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'case_list', ${bytes(32)}, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.commitment_finding (compartment_id, id, commitment, direction, asserted_by, hedge, standard, said, cites, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'K-ABCD', 'contradicts', 'a body', 'stated', 'none', 'xx', '{Q-ABCD}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.cooperation (compartment_id, id, code, title, partner, kinds, state, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'J-ABCDEF', 'xx', 'VN', '{police}', 'open', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.cooperation_exchange (compartment_id, id, project_id, on_day, topics, agencies, outputs, result, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '2026-11-01', '{ai}', '{xx}', '{xx}', 'watched', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.document_request (compartment_id, id, code, body, about, sent_on, due_on, clock, state, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'N-ABCDEF', 'xx', 'xx', '2026-11-01', '2026-11-22', 'chosen', 'open', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.cooperation_vetting (compartment_id, id, project_id, label, kind, result, checked_by, checked_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'xx', 'unit', 'no_hit', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.law_request (compartment_id, id, code, subject, kind, label, from_state, received_on, is_judicial, review_by, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'V-ABCDEF', 'reporter', 'notice', 'terrorism', 'VN', '2026-11-01', false, '2026-11-03', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.legislation (compartment_id, id, code, state, title, kind, stage, reaches_abroad, source, review_by, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'Z-ABCDEF', 'VN', 'xx', 'bill', 'draft', true, 'Q-ABCD', '2026-12-06', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.legislation_assessment (compartment_id, id, legislation_id, provision, standard, source, finding, said, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'art 1', 'iccpr-19', 'Q-ABCD', 'concern', 'xx', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.legislation_watch (compartment_id, member_id, state, since) values ('${ROOM}', '${MEMBER}', 'VN', '2026-11-22')`,
  `insert into asylia.legislation_notice (compartment_id, legislation_id, member_id, told_on) values ('${ROOM}', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.compliance_note (compartment_id, id, agreement, clause, finding, hedge, said, country, seen_on, source, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'A-MY4T', 'art 1', 'against', 'alleged', 'xx', 'TH', '2026-11-22', 'own_record', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_statement (compartment_id, id, code, team_id, title, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'L-ABCDEF', '${TEAM}', 'xx', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_version (compartment_id, id, statement_id, n, digest, body, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, ${bytes(32)}, ${bytes(18_043)}, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_party (compartment_id, statement_id, team_id, asked_by, asked_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_signature (compartment_id, id, statement_id, n, team_id, listed, signed, vouching, signed_by, signed_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 1, '${TEAM}', true, '{}', '[]', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_consultation (compartment_id, id, code, held_by, about, held_on, others, written_by, written_on)
   values ('${ROOM}', '${TEAM}', 'U-ABCDEF', 'xx', 'xx', '2026-11-01', 3, '${MEMBER}', '2026-11-22')`,
  `insert into asylia.coalition_participant (compartment_id, id, consultation_id, name, agreed_how, agreed_on, written_by, written_on)
   values ('${ROOM}', '${TEAM}', '${TEAM}', 'xx', 'written', '2026-11-01', '${MEMBER}', '2026-11-22')`,
  `insert into keys.coalition_wrap (compartment_id, id, team_id, epoch, age_file) values ('${ROOM}', '${TEAM}', '${TEAM}', 1, ${bytes(200)})`,
  `insert into asylia.own_feed (compartment_id, id, member_id, kind, token_hash, made_on)
   values ('${ROOM}', '${TEAM}', '${MEMBER}', 'calendar', ${bytes(32)}, '2026-11-22')`,
  `insert into keys.identity_wrap (compartment_id, id, for_member, person, given_by, until, blob)
   values ('${ROOM}', '${TEAM}', '${MEMBER}', 'P-ABCDEF', '${MEMBER}', 'infinity', ${bytes(2_683)})`,
  `insert into keys.report_wrap (compartment_id, report_id, age_file) values ('${ROOM}', '${TEAM}', ${bytes(200)})`,
  `insert into asylia.member_role (compartment_id, member_id, role) values ('${ROOM}', '${MEMBER}', 'auditor')`,
  `insert into asylia.approval (compartment_id, id, action, subject, payload, binds, reason, proposed_by, proposed_at, proposed_device, proposed_statement, proposed_signature)
   values ('${ROOM}', '${TEAM}', 'role.grant', 'M-ABCDEF:steward', ${bytes(32)}, '{}', 'x_y', '${MEMBER}', now(), ${bytes(32)}, '{}', ${bytes(64)})`,
  `insert into asylia.notice (compartment_id, id, kind, subject, about, at) values ('${ROOM}', '${TEAM}', 'role.given', 'x', '${MEMBER}', '2026-11-22T10:10Z')`,
  `insert into asylia.case_holder (compartment_id, member_id) values ('${ROOM}', '${MEMBER}')`,
  `insert into asylia.break_glass (compartment_id, id, room, code, member_id, reason, opened_at, until)
   values ('${ROOM}', '${TEAM}', '${ROOM}', 'C-ABCDEF', '${MEMBER}', 'x_y', '2026-11-22T10:10Z', '2026-11-22T11:10Z')`,
  `insert into asylia.tripwire_count (compartment_id, member_id, kind, minute, n) values ('${ROOM}', '${MEMBER}', 'opening', '2026-11-22T10:10Z', 1)`,
  `insert into asylia.honey (compartment_id, subject) values ('${ROOM}', 'C-ABCDEF')`,
  `insert into asylia.alert (compartment_id, id, team_id, code) values ('${ROOM}', '${TEAM}', '${TEAM}', 'W-ABCDEF')`,
  `insert into asylia.alert_version (compartment_id, alert_id, version, kind, tlp, level, asks, answer_by, ends_at, says, shows_offices, offices, salt, digest, text_id,
     drafted_by, drafted_at)
   values ('${ROOM}', '${TEAM}', 1, 'incident', 'TLP:RED', 5, 'know', '2026-11-23T10:00Z', '2026-11-24T10:00Z', true, false, '{${TEAM}}', ${bytes(32)}, ${bytes(32)},
     '${TEAM}', '${MEMBER}', '2026-11-22T10:00Z')`,
  `insert into asylia.alert_delivery (compartment_id, id, alert_id, team_id, office, version, level, queued_at, answer_by, ends_at, clock_at, changed_at)
   values ('${ROOM}', '${MEMBER}', '${TEAM}', '${TEAM}', '${TEAM}', 1, 5, '2026-11-22T10:00Z', '2026-11-23T10:00Z', '2026-11-24T10:00Z', '2026-11-22T10:00Z',
     '2026-11-22T10:00Z')`,
  `insert into asylia.plan_share (compartment_id, delivery_id, fields, shared_by, shared_on)
   values ('${ROOM}', '${MEMBER}', '{host}', '${MEMBER}', '2026-11-22')`,
  `insert into asylia.plan_task (compartment_id, task_id, partner) values ('${ROOM}', '${TEAM}', '${TEAM}')`,
  `insert into asylia.alert_received (compartment_id, id, from_team, version, kind, tlp, level, asks, delivered_at, answer_by, ends_at, changed_at)
   values ('${ROOM}', '${MEMBER}', '${TEAM}', 1, 'incident', 'TLP:RED', 5, 'know', '2026-11-22T10:00Z', '2026-11-23T10:00Z', '2026-11-24T10:00Z', '2026-11-22T10:00Z')`,
  `insert into asylia.alert_text (compartment_id, id, kind, about, version, put_at, body)
   values ('${ROOM}', '${TEAM}', 'own', '${TEAM}', 1, '2026-11-22T10:00Z', ${bytes(18_043)})`,
  `insert into asylia.alert_file (compartment_id, id, about, put_at, body)
   values ('${ROOM}', '${MEMBER}', '${MEMBER}', '2026-11-22T10:00Z', ${bytes(18_043)})`,
  `insert into keys.alert_wrap (compartment_id, id, epoch, age_file) values ('${ROOM}', '${TEAM}', 1, ${bytes(200)})`,
  `insert into asylia.alert_duty (compartment_id, step, address) values ('${ROOM}', 0, 'duty@office.example')`,
  `insert into asylia.alert_mail (compartment_id, id, received_id, version, step, next_at) values ('${ROOM}', '${TEAM}', '${MEMBER}', 1, 0, '2026-11-22T10:00Z')`,
  `insert into asylia.focal_point (compartment_id, id, territory, languages, opens, closes, offset_minutes, days, deputies, state_body, police, contact, open,
     checked_on, checked_by)
   values ('${ROOM}', '${TEAM}', '{FR}', '{fr}', 540, 1020, 60, '{1,2,3,4,5}', 1, false, false, 'x', true, '2026-11-22', '${MEMBER}')`,
  `insert into asylia.node (compartment_id, id, name, instance, card, since, own_gen, introduced_by, introduced_at)
   values ('${ROOM}', '${TEAM}', 'harbour', repeat('0', 32), ${bytes(1_900)}, '2026-11-22T10:00Z', 1, '${MEMBER}', '2026-11-22T10:00Z')`,
  `insert into asylia.node_message (compartment_id, id, node_id, about, kind, tlp, version, digest, put_at)
   values ('${ROOM}', '${TEAM}', '${TEAM}', '${TEAM}', 'state', 'TLP:GREEN', 1, repeat('0', 64), '2026-11-22T10:00Z')`,
  `insert into asylia.node_receipt (compartment_id, node_id, n, id, hash, kind, outcome, taken_at)
   values ('${ROOM}', '${TEAM}', 1, '${TEAM}', repeat('0', 64), 'state', 'done', '2026-11-22T10:00Z')`,
  `insert into asylia.barred_state (compartment_id, state) values ('${ROOM}', 'VN')`,
  `insert into asylia.node_item (compartment_id, node_id, id, outward, kind, tlp, version)
   values ('${ROOM}', '${TEAM}', '${TEAM}', false, 'alert', 'TLP:RED', 1)`,
  `insert into asylia.node_list (compartment_id, node_id, digest, pins, roster, epochs, former, recipients)
   values ('${ROOM}', '${TEAM}', repeat('0', 64), ${bytes(20)}, ${bytes(20)}, ${bytes(20)}, ${bytes(20)}, ${bytes(20)})`,
  `insert into asylia.node_heard (compartment_id, name, statement, signature, heard_by, heard_at)
   values ('${ROOM}', 'harbour', '{}', repeat('A', 86), '${MEMBER}', '2026-11-22T10:00Z')`,
  `insert into keys.node_body (compartment_id, id, body) values ('${ROOM}', '${TEAM}', ${bytes(200)})`,
]

const INTAKE = [
  `select intake.file_item(${bytes(16)}, ${bytes(16)}, 0::smallint, 1::smallint, false, '2026-11-22T10:00Z',
     ${bytes(9_956)}, ${bytes(18_043)}, ${bytes(16)}, ${bytes(16)}, ${bytes(9_851)})`,
  `select intake.segments_present(${bytes(16)}, ${bytes(16)}, 16384, 1048576, 1, null, '2026-11-22')`,
  `insert into intake.taken (id) values (${bytes(16)})`,
  `insert into intake.reserved_slot (slot_id, delete_hash, ticket, until) values (${bytes(16)}, ${bytes(16)}, ${bytes(16)}, '2026-11-24')`,
  `select intake.leave_mark(${bytes(16)}, ${bytes(16)}, '2026-11-22')`,
  `insert into intake.batch (first, past, turn, item_count, lost, salt, root) values ('2026-11-20', '2026-11-21', 0, 1, 0, ${bytes(32)}, ${bytes(32)})`,
  `insert into intake.gone (id, until) values (${bytes(16)}, '2026-11-25')`,
]
