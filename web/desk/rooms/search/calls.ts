/** One thing that was found: codes to go there by, and the words to know it by, which stay on the screen. */
export type SearchHit = { readonly case: string; readonly kind: string; readonly about: string; readonly label: string }

export type SearchCalls = {
  /** Looks in what this member has opened or written; nothing of it leaves the browser. */
  'search.find': { in: { readonly typed: string }; out: { readonly hits: readonly SearchHit[]; readonly known: number } }
  /** Keeps the index sealed to this member. */
  'search.save': { in: null; out: null }
}
