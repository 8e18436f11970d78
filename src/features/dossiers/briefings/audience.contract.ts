import type { TermOf } from '#kernel/vocabulary.ts'

type Scope = TermOf<'consent_scopes'>

/**
 * Who gets the briefing decides which consent it needs: `use` for anything of a case at all, `named` for whatever could tell who
 * it is: a name, or somebody's own words about them.
 */
export const AUDIENCES = {
  dialogue: { use: 'dialogue', named: 'dialogue' },
  institutions: { use: 'eu_institutions', named: 'eu_institutions' },
  embassies: { use: 'embassies', named: 'embassies' },
  un: { use: 'un', named: 'un' },
  parliament: { use: 'parliament', named: 'public_named' },
  public: { use: 'public_anon', named: 'public_named' },
} as const satisfies Readonly<Record<string, { readonly use: Scope; readonly named: Scope }>>
export type Audience = keyof typeof AUDIENCES

/** Facts of a case that are codes; an empty one is not recorded. Together they can tell who somebody is. */
export type CodedFacts = { readonly origin: string; readonly host: string; readonly method: string | null; readonly year: string | null }
