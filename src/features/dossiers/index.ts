export type { BriefingForm, BriefingKind, BriefingLanguage } from './briefings/briefing.contract.ts'
export { printPublic } from './briefings/print-public.ts'
export { briefingDoors } from './briefings/take-briefing.ts'
