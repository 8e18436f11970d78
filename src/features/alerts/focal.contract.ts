import Type, { type Static } from 'typebox'
import { RecordId } from '#features/reports/cards/card.contract.ts'
import { Day, TeamSlug } from '#features/teams/teams.contract.ts'
import { OfficeName } from './public-office.contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** What an office answers for. */
export const FOCAL_REMITS = ['tnr', 'asylum', 'protection', 'detention', 'digital', 'family', 'legal', 'police'] as const
const Country = Type.String({ pattern: '^[A-Z]{2}$' })
const Countries = (least: number) => Type.Array(Country, { minItems: least, maxItems: 60, uniqueItems: true })

/** What an entry says of its office, here and to other installations. */
export const FocalEntry = {
  territory: Countries(1),
  remit: Type.Array(Type.Enum([...FOCAL_REMITS]), { maxItems: 8, uniqueItems: true }),
  languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20, uniqueItems: true }),
  /** Minutes after midnight, at the office; the same twice is around the clock. */
  opens: Type.Integer({ minimum: 0, maximum: 1_440 }),
  closes: Type.Integer({ minimum: 0, maximum: 1_440 }),
  offsetMinutes: Type.Integer({ minimum: -720, maximum: 840 }),
  /** Monday is 1. */
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true }),
  deputies: Type.Integer({ minimum: 0, maximum: 9 }),
  stateBody: Type.Boolean(),
  police: Type.Boolean(),
  /** States with which the office has a conflict: nothing about them is proposed to go there. */
  conflicts: Countries(0),
  /** A public number, address or page of the office, never of a person. */
  contact: Type.String({ maxLength: 160, pattern: '^[^\\p{C}]*$' }),
}
const Said = { ...FocalEntry, open: Type.Boolean() }
export const FocalPointView = Type.Object(
  { id: RecordId, team: TeamSlug, ...Said, checkedOn: Day, revision: Type.Integer({ minimum: 1 }) },
  closed,
)
/** Days after which an entry counts as not verified until somebody checked it again. */
export const CHECKED_DAYS = 180

/** `GET /api/desk/focal-points`: the directory, and which offices have not answered this team since when. */
export const DirectoryAnswer = Type.Object(
  {
    points: Type.Array(FocalPointView),
    silent: Type.Array(Type.Object({ team: TeamSlug, since: Day }, closed)),
    /** Offices that say, or once said, that they are police; an entry that is changed or dropped takes none off. */
    police: Type.Array(TeamSlug),
    /** Entries of the own office that stand on the public page now. */
    published: Type.Array(RecordId),
    today: Day,
  },
  closed,
)
/** `POST /api/desk/focal-points/keep`: an entry of the own team, checked today; revision 0 is a new one. */
export const KeepFocalInput = Type.Object({ id: RecordId, ...Said, revision: Type.Integer({ minimum: 0 }) }, closed)
export const FocalInput = Type.Object({ id: RecordId }, closed)
/** `POST /api/desk/focal-points/publish`: the yes to exactly this revision, under this name; another revision needs another yes. */
export const PublishFocalInput = Type.Object({ id: RecordId, revision: Type.Integer({ minimum: 1 }), name: OfficeName }, closed)

const Address = Type.String({ pattern: '^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,120}$' })
const Step = Type.Object(
  { step: Type.Integer({ minimum: 0, maximum: 2 }), address: orNull(Address), revision: Type.Integer({ minimum: 0 }) },
  closed,
)
/** `GET /api/desk/focal-points/duty`: where the notices of the own office go: the duty, the deputy, the next level. */
export const DutyAnswer = Type.Object({ steps: Type.Array(Step) }, closed)
/** `POST /api/desk/focal-points/duty/keep` */
export const KeepDutyInput = Step

export type FocalPoint = Static<typeof FocalPointView>
export type KeepFocal = Static<typeof KeepFocalInput>
export type Directory = Static<typeof DirectoryAnswer>
export type PublishFocal = Static<typeof PublishFocalInput>
export type Duty = Static<typeof KeepDutyInput>
