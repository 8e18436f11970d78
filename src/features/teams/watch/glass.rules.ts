/** How long a broken glass opens a case, and how long its review may take before the account is held. guards T-24 */
export const GLASS_MS = 3_600_000
export const REVIEW_DAYS = 5

export function glassEnds(opened: Date): Date {
  return new Date(opened.getTime() + GLASS_MS)
}

export function reviewBy(opened: Date): Date {
  return new Date(opened.getTime() + REVIEW_DAYS * 86_400_000)
}
