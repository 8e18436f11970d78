import { Compile } from 'typebox/compile'
import { Refusal } from '#kernel/refusal.ts'
import { type PublicFacts, PublicFactsSchema } from './public-facts.contract.ts'

const check = Compile(PublicFactsSchema)

/** Input from outside as facts of a public document; refused with the names of the fields that have not the form they should. */
export function parsePublicFacts(input: unknown): PublicFacts {
  if (check.Check(input)) return input
  const fields = [...check.Errors(input)].map((error) => error.instancePath.replace('/', '')).filter((name) => name !== '')
  throw new Refusal('document.facts_malformed', [...new Set(fields)].join(', '))
}
