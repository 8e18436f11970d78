import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'

const closed = { additionalProperties: false } as const

/** Every table with something of a team in it, in the order in which a reader wants them; the first column is its room. */
export const TAKEN_TABLES = [
  'asylia.report_case',
  'asylia.case_file',
  'asylia.report',
  'asylia.card',
  'keys.case_wrap',
  'keys.case_ring',
  'keys.report_wrap',
  'keys.epoch_wrap',
  'keys.inbox_page',
  'asylia.epoch_statement',
  'asylia.person',
  'asylia.person_finder',
  'asylia.person_protection',
  'asylia.person_liberty',
  'asylia.person_link',
  'asylia.incident',
  'asylia.screening',
  'asylia.act',
  'asylia.involvement',
  'asylia.information',
  'asylia.assessment',
  'asylia.pattern',
  'asylia.pattern_member',
  'asylia.actor',
  'asylia.actor_name',
  'asylia.actor_link',
  'asylia.case_entry',
  'asylia.case_task',
  'asylia.risk_assessment',
  'asylia.consent',
  'asylia.dialogue_track',
  'asylia.dialogue_round',
  'asylia.dialogue_item',
  'asylia.dialogue_delegate',
  'asylia.deliverable',
  'asylia.deliverable_check',
  'asylia.deliverable_doubt',
  'asylia.raised_case',
  'asylia.raised_reply',
  'asylia.reply_coding',
  'asylia.case_list',
  'asylia.case_list_entry',
  'asylia.case_list_copy',
  'asylia.commitment_finding',
  'asylia.cooperation',
  'asylia.document_request',
  'asylia.approval',
  'asylia.break_glass',
  'asylia.case_holder',
  'asylia.case_move',
  'asylia.case_move_card',
  'asylia.case_move_item',
  'asylia.departure',
  'asylia.duty',
  'asylia.duty_alarm',
  'asylia.incoming',
  'keys.incoming_wrap',
  'asylia.moved_body',
  'asylia.member_role',
  'asylia.notice',
  'asylia.transfer',
  'asylia.alert',
  'asylia.alert_version',
  'asylia.alert_delivery',
  'asylia.alert_received',
  'asylia.alert_text',
  'keys.alert_wrap',
  'asylia.alert_duty',
  'asylia.focal_point',
  'asylia.recovery_statement',
  'asylia.recovery_request',
  'asylia.recovery_use',
  'keys.recovery_share',
  'asylia.statement_signature',
  'asylia.statement_counted',
  'base.ledger_entry',
] as const
/** Tables with a room that stay behind, each with why. */
export const LEFT_TABLES: Readonly<Record<string, string>> = {
  'asylia.compartment_member': 'who reads what stands in the wraps of each case',
  'asylia.compartment_deny': 'bars stand in each transfer and in the sealed headers of the reports',
  'asylia.desk_count': 'counts of this installation',
  'asylia.round_share': 'teams of this installation',
  'asylia.dialogue_feed': 'addresses of calendars that open here alone',
  'asylia.device': 'browsers that sign in here',
  'asylia.passkey': 'passkeys that open this address alone',
  'asylia.outside_login': 'who an institution says a member is',
  'asylia.sign_in_notice': 'sign-ins that wait here',
  'asylia.import_row': 'marks that mean nothing elsewhere',
  'asylia.import_case': 'which cases came from which table; only here can it be taken back',
  'asylia.imported_document': 'public documents of the installation',
  'asylia.proposal': 'proposals from public documents',
  'asylia.proposal_decision': 'decisions about them',
  'asylia.take_along': 'the hour in which this was fetched',
  'asylia.tripwire_count': 'counts of this hour',
  'asylia.alert_mail': 'notices that this installation sends',
  'keys.case_move_wrap': 'there only while two cases are joined',
  'keys.identity_wrap': 'there for an hour, for one member',
}
export const TakenTable = Type.Enum(TAKEN_TABLES)
export const TAKEN_PAGE = 200

/** `POST /api/desk/take-along/begin`: after the yes of two to `export.take_along`. */
export const BeginInput = Type.Object({}, closed)
export const BeginAnswer = Type.Object({ id: RecordId, until: Type.String() }, closed)
/** `POST /api/desk/take-along/page`: the rows of one table as they stand, bytes as base64, `next` where more follow. */
export const PageInput = Type.Object(
  { id: RecordId, table: TakenTable, after: Type.Union([Type.String({ pattern: '^[A-Za-z0-9_-]{2,400}$' }), Type.Null()]) },
  closed,
)
export const PageAnswer = Type.Object(
  { rows: Type.Array(Type.Record(Type.String(), Type.Unknown())), next: Type.Union([Type.String(), Type.Null()]) },
  closed,
)

export type Page = Static<typeof PageInput>
export type Table = Static<typeof TakenTable>
