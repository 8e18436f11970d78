import Type, { type Static } from 'typebox'
import { bytesOf, PageId, Revision } from '../teams.contract.ts'

const closed = { additionalProperties: false } as const

/** The largest of the five lengths of a sealed card (`src/crypto/case/card.ts`), sealed to the member and to nobody else. */
const OWN_PAGE_MOST = 263_851
/** 64 pages of 256 KiB: an index of 16 MB. */
export const OWN_PAGES_MOST = 64
export const OwnPageKind = Type.Enum(['index', 'choices'])

/** `GET /api/desk/own-pages`: the caller's own sealed pages, in the order of their random ids. */
export const OwnPagesAnswer = Type.Object(
  { pages: Type.Array(Type.Object({ page: PageId, kind: OwnPageKind, revision: Revision }, closed)) },
  closed,
)
/** `POST /api/desk/own-pages/read` -> the blob, raw; its revision in the header `Asylia-Revision`. */
export const OwnPageInput = Type.Object({ page: PageId }, closed)
/** `POST /api/desk/own-pages`: `revision` is the one it replaces, 0 for a new page. */
export const KeepOwnPageInput = Type.Object(
  { page: PageId, kind: OwnPageKind, revision: Revision, blob: bytesOf(2_683, OWN_PAGE_MOST) },
  closed,
)
/** `POST /api/desk/own-pages/drop` */
export const DropOwnPageInput = Type.Object({ page: PageId, revision: Revision }, closed)

export type KeepOwnPage = Static<typeof KeepOwnPageInput>
