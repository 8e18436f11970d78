/** What somebody may do in a team, beside being one of it. Several may be held at once; none is held by default. */
export const ROLES = ['caseworker', 'verifier', 'liaison', 'counsel', 'analyst', 'steward', 'auditor', 'dpo'] as const

export type Role = (typeof ROLES)[number]

/** Of what the database says, the roles that this version knows; another gives no right. */
export function rolesOf(said: readonly string[]): readonly Role[] {
  return ROLES.filter((role) => said.includes(role))
}
