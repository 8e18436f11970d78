import { alertTries, focalTries, planTries } from './alerts.ts'
import { approvalTries } from './approvals.ts'
import { briefingTries } from './briefings.ts'
import { cardTries } from './cards.ts'
import { caseworkTries, moveTries } from './casework.ts'
import { coalitionTries } from './coalition.ts'
import { commitmentTries } from './commitments.ts'
import { consentTries } from './consent.ts'
import { deskTries } from './desk.ts'
import { dialogueTries } from './dialogues.ts'
import { documentTries } from './documents.ts'
import { exportTries } from './export.ts'
import { importTries } from './import.ts'
import { nodeTries } from './nodes.ts'
import { ownPageTries } from './own-pages.ts'
import { actorTries, findingTries, incidentTries, peopleTries } from './people.ts'
import { recoveryTries } from './recovery.ts'
import type { Tries } from './scene.ts'
import { signInTries } from './sign-in.ts'
import { takeAlongTries } from './take-along.ts'
import { transferTries } from './transfer.ts'
import { viewTries } from './views.ts'

/** One line for each feature: a door that no feature tries fails the test of access. */
const ALL: readonly Tries[] = [
  deskTries,
  signInTries,
  cardTries,
  caseworkTries,
  moveTries,
  recoveryTries,
  transferTries,
  approvalTries,
  consentTries,
  ownPageTries,
  peopleTries,
  actorTries,
  incidentTries,
  findingTries,
  importTries,
  takeAlongTries,
  exportTries,
  dialogueTries,
  briefingTries,
  coalitionTries,
  commitmentTries,
  alertTries,
  focalTries,
  planTries,
  nodeTries,
  viewTries,
  documentTries,
]

/** Every try of every door. */
export const allTries: Tries = (scene) => Object.assign({}, ...ALL.map((tries) => tries(scene)))

/** Doors that name nothing of anybody: everybody acts on their own, or is told what everybody is. */
export const NAMES_NOTHING: readonly string[] = [
  'POST /api/desk/session/here',
  // It names a country to the own team, and nothing else.
  'POST /api/desk/duty/raise',
  'POST /api/desk/session/end',
  'POST /api/desk/invitations',
  'POST /api/desk/members/sealed-key',
  'POST /api/desk/passkeys/begin',
  'POST /api/desk/inbox/list',
  'POST /api/desk/inbox/fetch',
  'POST /api/desk/inbox/body',
  'POST /api/desk/inbox/decided',
  'POST /api/desk/replies',
  // A ticket is random, told to one, and names no team: whoever holds it is whoever was given it.
  'POST /api/desk/replies/states',
  'POST /api/desk/replies/withdraw',
  // An address of one's own feed.
  'POST /api/desk/feeds/make',
  // A new pattern of one's own team, under a random code.
  'POST /api/desk/patterns/keep',
]
