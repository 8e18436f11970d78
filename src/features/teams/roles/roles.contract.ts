import Type, { type Static } from 'typebox'
import { ROLES } from '#kernel/roles.ts'
import { Day, MemberCode } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const

export const RoleName = Type.Enum([...ROLES])

/** `GET /api/desk/roles/list`: of every member of the own team. */
export const RolesAnswer = Type.Object(
  {
    members: Type.Array(
      Type.Object(
        {
          member: MemberCode,
          name: Type.String(),
          roles: Type.Array(RoleName),
          /** The day from which the membership counts; null while it was never noted, which counts as new. */
          since: Type.Union([Day, Type.Null()]),
          founder: Type.Boolean(),
          /** The first account of the same person. */
          sameAs: Type.Union([MemberCode, Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
)

/**
 * `POST /api/desk/roles/grant`: one role given or taken away, with a yes of two to `{team, member, role, gives}` under
 * `role.grant` or `role.take` and the subject `M-ABCDEF:role`. Ends the member's sessions.
 */
export const GrantRoleInput = Type.Object({ member: MemberCode, role: RoleName, gives: Type.Boolean() }, closed)

/** `POST /api/desk/roles/same-person`: these two accounts are one person's. It is never taken back. */
export const SamePersonInput = Type.Object({ member: MemberCode, of: MemberCode }, closed)

export type GrantRole = Static<typeof GrantRoleInput>
export type RolesView = Static<typeof RolesAnswer>
