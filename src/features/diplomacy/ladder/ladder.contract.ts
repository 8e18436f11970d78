import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, MemberCode } from '#features/teams/teams.contract.ts'
import { closed, DeliverableCode, Line, orNull, RoundCode, Source } from '../codes.contract.ts'

const Days = Type.Integer({ minimum: 0, maximum: 3660 })

/** `POST /api/desk/dialogues/benchmarks/add`: something measurable on the way to a deliverable, by a day. Never changed. */
export const AddBenchmarkInput = Type.Object({ id: RecordId, deliverable: DeliverableCode, said: Line, due: Day }, closed)
/** `POST /api/desk/dialogues/benchmarks/look`: what somebody found. Lifted is what no longer stands. `seen` is how many looks the caller knows. */
export const LookInput = Type.Object(
  { id: RecordId, benchmark: RecordId, seen: Days, result: Type.Enum(['met', 'missed', 'lifted']), source: Source },
  closed,
)
/** `POST /api/desk/dialogues/consequences/add`: one step of the ladder, with what sets it off and how many days later it is due. */
export const AddConsequenceInput = Type.Object(
  {
    id: RecordId,
    benchmark: RecordId,
    step: Type.Integer({ minimum: 1, maximum: 20 }),
    setOff: Type.Enum(['missed', 'found_false']),
    afterDays: Days,
    said: Line,
  },
  closed,
)
/** `POST /api/desk/dialogues/consequences/decide`: `seen` is how many decisions the caller knows; `until` goes with `put_off` alone. */
export const DecideInput = Type.Object(
  {
    id: RecordId,
    consequence: RecordId,
    seen: Days,
    decision: Type.Enum(['taken', 'put_off', 'waived']),
    reasons: Line,
    until: orNull(Day),
  },
  closed,
)

const LookView = Type.Object({ result: LookInput.properties.result, source: Source, by: MemberCode, on: Day }, closed)
const DecisionView = Type.Object(
  { decision: DecideInput.properties.decision, reasons: Line, until: orNull(Day), by: MemberCode, on: Day },
  closed,
)
const StepView = Type.Object(
  {
    id: RecordId,
    step: AddConsequenceInput.properties.step,
    setOff: AddConsequenceInput.properties.setOff,
    afterDays: Days,
    said: Line,
    state: Type.Enum(['waiting', 'coming', 'due', 'put_off', 'taken', 'waived']),
    /** Since when it is due, when it will be, or when that was decided. */
    on: orNull(Day),
    /** The log, the first decision first. */
    decisions: Type.Array(DecisionView),
  },
  closed,
)
const BenchmarkView = Type.Object(
  {
    id: RecordId,
    said: Line,
    due: Day,
    state: Type.Enum(['ahead', 'met', 'missed', 'lifted']),
    /** Since when it is missed, met or lifted. */
    since: orNull(Day),
    /** The newest look first. */
    looks: Type.Array(LookView),
    steps: Type.Array(StepView),
  },
  closed,
)
/** `POST /api/desk/dialogues/ladder/list`: every deliverable with its benchmarks and the ladder of each; what is due comes first. */
export const LadderView = Type.Object(
  { deliverable: DeliverableCode, round: RoundCode, said: Line, due: orNull(Day), benchmarks: Type.Array(BenchmarkView) },
  closed,
)

export type AddBenchmark = Static<typeof AddBenchmarkInput>
export type Look = Static<typeof LookInput>
export type AddConsequence = Static<typeof AddConsequenceInput>
export type Decide = Static<typeof DecideInput>
export type Benchmark = Static<typeof BenchmarkView>
export type Step = Static<typeof StepView>
export type Ladder = Static<typeof LadderView>
