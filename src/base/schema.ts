// Generated from a database that has run every migration. Do not edit.
import type { ColumnType, Generated } from 'kysely'

type AsyliaCompartment = {
  id: string
  kind: string
  recorded_on: Generated<string>
}

type AsyliaCompartmentDeny = {
  compartment_id: string
  team_id: string
  recorded_on: Generated<string>
}

type AsyliaCompartmentMember = {
  compartment_id: string
  member_id: string
  can_write: Generated<boolean>
  until: string | null
  granted_by: string | null
  recorded_on: Generated<string>
}

type AsyliaMember = {
  id: string
  team_id: string
  display_name: string
  kind: string
  recorded_on: Generated<string>
  left_on: string | null
}

type AsyliaTeam = {
  id: string
  name: string
  kind: string
  of_state: string | null
  recorded_on: Generated<string>
}

type BaseLedgerCheckpoint = {
  size: number
  root: Buffer
  note: string
  at: Date
}

type BaseLedgerEntry = {
  compartment_id: string
  month: string
  id: string
  action: string
  actor: string
  subject: string
  object_hash: string | null
  salt: Buffer
  at: Date
}

type BaseLedgerFrontier = {
  size: number
  hashes: Buffer[]
}

type BaseLedgerLeaf = {
  index: number
  compartment_id: string
  month: string
  entry_id: string
  hash: Buffer
}

type BaseLedgerPending = {
  compartment_id: string
  month: string
  id: string
}

type BaseMigration = {
  number: number
  name: string
  sha256: string
  ran_on: Generated<string>
}

type BaseOutbox = {
  month: string
  id: string
  kind: string
  body: unknown
  cause: string
}

type BaseOutboxReceipt = {
  subscriber: string
  event_id: string
}

type PublicationAgreement = {
  code: string
  corridor: string
  body: unknown
  key: ColumnType<string, never, never>
  country: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationChange = {
  subject: string
  revision: number
  kind: string
  on_day: Generated<string>
  note: unknown
}

type PublicationCitation = {
  code: string
  corridor: string
  body: unknown
  document: ColumnType<string, never, never>
  paragraph: ColumnType<number, never, never>
  text_hash: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationCodedParagraph = {
  code: string
  corridor: string
  body: unknown
  number: ColumnType<number, never, never>
  relevance: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationCommitment = {
  code: string
  corridor: string
  body: unknown
  paragraph: ColumnType<string, never, never>
  strength: ColumnType<string, never, never>
  promiser: ColumnType<string, never, never>
  status: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationCorridor = {
  id: string
  version: string
  file_hash: string
  body: unknown
  loaded_on: Generated<string>
  revision: Generated<number>
}

type PublicationDialogueGap = {
  code: string
  corridor: string
  body: unknown
  track: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationDialogueRound = {
  code: string
  corridor: string
  body: unknown
  track: ColumnType<string, never, never>
  happened: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationDiscrepancy = {
  code: string
  corridor: string
  body: unknown
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationDocument = {
  sha256: string
  corridor: string
  body: unknown
  code: ColumnType<string, never, never>
  allows_full_text: ColumnType<boolean, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationFinding = {
  code: string
  corridor: string
  body: unknown
  verdict: ColumnType<string, never, never>
  standard: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationHeldDocument = {
  sha256: string
  rule_version: number
  held_on: Generated<string>
}

type PublicationHeldParagraph = {
  sha256: string
  number: number
  text: string
}

type PublicationInstrument = {
  id: string
  corridor: string
  body: unknown
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationMechanism = {
  code: string
  corridor: string
  body: unknown
  key: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationPublicCase = {
  code: string
  corridor: string
  body: unknown
  person: ColumnType<string, never, never>
  origin: ColumnType<string, never, never>
  host: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationPublicEvent = {
  code: string
  corridor: string
  body: unknown
  kind: ColumnType<string, never, never>
  happened: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationPublicIncident = {
  code: string
  corridor: string
  body: unknown
  case_code: ColumnType<string | null, never, never>
  origin: ColumnType<string, never, never>
  host: ColumnType<string, never, never>
  methods: ColumnType<string[], never, never>
  happened: ColumnType<string, never, never>
  hedge: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationPublicOrganisation = {
  code: string
  corridor: string
  body: unknown
  kind: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationPublicPerson = {
  code: string
  corridor: string
  body: unknown
  kind: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationRatification = {
  key: string
  corridor: string
  body: unknown
  state: ColumnType<string, never, never>
  treaty: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationRecommendation = {
  code: string
  corridor: string
  body: unknown
  dotted: ColumnType<string, never, never>
  status: ColumnType<string, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

type PublicationSignatory = {
  code: string
  corridor: string
  body: unknown
  number: ColumnType<number, never, never>
  revision: Generated<number>
  recorded_on: Generated<string>
  withdrawn_on: string | null
}

export type Schema = {
  'asylia.compartment': AsyliaCompartment
  'asylia.compartment_deny': AsyliaCompartmentDeny
  'asylia.compartment_member': AsyliaCompartmentMember
  'asylia.member': AsyliaMember
  'asylia.team': AsyliaTeam
  'base.ledger_checkpoint': BaseLedgerCheckpoint
  'base.ledger_entry': BaseLedgerEntry
  'base.ledger_frontier': BaseLedgerFrontier
  'base.ledger_leaf': BaseLedgerLeaf
  'base.ledger_pending': BaseLedgerPending
  'base.migration': BaseMigration
  'base.outbox': BaseOutbox
  'base.outbox_receipt': BaseOutboxReceipt
  'publication.agreement': PublicationAgreement
  'publication.change': PublicationChange
  'publication.citation': PublicationCitation
  'publication.coded_paragraph': PublicationCodedParagraph
  'publication.commitment': PublicationCommitment
  'publication.corridor': PublicationCorridor
  'publication.dialogue_gap': PublicationDialogueGap
  'publication.dialogue_round': PublicationDialogueRound
  'publication.discrepancy': PublicationDiscrepancy
  'publication.document': PublicationDocument
  'publication.finding': PublicationFinding
  'publication.held_document': PublicationHeldDocument
  'publication.held_paragraph': PublicationHeldParagraph
  'publication.instrument': PublicationInstrument
  'publication.mechanism': PublicationMechanism
  'publication.public_case': PublicationPublicCase
  'publication.public_event': PublicationPublicEvent
  'publication.public_incident': PublicationPublicIncident
  'publication.public_organisation': PublicationPublicOrganisation
  'publication.public_person': PublicationPublicPerson
  'publication.ratification': PublicationRatification
  'publication.recommendation': PublicationRecommendation
  'publication.signatory': PublicationSignatory
}
