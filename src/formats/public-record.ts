import Type, { type Static } from 'typebox'

/**
 * Shapes that every public-source record shares. Uncertainty is data: a date, a place and a claim
 * each carry their precision and the source's own words beside our reading of them.
 */
const closed = { additionalProperties: false } as const

/** Our own words in up to five languages; English always. A quotation is never of this shape. */
export const SaidSchema = Type.Object(
  {
    en: Type.String({ minLength: 1 }),
    vi: Type.Optional(Type.String({ minLength: 1 })),
    th: Type.Optional(Type.String({ minLength: 1 })),
    fr: Type.Optional(Type.String({ minLength: 1 })),
    ar: Type.Optional(Type.String({ minLength: 1 })),
  },
  closed,
)

/** A public code such as `C-7Q4M`: random, never made from a name. */
export const Code = Type.String({ pattern: '^[A-Z]{1,3}-[23456789ABCDEFGHJKMNPQRSTVWXYZ]{4,8}$' })
export const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
/** ISO 3166-1 alpha-2, or EU for the Union. */
export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$' })
export const VocabularyCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.:+_-]*$' })

export const DATE_PRECISIONS = ['exact', 'month', 'year', 'range', 'before', 'since', 'unknown'] as const
export const PLACE_PRECISIONS = ['point', 'locality', 'admin1', 'country', 'hidden'] as const

/**
 * When it happened. `from` is the first day, `until` the last day, both inclusive; a month is the
 * whole month, a year the whole year. `before` has no `from`, `since` has no `until`, `unknown` has neither.
 * `said` is the source's own wording, in the source's language.
 */
export const HappenedSchema = Type.Object(
  {
    from: Type.Union([Day, Type.Null()]),
    until: Type.Union([Day, Type.Null()]),
    precision: Type.Enum(DATE_PRECISIONS),
    said: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  },
  closed,
)

/** Where it happened. `name` is null where only the country is known; `hidden` is never located more finely than the country. */
export const PlaceSchema = Type.Object(
  {
    country: Type.Union([CountryCode, Type.Null()]),
    name: Type.Union([SaidSchema, Type.Null()]),
    precision: Type.Enum(PLACE_PRECISIONS),
  },
  closed,
)

/** Where a statement comes from when it is not a citation (domain README, "What is verified"). */
export const BASES = [
  'seed',
  'seed_and_general_knowledge',
  'published_source',
  'partly_published_source',
  'general_knowledge_verify',
  'own',
] as const
export const BasisSchema = Type.Enum(BASES)

export type Happened = Static<typeof HappenedSchema>
export type Place = Static<typeof PlaceSchema>
export type Basis = Static<typeof BasisSchema>

/** Every basis but these two is shown as unverified and cannot be quoted in a dossier or letter. */
export function isUnverified(basis: Basis): boolean {
  return basis !== 'seed' && basis !== 'own'
}
