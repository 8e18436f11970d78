import Type, { type Static, type TSchema } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { CaseCode } from '#features/reports/inbox/inbox.contract.ts'
import { Day, MemberCode, Revision } from '#features/teams/teams.contract.ts'
import { casework } from '#kernel/casework.ts'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { terms, type VocabularyList } from '#kernel/vocabulary.ts'
import { ConsentSubject } from '../consent/consent.contract.ts'
import { Country } from '../files/case.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const codesOf = (list: VocabularyList) => Type.Enum(terms(list).map(({ code }) => code))
/** One answer for each of these codes, and none beside them. */
const each = <T extends TSchema>(codes: readonly string[], answer: T) =>
  Type.Object(Object.fromEntries(codes.map((code) => [code, answer])), closed)

export const ENTRIES_PAGE = 50
export const Ground = Type.Enum(['met', 'not_met', 'unknown'])
const YesNo = Type.Enum(['yes', 'no', 'unknown'])
export const Provision = Type.Enum(casework.provisions.map(({ code }) => code))
const Evidence = Type.Array(RecordId, { maxItems: 16, uniqueItems: true })

/** What is coded of each kind of entry. Words about it are on a card about the entry. */
export const FACTS = {
  event: Type.Object({}, closed),
  document: Type.Object(
    {
      document: Type.Enum(['passport', 'id_card', 'work_permit', 'residence', 'travel_document', 'other']),
      done: Type.Enum(['cancelled', 'refused', 'confiscated', 'lapsed', 'returned']),
    },
    closed,
  ),
  proceeding: Type.Object(
    {
      type: codesOf('legal_proceeding_types'),
      provisions: Type.Array(Provision, { maxItems: 16, uniqueItems: true }),
      rights: Type.Array(Type.Enum([...casework.rights]), { maxItems: 9, uniqueItems: true }),
      /** Whether the charge carries death at the day that counts (R-EEAS-04). */
      death: YesNo,
      months: orNull(Type.Integer({ minimum: 0, maximum: 1_200 })),
    },
    closed,
  ),
  hearing: Type.Object({ observer: orNull(MemberCode), report: orNull(each(casework.fairHearing, YesNo)) }, closed),
  safeguards: Type.Object(
    {
      checks: each(
        casework.safeguards.map(({ code }) => code),
        Ground,
      ),
      evidence: Evidence,
      /** The deprivation of liberty that was looked at: an entry of this case, which has no other check (R-NGO-11). */
      detention: Type.Optional(orNull(RecordId)),
    },
    closed,
  ),
  refoulement: Type.Object({ host: Country, grounds: each(casework.riskGrounds, Ground), death: YesNo, evidence: Evidence }, closed),
  legality: Type.Object({ host: Country, grounds: each(casework.refusalGrounds, Ground), death: YesNo, evidence: Evidence }, closed),
  investigation: Type.Object(
    {
      authority: Type.Enum(['police', 'prosecutor', 'ministry', 'immigration', 'nhri', 'ombudsperson', 'court', 'other']),
      step: Type.Enum(['not_requested', 'requested', 'refused', 'opened', 'concluded', 'no_answer']),
      adequacy: each(casework.adequacy, YesNo),
      /** The incident that was complained of, where it is one of this case. */
      incident: Type.Optional(orNull(RecordId)),
    },
    closed,
  ),
  need: Type.Object({ need: codesOf('protection_actions'), urgency: Type.Integer({ minimum: 1, maximum: 3 }) }, closed),
  referral: Type.Object(
    {
      programme: Type.Enum([...casework.programmes]),
      /** Who agreed to be told of to partners: whoever reported, or a person of the case. */
      consent: ConsentSubject,
      reply: Type.Enum(['none', 'accepted', 'refused', 'more_asked']),
      outcome: orNull(Type.Enum(['helped', 'partly', 'not_helped', 'withdrawn'])),
    },
    closed,
  ),
  visa: Type.Object(
    {
      route: Type.Enum(['humanitarian_visa', 'resettlement', 'relocation', 'family', 'study_work']),
      documents: each(casework.visaDocuments, Type.Enum(['have', 'missing', 'not_needed'])),
      decision: Type.Enum(['pending', 'granted', 'refused']),
      refusal: orNull(Type.Enum([...casework.visaRefusals])),
      family: Type.Integer({ minimum: 0, maximum: 40 }),
    },
    closed,
  ),
  /** That somebody moved, and never where to: that is sealed or not kept (R-NGO-06). */
  displacement: Type.Object({ relocated: Type.Boolean() }, closed),
  /** A visit to a community. Where and when it goes stands on the sealed card alone, for the readers of the case (R-NGO-35). */
  visit: Type.Object(
    {
      community: orNull(codesOf('communities')),
      checks: each(casework.visitChecks, YesNo),
      /** Whether anybody was made to suffer for it; asked before the visit is closed. */
      reprisal: orNull(Type.Enum(['none_seen', 'suspected', 'confirmed'])),
      followUp: orNull(Day),
    },
    closed,
  ),
  /** How safe a state is for a community, until when that is thought, and why (R-NGO-41). */
  host: Type.Object(
    {
      host: Country,
      community: orNull(codesOf('communities')),
      level: Type.Enum(['unsafe', 'limited', 'tolerable']),
      grounds: each(casework.hostGrounds, YesNo),
      until: Day,
    },
    closed,
  ),
  /** What it does to somebody, their family, a community or an outlet; nobody need be named (R-EP-10). */
  impact: Type.Object(
    { impact: Type.Enum([...casework.impacts]), whom: Type.Enum([...casework.impactOn]), community: orNull(codesOf('communities')) },
    closed,
  ),
} as const
export type EntryKind = keyof typeof FACTS
export const ENTRY_KINDS = Object.keys(FACTS) as readonly EntryKind[]

