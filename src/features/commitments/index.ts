export { CLAUSE_LANGUAGE, CLAUSES, type Clause, isClauseUnverified } from './clauses/checklist.rules.ts'
export { type ClauseChange, type ClauseDifference, compareDrafts } from './clauses/compare-drafts.rules.ts'
export { readsAsEnglish } from './clauses/english.rules.ts'
export { type ClauseReading, type ClauseState, readClauses } from './clauses/read-clauses.rules.ts'
