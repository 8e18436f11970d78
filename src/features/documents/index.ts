export { type HeldDocument, holdDocument } from './hold-document.ts'
export { recheckCitations } from './recheck-citations.ts'
