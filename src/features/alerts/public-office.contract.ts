import Type from 'typebox'

const closed = { additionalProperties: false } as const
const Country = Type.String({ pattern: '^[A-Z]{2}$' })
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

/** What an office is called on the public page: one line, typed by its steward. */
export const OfficeName = Type.String({ minLength: 2, maxLength: 120, pattern: '^[^\\p{C}]*$' })

/**
 * One line of the public directory, as the steward of the office said yes to it. Conflicts, deputies and remit are not in it:
 * they are for offices that route alerts.
 */
export const PublicOfficeSchema = Type.Object(
  {
    code: Type.String({ pattern: '^B-[2-9A-HJ-NP-Z]{6}$' }),
    name: OfficeName,
    territory: Type.Array(Country, { minItems: 1, maxItems: 60 }),
    languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20 }),
    /** Minutes after midnight, at the office; the same twice is around the clock. */
    opens: Type.Integer({ minimum: 0, maximum: 1_440 }),
    closes: Type.Integer({ minimum: 0, maximum: 1_440 }),
    offsetMinutes: Type.Integer({ minimum: -720, maximum: 840 }),
    /** Monday is 1. */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7 }),
    stateBody: Type.Boolean(),
    police: Type.Boolean(),
    contact: Type.String({ maxLength: 160, pattern: '^[^\\p{C}]*$' }),
    checkedOn: Day,
  },
  closed,
)
