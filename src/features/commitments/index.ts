export { compareDrafts } from './clauses/compare-drafts.rules.ts'
export { commitmentDoors } from './commitment.http.ts'
