import Type, { type Static } from 'typebox'
import { Day } from '#formats/public-record.ts'
import { DocumentSchema } from '../document.contract.ts'

/** What somebody who brings a public document says of it. `address` null means "source unknown". */
export const PublicFactsSchema = Type.Object(
  {
    publisher: Type.String({ minLength: 1, maxLength: 300 }),
    address: Type.Union([Type.String({ minLength: 1, maxLength: 2_000 }), Type.Null()]),
    retrievedOn: Day,
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}$' })),
    kind: Type.Optional(DocumentSchema.properties.kind),
  },
  { additionalProperties: false },
)

export type PublicFacts = Static<typeof PublicFactsSchema>