const common = {
  stage: Type.Enum([...casework.stages]),
  /** A day or range with its precision; what the source called it is on the card. */
  from: orNull(Day),
  until: orNull(Day),
  precision: codesOf('date_precision'),
  hedge: orNull(codesOf('certainty_hedge')),
  state: orNull(Type.Enum(['open', 'done', 'dropped'])),
  due: orNull(Day),
  ledFrom: orNull(RecordId),
  link: orNull(codesOf('chain_relations')),
}
export const EntryBody = Type.Union(
  ENTRY_KINDS.map((kind) => Type.Object({ kind: Type.Literal(kind), ...common, facts: FACTS[kind] }, closed)),
)

/** `POST /api/desk/cases/entries/keep`: `revision` 0 is a new entry; its kind never changes. */
export const KeepEntryInput = Type.Object({ case: CaseCode, entry: RecordId, revision: Revision, body: EntryBody }, closed)
/** `POST /api/desk/cases/entries/drop` */
export const DropEntryInput = Type.Object({ case: CaseCode, entry: RecordId, revision: Revision }, closed)

/** `POST /api/desk/cases/entries`: in the order of their days; `down` begins with the newest. `cards` are about the entry. */
export const EntriesInput = Type.Object(
  {
    case: CaseCode,
    kinds: Type.Array(Type.Enum([...ENTRY_KINDS]), { maxItems: ENTRY_KINDS.length, uniqueItems: true }),
    down: Type.Boolean(),
    after: orNull(Type.Object({ on: Day, entry: RecordId }, closed)),
  },
  closed,
)
export const EntryView = Type.Object(
  {
    entry: RecordId,
    case: CaseCode,
    kind: Type.Enum([...ENTRY_KINDS]),
    ...common,
    stage: Type.String(),
    /** The day that it is ordered by. */
    on: Day,
    codes: Type.Array(Type.String()),
    facts: Type.Record(Type.String(), Type.Unknown()),
    cards: Type.Array(Type.Object({ card: RecordId, kind: Type.String() }, closed)),
    by: MemberCode,
    writtenOn: Day,
    revision: Revision,
  },
  closed,
)
export const EntriesAnswer = Type.Object({ entries: Type.Array(EntryView), more: Type.Boolean() }, closed)

export const DEPRIVATIONS_PAGE = 100
/** `POST /api/desk/cases/safeguards`: the newest deprivations of liberty of a case, and the checks of safeguards of these. */
export const SafeguardsInput = Type.Object({ case: CaseCode }, closed)
/** A legal standard in the words of the vocabulary; whoever quotes an unverified one says so. */
export const Standard = Type.Object({ code: Type.String(), words: each(LANGUAGES, Type.String()), unverified: Type.Boolean() }, closed)
export const SafeguardsAnswer = Type.Object(
  {
    deprivations: Type.Array(EntryView),
    checks: Type.Array(EntryView),
    /** Every standard that an unmet safeguard can engage. */
    standards: Type.Array(Standard),
    more: Type.Boolean(),
  },
  closed,
)

/** `POST /api/desk/cases/charged`: every case that the caller sees in which this provision was used (R-NGO-42). */
export const ChargedInput = Type.Object({ provision: Provision, after: orNull(Type.Object({ on: Day, entry: RecordId }, closed)) }, closed)

type Common = {
  readonly stage: string
  readonly from: string | null
  readonly until: string | null
  readonly precision: string
  readonly hedge: string | null
  readonly state: 'open' | 'done' | 'dropped' | null
  readonly due: string | null
  readonly ledFrom: string | null
  readonly link: string | null
}
export type Facts = { readonly [Kind in EntryKind]: Static<(typeof FACTS)[Kind]> }
export type Body = { [Kind in EntryKind]: Common & { readonly kind: Kind; readonly facts: Facts[Kind] } }[EntryKind]
export type KeepEntry = { readonly case: string; readonly entry: string; readonly revision: number; readonly body: Body }
export type Entry = Body & {
  readonly entry: string
  readonly case: string
  readonly on: string
  readonly codes: readonly string[]
  readonly cards: readonly { readonly card: string; readonly kind: string }[]
  readonly by: string
  readonly writtenOn: string
  readonly revision: number
}
export type Entries = Static<typeof EntriesInput>
export type Standard = Omit<Static<typeof Standard>, 'words'> & { readonly words: Readonly<Record<Language, string>> }
export type Safeguards = {
  readonly deprivations: readonly Entry[]
  readonly checks: readonly Entry[]
  readonly standards: readonly Standard[]
  readonly more: boolean
}
export type Charged = Static<typeof ChargedInput>
export type DropEntry = Static<typeof DropEntryInput>
