/** Row types, generated from a database that has run every migration: `./asylia check row-types --write`. */
import type { ColumnType } from 'kysely'

/** Read as parsed JSON of unknown shape, written as JSON text. */
type Json = ColumnType<unknown, string, string>

type Moment = ColumnType<Date, Date | string, Date | string>

/** The database gives a value where none is written. */
type Given<T> = T extends ColumnType<infer Read, infer Insert, infer Update>
  ? ColumnType<Read, Insert | undefined, Update>
  : ColumnType<T, T | undefined, T>

export type Schema = {
  'access.counted_act': {
    compartment_id: string | null
    id: string | null
    incident_id: string | null
    method: string | null
  }
  'access.counted_actor': {
    compartment_id: string | null
    id: string | null
    kind: string | null
  }
  'access.counted_case_entry': {
    compartment_id: string | null
    kind: string | null
    stage: string | null
    from_day: string | null
    until_day: string | null
    date_precision: string | null
    state: string | null
    due_on: string | null
    written_on: string | null
    impact: string | null
  }
  'access.counted_case_file': {
    compartment_id: string | null
    state: string | null
    origin: string | null
    host: string | null
    risk_due: string | null
  }
  'access.counted_case_task': {
    compartment_id: string | null
    action: string | null
    state: string | null
    due_on: string | null
    outcome: string | null
    gap: string | null
    jurisdiction: string | null
    made_on: string | null
    ended_on: string | null
  }
  'access.counted_consent': {
    compartment_id: string | null
    subject: string | null
    scope: string | null
    n: number | null
    change: string | null
    from_on: string | null
    expires_on: string | null
  }
  'access.counted_incident': {
    compartment_id: string | null
    id: string | null
    origin: string | null
    host: string | null
    happened: string | null
    happened_precision: string | null
    verification_status: string | null
    recorded_on: string | null
  }
  'access.counted_involvement': {
    compartment_id: string | null
    act_id: string | null
    actor_id: string | null
  }
  'access.counted_person': {
    compartment_id: string | null
    code: string | null
    community: string | null
    community_said_by: string | null
    community_for: string[] | null
    occupation: string | null
  }
  'access.counted_report': {
    compartment_id: string | null
    arrived_on: string | null
    taken_on: string | null
  }
  'access.counted_report_case': {
    compartment_id: string | null
    replies: number | null
  }
  'access.read_room': {
    compartment_id: string | null
  }
  'asylia.act': {
    compartment_id: string
    id: string
    incident_id: string
    method: string
    taxonomy: string
    person_id: string | null
    happened: string | null
    happened_precision: string
    outcome: string
    determined_by: string | null
    confidence: string | null
    recorded_by: string
    recorded_on: string
    revision: Given<number>
    detail: Given<Json>
  }
  'asylia.actor': {
    compartment_id: string
    id: string
    code: string
    kind: string
    agency_type: string | null
    state_nexus: string
    country: string | null
    legal_basis: string
    merged_into: string | null
    recorded_by: string
    recorded_on: string
    revision: Given<number>
  }
  'asylia.actor_link': {
    compartment_id: string
    id: string
    actor_id: string
    above_id: string
    kind: string
    level: string
    recorded_on: string
  }
  'asylia.actor_name': {
    compartment_id: string
    id: string
    actor_id: string
    name: string
    kind: string
    recorded_on: string
  }
  'asylia.alert': {
    compartment_id: string
    id: string
    team_id: string
    code: string
    state: Given<string>
    version: Given<number>
    sent_version: Given<number>
    withdrawn_at: Moment | null
    drawn_at: Given<Moment>
  }
  'asylia.alert_delivery': {
    compartment_id: string
    id: string
    alert_id: string
    team_id: string
    office: string
    state: Given<string>
    version: number
    held_version: Given<number>
    read_version: Given<number>
    level: number
    step: Given<number>
    queued_at: Moment
    delivered_at: Moment | null
    opened_at: Moment | null
    acknowledged_at: Moment | null
    acknowledged_as: string | null
    acting_at: Moment | null
    answered_at: Moment | null
    refused_at: Moment | null
    reason: string | null
    answer_by: Moment
    ends_at: Moment
    clock_at: Moment | null
    changed_at: Moment
    node_word: Json | null
  }
  'asylia.alert_duty': {
    compartment_id: string
    step: number
    address: string | null
    revision: Given<number>
  }
  'asylia.alert_file': {
    compartment_id: string
    id: string
    about: string
    put_at: Moment
    body: Buffer
  }
  'asylia.alert_mail': {
    compartment_id: string
    id: string
    received_id: string
    version: number
    step: number
    state: Given<string>
    tries: Given<number>
    next_at: Moment
  }
  'asylia.alert_received': {
    compartment_id: string
    id: string
    from_team: string
    state: Given<string>
    version: number
    kind: string
    tlp: string
    level: number
    asks: string
    step: Given<number>
    delivered_at: Moment
    opened_at: Moment | null
    acknowledged_at: Moment | null
    acknowledged_as: string | null
    acknowledged_by: string | null
    acting_at: Moment | null
    answered_at: Moment | null
    refused_at: Moment | null
    reason: string | null
    answer_by: Moment
    ends_at: Moment
    clock_at: Moment | null
    changed_at: Moment
    emptied_at: Moment | null
  }
  'asylia.alert_text': {
    compartment_id: string
    id: string
    kind: string
    about: string
    version: number
    put_at: Moment
    body: Buffer
  }
  'asylia.alert_version': {
    compartment_id: string
    alert_id: string
    version: number
    state: Given<string>
    kind: string
    tlp: string
    level: number
    asks: string
    answer_by: Moment
    ends_at: Moment
    about: Given<string[]>
    says: boolean
    shows_offices: boolean
    offices: string[]
    scopes: Given<string[]>
    salt: Buffer
    digest: Buffer
    text_id: string
    drafted_by: string
    drafted_at: Moment
    sent_by: string | null
    sent_at: Moment | null
    names: string | null
  }
  'asylia.approval': {
    compartment_id: string
    id: string
    action: string
    subject: string
    payload: Buffer
    binds: Json
    reason: string
    proposed_by: string
    proposed_at: Moment
    proposed_device: Buffer
    proposed_statement: Json
    proposed_signature: Buffer
    state: Given<string>
    decided_by: string | null
    decided_at: Moment | null
    decided_device: Buffer | null
    decided_statement: Json | null
    decided_signature: Buffer | null
    used_in: string | null
  }
  'asylia.assessment': {
    compartment_id: string
    id: string
    incident_id: string
    status: string
    standard_of_proof: string
    basis: string
    supersedes: string | null
    assessed_by: string
    recorded_on: string
  }
  'asylia.barred_state': {
    compartment_id: string
    state: string
  }
  'asylia.benchmark': {
    compartment_id: string
    id: string
    deliverable_id: string
    said: string
    due_on: string
    written_by: string
    written_on: string
  }
  'asylia.benchmark_look': {
    compartment_id: string
    id: string
    benchmark_id: string
    n: number
    result: string
    source: string
    looked_by: string
    looked_on: string
  }
  'asylia.break_glass': {
    compartment_id: string
    id: string
    room: string
    code: string
    member_id: string
    reason: string
    opened_at: Moment
    until: Moment
    ended: Given<boolean>
    reviewed_by: string | null
    reviewed_at: Moment | null
    verdict: string | null
  }
  'asylia.card': {
    compartment_id: string
    id: string
    about: string
    kind: string
    generation: number
    revision: Given<number>
    blob: Buffer
    written_by: string
    written_on: string
  }
  'asylia.case_entry': {
    compartment_id: string
    id: string
    kind: string
    stage: string
    on_day: string
    from_day: string | null
    until_day: string | null
    date_precision: string
    hedge: string | null
    state: string | null
    due_on: string | null
    led_from: string | null
    link: string | null
    codes: Given<string[]>
    facts: Given<Json>
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.case_file': {
    compartment_id: string
    state: Given<string>
    owner: string | null
    host: string | null
    origin: string | null
    next_deadline: string | null
    changed_on: string
    revision: Given<number>
    risk: string | null
    risk_due: string | null
    moved_into: string | null
  }
  'asylia.case_holder': {
    compartment_id: string
    member_id: string
  }
  'asylia.case_list': {
    compartment_id: string
    id: string
    round_id: string
    n: number
    hash: Buffer
    frozen_by: string
    frozen_on: string
  }
  'asylia.case_list_copy': {
    compartment_id: string
    id: string
    list_id: string
    kind: string
    digest: Buffer
    held_by: string
    taken_on: string
  }
  'asylia.case_list_entry': {
    compartment_id: string
    list_room: string
    list_id: string
    raised_id: string
    subject: string
    scope: string
    consent_id: string
    frozen_on: string
  }
  'asylia.case_move': {
    compartment_id: string
    id: string
    kind: string
    source: string
    state: Given<string>
    chosen: string[] | null
    undoes: string | null
    begun_by: string
    begun_on: string
    done_on: string | null
    undo_until: string | null
  }
  'asylia.case_move_card': {
    compartment_id: string
    move_id: string
    id: string
    about: string
    kind: string
    generation: number
    from_revision: number
    blob: Buffer
  }
  'asylia.case_move_item': {
    compartment_id: string
    move_id: string
    place: string
    id: string
  }
  'asylia.case_task': {
    compartment_id: string
    id: string
    playbook: string | null
    action: string
    due_on: string
    owner: string
    second: string | null
    state: Given<string>
    outcome: string | null
    gap: string | null
    jurisdiction: string | null
    late_told: Given<boolean>
    revision: Given<number>
    written_by: string
    written_on: string
    made_on: string | null
    ended_on: string | null
  }
  'asylia.coalition_consultation': {
    compartment_id: string
    id: string
    code: string
    held_by: string
    about: string
    held_on: string
    others: number
    source: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.coalition_participant': {
    compartment_id: string
    id: string
    consultation_id: string
    name: string
    agreed_how: string
    agreed_on: string
    written_by: string
    written_on: string
  }
  'asylia.coalition_party': {
    compartment_id: string
    statement_id: string
    team_id: string
    asked_by: string
    asked_on: string
  }
  'asylia.coalition_signature': {
    compartment_id: string
    id: string
    statement_id: string
    n: number
    team_id: string
    listed: boolean
    signed: Json
    vouching: Json
    signed_by: string
    signed_on: string
    withdrawn_on: string | null
  }
  'asylia.coalition_statement': {
    compartment_id: string
    id: string
    code: string
    team_id: string
    title: string
    sign_by: string | null
    state: Given<string>
    published_n: number | null
    published_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.coalition_version': {
    compartment_id: string
    id: string
    statement_id: string
    n: number
    digest: Buffer
    body: Buffer
    written_by: string
    written_on: string
  }
  'asylia.commitment_finding': {
    compartment_id: string
    id: string
    commitment: string
    direction: string
    asserted_by: string
    hedge: string
    standard: string
    said: string
    cites: string[]
    supersedes: string | null
    written_by: string
    written_on: string
  }
  'asylia.compartment': {
    id: string
    kind: string
    recorded_on: Given<string>
    team_id: string | null
  }
  'asylia.compartment_deny': {
    compartment_id: string
    team_id: string
    recorded_on: Given<string>
  }
  'asylia.compartment_member': {
    compartment_id: string
    member_id: string
    can_write: Given<boolean>
    until: string | null
    granted_by: string | null
    recorded_on: Given<string>
  }
  'asylia.compliance_note': {
    compartment_id: string
    id: string
    agreement: string
    clause: string
    finding: string
    hedge: string
    said: string
    country: string
    seen_on: string
    source: string
    supersedes: string | null
    written_by: string
    written_on: string
  }
  'asylia.consent': {
    compartment_id: string
    id: string
    subject: string
    scope: string
    n: number
    change: string
    giver: string
    basis: string
    from_on: string
    until_on: string | null
    expires_on: string | null
    card: string | null
    mark: Buffer | null
    recorded_by: string
    recorded_on: string
  }
  'asylia.consequence': {
    compartment_id: string
    id: string
    benchmark_id: string
    step: number
    set_off: string
    after_days: number
    said: string
    written_by: string
    written_on: string
  }
  'asylia.consequence_decision': {
    compartment_id: string
    id: string
    consequence_id: string
    n: number
    decision: string
    reasons: string
    until_day: string | null
    decided_by: string
    decided_on: string
  }
  'asylia.cooperation': {
    compartment_id: string
    id: string
    code: string
    title: string
    partner: string
    kinds: string[]
    technologies: Given<string[]>
    paragraphs: Given<number[]>
    answers: Given<Json>
    evidence: Given<Json>
    state: string
    reasons: string | null
    conditions: string | null
    review_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
    benchmark: Given<Json>
  }
  'asylia.cooperation_exchange': {
    compartment_id: string
    id: string
    project_id: string
    on_day: string
    topics: string[]
    agencies: string[]
    outputs: string[]
    source: string | null
    result: string
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.cooperation_vetting': {
    compartment_id: string
    id: string
    project_id: string
    label: string
    kind: string
    result: string
    settled: string | null
    settled_by: string | null
    settled_on: string | null
    checked_by: string
    checked_on: string
  }
  'asylia.deliverable': {
    compartment_id: string
    id: string
    code: string
    round_id: string
    side: string
    said: string
    indicator: string | null
    verification: string | null
    due_on: string | null
    state: string
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.deliverable_check': {
    compartment_id: string
    id: string
    deliverable_id: string
    verdict: string
    basis: string
    source: string | null
    checked_by: string
    checked_on: string
  }
  'asylia.deliverable_doubt': {
    compartment_id: string
    id: string
    check_room: string
    check_id: string
    incident_id: string
    written_by: string
    written_on: string
  }
  'asylia.departure': {
    compartment_id: string
    member_id: string
    epoch: number
    made_recovery: number | null
  }
  'asylia.desk_count': {
    compartment_id: string
    hour: Moment
    kind: string
    n: number
  }
  'asylia.device': {
    compartment_id: string
    id: string
    member_id: string
    public_key: Buffer
    code: string
    label: string
    state: string
    known_by: string | null
    approved_by: string | null
    asked_on: string
    seen_on: string
  }
  'asylia.dialogue_delegate': {
    compartment_id: string
    id: string
    round_id: string
    side: string
    is_head: Given<boolean>
    office: string | null
    name: string | null
    people: number | null
    source: string | null
    written_by: string
    written_on: string
  }
  'asylia.dialogue_item': {
    compartment_id: string
    id: string
    round_id: string
    kind: string
    topic: string | null
    concerns: Given<string>
    is_repression: Given<boolean>
    provision: string | null
    method: string | null
    deliverable_id: string | null
    said: string | null
    source: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.dialogue_round': {
    compartment_id: string
    id: string
    code: string
    track_id: string
    kind: string
    ordinal: number | null
    status: string
    stage: string
    from_day: string | null
    until_day: string | null
    date_precision: string
    on_day: string
    country: string | null
    level: string | null
    held_by: string | null
    announced_source: string | null
    held_source: string | null
    raised: Given<string>
    absence: string | null
    before_id: string | null
    next_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
    themes: Given<string[]>
    addressee: string | null
    reference: string | null
    answered_on: string | null
    answer_source: string | null
  }
  'asylia.dialogue_track': {
    compartment_id: string
    id: string
    code: string
    kind: string
    partner: string
    basis: string | null
    every_days: number | null
    state: Given<string>
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.document_request': {
    compartment_id: string
    id: string
    code: string
    body: string
    about: string
    concerns: string | null
    sent_on: string
    due_on: string
    clock: string
    state: string
    answered_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.duty': {
    compartment_id: string
    country: string
    holder: string
    deputy: string | null
    said_by: string
    said_on: string
    revision: Given<number>
  }
  'asylia.duty_alarm': {
    compartment_id: string
    id: string
    country: string
    holder: string | null
    deputy: string | null
    raised_by: string
    raised_at: Moment
    until: Moment
    escalated: Given<boolean>
    answered_by: string | null
    answered_at: Moment | null
  }
  'asylia.epoch_statement': {
    compartment_id: string
    epoch: number
    statement: Json
    signatures: Json
    recipient: Buffer
    posted_by: string
    recorded_on: Given<string>
  }
  'asylia.focal_point': {
    compartment_id: string
    id: string
    territory: string[]
    remit: Given<string[]>
    languages: string[]
    opens: number
    closes: number
    offset_minutes: number
    days: number[]
    deputies: number
    state_body: boolean
    police: boolean
    conflicts: Given<string[]>
    contact: string
    open: boolean
    checked_on: string
    checked_by: string
    revision: Given<number>
    public_code: string | null
  }
  'asylia.honey': {
    compartment_id: string
    subject: string
  }
  'asylia.import_case': {
    compartment_id: string
    batch: string
    mark: Buffer
    parts: number
    brought_by: string
    brought_on: string
  }
  'asylia.import_row': {
    compartment_id: string
    mark: Buffer
    recorded_on: string
  }
  'asylia.imported_document': {
    compartment_id: string
    sha256: string
    file_kind: string
    publisher: string
    address: string | null
    follows: string | null
    version: number
    retrieved_on: string
    rule_version: number
    notes: Json
    imported_by: string
    recorded_on: Given<string>
  }
  'asylia.incident': {
    compartment_id: string
    id: string
    code: string
    origin: string | null
    host: string | null
    effect: string | null
    place_code: string | null
    place_precision: Given<string>
    happened: string | null
    happened_precision: string
    community: string | null
    verification_status: Given<string>
    recorded_by: string
    recorded_on: string
    revision: Given<number>
    on_day: ColumnType<string, never, never>
    from_day: ColumnType<string | null, never, never>
    until_day: ColumnType<string | null, never, never>
    crosses_years: ColumnType<boolean, never, never>
  }
  'asylia.incoming': {
    compartment_id: string
    id: string
    from_team: string
    source: string
    epoch: number
    lane: number
    bucket: number
    urgent: boolean
    arrived_on: string
    sent_on: string
    until: string
    sets: Given<Buffer[]>
    barred: Given<string[]>
    forgets: boolean
    body: Buffer
  }
  'asylia.information': {
    compartment_id: string
    id: string
    incident_id: string
    act_id: string | null
    source: string
    reliability: string
    credibility: string
    hedge: string
    received_on: string
    supersedes: string | null
    recorded_by: string
    recorded_on: string
  }
  'asylia.invitation': {
    code_hash: Buffer
    team_id: string
    founding: boolean
    made_by: string
    expires_at: Moment
    used_by: string | null
  }
  'asylia.involvement': {
    compartment_id: string
    id: string
    act_id: string
    actor_id: string
    degree: string
    attribution_level: string
    recorded_by: string
    recorded_on: string
    revision: Given<number>
  }
  'asylia.law_request': {
    compartment_id: string
    id: string
    code: string
    subject: string
    kind: string
    label: string
    from_state: string
    received_on: string
    is_judicial: boolean
    review_by: string
    indicators: Given<string[]>
    safeguards: Given<Json>
    refusals: Given<string[]>
    finding: string | null
    reviewed_as: string | null
    reviewed_by: string | null
    reviewed_on: string | null
    assistance: Given<string>
    assisted_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.legislation': {
    compartment_id: string
    id: string
    code: string
    state: string
    title: string
    kind: string
    stage: string
    reaches_abroad: boolean
    source: string
    read_on: string | null
    review_by: string
    reviewed_by: string | null
    reviewed_on: string | null
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.legislation_assessment': {
    compartment_id: string
    id: string
    legislation_id: string
    provision: string
    standard: string
    source: string
    read_on: string | null
    finding: string
    said: string
    supersedes: string | null
    written_by: string
    written_on: string
  }
  'asylia.legislation_notice': {
    compartment_id: string
    legislation_id: string
    member_id: string
    told_on: string
    seen_on: string | null
  }
  'asylia.legislation_watch': {
    compartment_id: string
    member_id: string
    state: string
    since: string
  }
  'asylia.member': {
    id: string
    team_id: string
    display_name: string
    kind: string
    recorded_on: Given<string>
    left_on: string | null
    code: string | null
    recipient: Buffer | null
    sign_key: Buffer | null
    state: Given<string>
    anchor: Given<boolean>
    signed_in_on: string | null
    signed_in_with: string | null
    member_since: Moment | null
    founder: Given<boolean>
    person: string | null
  }
  'asylia.member_role': {
    compartment_id: string
    member_id: string
    role: string
    recorded_on: Given<string>
  }
  'asylia.membership': {
    member_id: string
    type: string
    team_id: string
    statement: Json
    signature: Buffer
    signed_by: string
    recorded_on: Given<string>
  }
  'asylia.moved_body': {
    compartment_id: string
    report_id: string
    body: Buffer
  }
  'asylia.node': {
    compartment_id: string
    id: string
    name: string
    instance: string
    card: Buffer
    former_key: string | null
    state: Given<string>
    since: Moment
    sent_n: Given<number>
    sent_head: Given<string>
    acked_n: Given<number>
    acked_head: Given<string>
    received_n: Given<number>
    received_head: Given<string>
    heard: Given<number>
    stamped: Given<number>
    told_at: number | null
    told_sent_n: number | null
    told_sent_head: string | null
    told_ack_n: number | null
    told_ack_head: string | null
    own_gen: number
    told_roster: string | null
    told_directory: string | null
    roster_version: Given<number>
    roster_epochs: Given<Json>
    day: string | null
    day_items: Given<number>
    day_bytes: Given<number>
    heard_at: Moment | null
    next_try_at: Moment | null
    tries: Given<number>
    problem: string | null
    introduced_by: string
    introduced_at: Moment
  }
  'asylia.node_heard': {
    compartment_id: string
    name: string
    statement: Json
    signature: string
    heard_by: string
    heard_at: Moment
  }
  'asylia.node_item': {
    compartment_id: string
    node_id: string
    id: string
    outward: boolean
    kind: string
    tlp: string
    version: number
    tomb: string | null
    told: string | null
    epoch: number | null
    owes: Given<number>
    settled: Given<number>
  }
  'asylia.node_list': {
    compartment_id: string
    node_id: string
    digest: string
    pins: Buffer
    roster: Buffer
    epochs: Buffer
    former: Buffer
    recipients: Buffer
  }
  'asylia.node_message': {
    compartment_id: string
    id: string
    node_id: string
    about: string
    kind: string
    tlp: string
    version: number
    digest: string
    put_at: Moment
    urgent: Given<boolean>
    n: number | null
    hash: string | null
    header: Buffer | null
    signature: Buffer | null
  }
  'asylia.node_receipt': {
    compartment_id: string
    node_id: string
    n: number
    id: string
    hash: string
    kind: string
    outcome: string
    taken_at: Moment
  }
  'asylia.notice': {
    compartment_id: string
    id: string
    kind: string
    subject: string
    about: string | null
    audience: Given<string>
    at: Moment
  }
  'asylia.outside_attempt': {
    state_hash: Buffer
    binding_hash: Buffer
    verifier: string
    nonce: string
    member_id: string | null
    ends_at: Moment
  }
  'asylia.outside_login': {
    compartment_id: string
    member_id: string
    subject_hash: Buffer
    added_on: string
  }
  'asylia.own_feed': {
    compartment_id: string
    id: string
    member_id: string
    token_hash: Buffer
    made_on: string
    ended_on: string | null
    kind: string
  }
  'asylia.passkey': {
    compartment_id: string
    id: string
    member_id: string
    credential_id: Buffer
    public_key: Buffer
    rp_id: string
    counter: number
    label: string
    opens: boolean
    added_on: string
    used_on: string | null
    halted_on: string | null
  }
  'asylia.pattern': {
    compartment_id: string
    id: string
    code: string
    origin: string | null
    host: string | null
    recorded_by: string
    recorded_on: string
  }
  'asylia.pattern_member': {
    compartment_id: string
    incident_id: string
    pattern_room: string
    pattern_id: string
    reason: string
    reason_card: string | null
    recorded_by: string
    recorded_on: string
  }
  'asylia.person': {
    compartment_id: string
    id: string
    code: string
    occupation: string | null
    community: string | null
    community_said_by: string | null
    community_for: Given<string[]>
    low_profile: Given<boolean>
    recorded_by: string
    recorded_on: string
    revision: Given<number>
  }
  'asylia.person_finder': {
    compartment_id: string
    person_id: string
    member_id: string
  }
  'asylia.person_liberty': {
    compartment_id: string
    id: string
    person_id: string
    status: string
    checked_on: string
    recorded_by: string
    recorded_on: string
  }
  'asylia.person_link': {
    compartment_id: string
    id: string
    person_id: string
    other_room: string
    other_id: string
    kind: string
    recorded_on: string
  }
  'asylia.person_protection': {
    compartment_id: string
    id: string
    person_id: string
    status: string
    host: string | null
    held: string | null
    held_precision: string
    supersedes: string | null
    recorded_by: string
    recorded_on: string
  }
  'asylia.plan_share': {
    compartment_id: string
    delivery_id: string
    fields: string[]
    shared_by: string
    shared_on: string
    revision: Given<number>
  }
  'asylia.plan_task': {
    compartment_id: string
    task_id: string
    partner: string | null
    is_shown: Given<boolean>
    taken_on: string | null
    declined_by: string | null
  }
  'asylia.proposal': {
    compartment_id: string
    month: string
    id: string
    document: string
    mark: string
    position: number
    paragraph: number
    span_start: number
    span_end: number
    kind: string
    rule: string
    body: Json
  }
  'asylia.proposal_decision': {
    compartment_id: string
    month: string
    id: string
    proposal_month: string
    proposal_id: string
    number: number
    decision: string
    edits: Json
    record: string | null
    citation: string | null
    reason: string | null
    decided_by: string
    decided_on: Given<string>
  }
  'asylia.raised_case': {
    compartment_id: string
    id: string
    round_room: string
    round_id: string
    subject: string
    form: string
    scope: string
    consent_id: string
    state: Given<string>
    raised_on: string | null
    level: string | null
    next_on: string | null
    touched_on: string
    is_answered: Given<boolean>
    revision: Given<number>
    written_by: string
    written_on: string
  }
  'asylia.raised_reply': {
    compartment_id: string
    id: string
    raised_id: string
    form: string
    on_day: string
    written_by: string
    written_on: string
  }
  'asylia.recovery_request': {
    compartment_id: string
    version: number
    custodian: Buffer
    statement: Json
    signature: Buffer
    asked_at: Moment
  }
  'asylia.recovery_statement': {
    compartment_id: string
    version: number
    statement: Json
    signatures: Json
    recipient: Buffer
    made_by: string
    recorded_on: Given<string>
  }
  'asylia.recovery_use': {
    compartment_id: string
    version: number
    member_id: string
    epoch: number
    used_on: string
  }
  'asylia.reply_coding': {
    compartment_id: string
    id: string
    reply_id: string
    scheme: number
    code: string
    coded_by: string
    coded_on: string
  }
  'asylia.reply_outbox': {
    ticket: Buffer
    slot_id: Buffer
    blob: Buffer | null
    ready_at: Moment
    state: Given<string>
  }
  'asylia.report': {
    compartment_id: string
    id: string
    team_id: string
    code: string
    item_id: Buffer
    arrived_on: string
    lane: number
    bucket: number
    urgent: boolean
    state: Given<string>
    reason: string | null
    duplicate_of: string | null
    never_sha256: Buffer
    sets: Given<Buffer[]>
    taken_on: string
    taken_by: string
    revision: Given<number>
  }
  'asylia.report_case': {
    compartment_id: string
    team_id: string
    code: string
    replies: Given<number>
    opened_on: string
  }
  'asylia.reviewer': {
    compartment_id: string
    member_id: string
    let_in_on: Given<string>
  }
  'asylia.risk_assessment': {
    compartment_id: string
    id: string
    supersedes: string | null
    factors: string[]
    formula: number
    score: number
    suggested: string
    level: string
    cause: string
    made_by: string
    made_on: string
  }
  'asylia.round_share': {
    compartment_id: string
    round_id: string
    team_id: string
    shared_by: string
    shared_on: string
  }
  'asylia.screening': {
    compartment_id: string
    id: string
    incident_id: string
    element: string
    answer: string
    reason: string
    supersedes: string | null
    answered_by: string
    recorded_on: string
  }
  'asylia.session': {
    token_hash: Buffer
    challenge_hash: Buffer
    member_id: string
    seen_at: Moment
    ends_at: Moment
    device_key: Buffer
    how: string
    device_id: string | null
    passkey_id: string | null
    newest_number: Given<number>
    numbers: Given<Buffer>
  }
  'asylia.sign_in_notice': {
    compartment_id: string
    id: string
    member_id: string
    kind: string
    noted_on: string
    settled_by: string | null
  }
  'asylia.spent_challenge': {
    hash: Buffer
    spent_at: Moment
  }
  'asylia.statement_counted': {
    compartment_id: string
    kind: string
    number: number
    recorded_on: Given<string>
  }
  'asylia.statement_signature': {
    compartment_id: string
    kind: string
    number: number
    key: Buffer
    sig: Buffer
    added_by: string
  }
  'asylia.take_along': {
    compartment_id: string
    id: string
    member_id: string
    until: Moment
  }
  'asylia.team': {
    id: string
    name: string
    kind: string
    of_state: string | null
    recorded_on: Given<string>
    slug: string | null
    names: Json | null
    about: Json | null
    of_states: Given<string[]>
    serves: Given<string[]>
    conflicts: Given<string[]>
    languages: Given<string[]>
    founding_until: Moment | null
    police: Given<boolean>
    node_id: string | null
    node_slug: string | null
    node_epoch: number | null
    node_police: boolean | null
  }
  'asylia.transfer': {
    compartment_id: string
    id: string
    report_id: string
    to_team: string
    statement: Json
    payload: Buffer
    state: Given<string>
    proposed_by: string
    proposed_at: Moment
    proposed_device: Buffer
    proposer_sig: Buffer
    approved_by: string | null
    approved_at: Moment | null
    approved_device: Buffer | null
    approver_sig: Buffer | null
    forgets: boolean
  }
  'asylia.tripwire_count': {
    compartment_id: string
    member_id: string
    kind: string
    minute: Moment
    n: number
  }
  'base.ledger_checkpoint': {
    size: number
    root: Buffer
    note: string
    at: Moment
  }
  'base.ledger_entry': {
    compartment_id: string
    month: string
    id: string
    action: string
    actor: string
    subject: string
    object_hash: string | null
    salt: Buffer
    at: Moment
  }
  'base.ledger_frontier': {
    size: number
    hashes: Buffer[]
  }
  'base.ledger_leaf': {
    index: number
    compartment_id: string
    month: string
    entry_id: string
    hash: Buffer
  }
  'base.ledger_pending': {
    compartment_id: string
    month: string
    id: string
  }
  'base.migration': {
    number: number
    name: string
    sha256: string
    ran_on: Given<string>
  }
  'base.outbox': {
    month: string
    id: string
    kind: string
    body: Json
    cause: string
  }
  'base.outbox_receipt': {
    subscriber: string
    event_id: string
  }
  'intake.batch': {
    first: string
    past: string
    turn: number
    item_count: number
    lost: number
    salt: Buffer
    root: Buffer
  }
  'intake.body': {
    day: string
    item_id: Buffer
    body: Buffer
  }
  'intake.closed_mark': {
    place: number
    way: number
    mark: Buffer
    delete_hash: Buffer
    ends: string
  }
  'intake.file_set': {
    day: string
    set_id: Buffer
    token_hash: Buffer
    total: number
    segment: number
    segments: number
    store: Buffer
    present: Buffer
    last_day: string
  }
  'intake.gone': {
    id: Buffer
    until: string
  }
  'intake.item': {
    day: string
    item_id: Buffer
    delete_hash: Buffer
    bucket: number
    lane: number
    urgent: boolean
    arrived_hour: Moment | null
  }
  'intake.part': {
    first: string
    past: string
    renewed: Given<boolean>
    touched: Given<boolean>
    removed: Given<number>
  }
  'intake.reserved_slot': {
    slot_id: Buffer
    delete_hash: Buffer
    ticket: Buffer
    until: string
  }
  'intake.slot': {
    day: string
    slot_id: Buffer
    delete_hash: Buffer
    blob: Buffer | null
  }
  'intake.state': {
    one: Given<boolean>
    mark_key: Buffer
    roster_version: Given<number>
    night: string | null
  }
  'intake.taken': {
    id: Buffer
  }
  'keys.alert_wrap': {
    compartment_id: string
    id: string
    epoch: number
    age_file: Buffer
  }
  'keys.case_move_wrap': {
    compartment_id: string
    move_id: string
    report_id: string
    generation: number
    age_file: Buffer
  }
  'keys.case_ring': {
    compartment_id: string
    generation: number
    age_file: Buffer
  }
  'keys.case_wrap': {
    compartment_id: string
    age_file: Buffer
    revision: Given<number>
    generation: Given<number>
    recovery: number | null
  }
  'keys.coalition_wrap': {
    compartment_id: string
    id: string
    team_id: string
    epoch: number
    age_file: Buffer
  }
  'keys.epoch_wrap': {
    compartment_id: string
    epoch: number
    age_file: Buffer
    revision: Given<number>
    burns_on: string | null
    recovery: number | null
  }
  'keys.handed_share': {
    compartment_id: string
    version: number
    custodian: Buffer
    age_file: Buffer
  }
  'keys.identity_wrap': {
    compartment_id: string
    id: string
    for_member: string
    person: string
    given_by: string
    until: Moment
    blob: Buffer
  }
  'keys.inbox_page': {
    compartment_id: string
    id: string
    epoch: number
    revision: Given<number>
    blob: Buffer
  }
  'keys.incoming_wrap': {
    compartment_id: string
    id: string
    age_file: Buffer
    epoch: number
  }
  'keys.intake_envelope': {
    day: string
    item_id: Buffer
    envelope: Buffer
  }
  'keys.member_key': {
    member_id: string
    age_file: Buffer
  }
  'keys.member_passkey_key': {
    compartment_id: string
    passkey_id: string
    member_id: string
    age_file: Buffer
  }
  'keys.node_body': {
    compartment_id: string
    id: string
    body: Buffer
  }
  'keys.own_page': {
    member_id: string
    id: string
    kind: string
    revision: Given<number>
    blob: Buffer
  }
  'keys.recovery_share': {
    compartment_id: string
    version: number
    custodian: Buffer
    age_file: Buffer
  }
  'keys.report_wrap': {
    compartment_id: string
    report_id: string
    age_file: Buffer
  }
  'publication.agreement': {
    code: string
    corridor: string
    body: Json
    key: ColumnType<string, never, never>
    country: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.change': {
    subject: string
    revision: number
    kind: string
    on_day: Given<string>
    note: Json
  }
  'publication.citation': {
    code: string
    corridor: string
    body: Json
    document: ColumnType<string, never, never>
    paragraph: ColumnType<number, never, never>
    text_hash: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.coded_paragraph': {
    code: string
    corridor: string
    body: Json
    number: ColumnType<number, never, never>
    relevance: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.commitment': {
    code: string
    corridor: string
    body: Json
    paragraph: ColumnType<string, never, never>
    strength: ColumnType<string, never, never>
    promiser: ColumnType<string, never, never>
    status: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.corridor': {
    id: string
    version: string
    file_hash: string
    body: Json
    loaded_on: Given<string>
    revision: Given<number>
  }
  'publication.dialogue_gap': {
    code: string
    corridor: string
    body: Json
    track: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.dialogue_round': {
    code: string
    corridor: string
    body: Json
    track: ColumnType<string, never, never>
    happened: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.discrepancy': {
    code: string
    corridor: string
    body: Json
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.document': {
    sha256: string
    corridor: string
    body: Json
    code: ColumnType<string, never, never>
    allows_full_text: ColumnType<boolean, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.finding': {
    code: string
    corridor: string
    body: Json
    verdict: ColumnType<string, never, never>
    standard: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.focal_office': {
    code: string
    body: Json
    said_on: string
  }
  'publication.held_document': {
    sha256: string
    rule_version: number
    held_on: Given<string>
    held_at: Given<Moment | null>
  }
  'publication.held_paragraph': {
    sha256: string
    number: number
    text: string
  }
  'publication.instrument': {
    id: string
    corridor: string
    body: Json
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.mechanism': {
    code: string
    corridor: string
    body: Json
    key: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.public_case': {
    code: string
    corridor: string
    body: Json
    person: ColumnType<string, never, never>
    origin: ColumnType<string, never, never>
    host: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.public_event': {
    code: string
    corridor: string
    body: Json
    kind: ColumnType<string, never, never>
    happened: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.public_incident': {
    code: string
    corridor: string
    body: Json
    case_code: ColumnType<string | null, never, never>
    origin: ColumnType<string, never, never>
    host: ColumnType<string, never, never>
    methods: ColumnType<string[], never, never>
    happened: ColumnType<string, never, never>
    hedge: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.public_organisation': {
    code: string
    corridor: string
    body: Json
    kind: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.public_person': {
    code: string
    corridor: string
    body: Json
    kind: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.ratification': {
    key: string
    corridor: string
    body: Json
    state: ColumnType<string, never, never>
    treaty: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.recommendation': {
    code: string
    corridor: string
    body: Json
    dotted: ColumnType<string, never, never>
    status: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.signatory': {
    code: string
    corridor: string
    body: Json
    number: ColumnType<number, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
  'publication.source_statement': {
    code: string
    corridor: string
    body: Json
    kind: ColumnType<string, never, never>
    document: ColumnType<string, never, never>
    revision: Given<number>
    recorded_on: Given<string>
    withdrawn_on: string | null
  }
}
