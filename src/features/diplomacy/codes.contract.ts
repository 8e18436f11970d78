import Type from 'typebox'
import { dialogues } from '#kernel/dialogues.ts'

// Shapes that more than one part of a dialogue is made of.

export const closed = { additionalProperties: false } as const
export const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const coded = (letter: string) => Type.String({ pattern: `^${letter}-[2-9A-HJ-NP-Z]{6}$` })
export const TrackCode = coded('T')
export const RoundCode = coded('Y')
export const DeliverableCode = coded('G')

const oneOf = (codes: readonly string[]) => Type.Enum([...codes])
export const RoundKind = oneOf(dialogues.roundKinds)
export const Stage = oneOf(dialogues.stages)
export const Level = oneOf(dialogues.levels)
export const HeldBy = oneOf(dialogues.heldBy)
export const Absence = oneOf(dialogues.absences)
export const Theme = oneOf(dialogues.themes)
export const Addressee = oneOf(dialogues.addressees)
export const ItemKind = oneOf(dialogues.itemKinds)
export const Topic = oneOf(dialogues.topics)
export const RaisingForm = oneOf(dialogues.forms.map(({ code }) => code))
export const DocumentKind = oneOf(dialogues.documents.map(({ code }) => code))
export const ReplyForm = oneOf(dialogues.replyForms)
export const ReplyCode = oneOf(dialogues.scheme.codes.map(({ code }) => code))

/** A short line about what a state or a law does; the server reads it, so nobody is named in it. */
export const Line = Type.String({ minLength: 2, maxLength: 300, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' })
/** Where it stands: an address, the code of a citation, or `own_record` for whoever was there. */
export const Source = Type.String({ pattern: '^[!-~]{2,300}$' })
export const Nothing = Type.Object({}, closed)
