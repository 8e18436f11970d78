import { type Door, door, readingDoor } from '#base/door.ts'
import { type Caller, canReadCoded, canShare, canStewardTeam, canWorkCases, onlyFor } from '#features/teams/index.ts'
import * as contract from './alert.contract.ts'
import type { AlertDesk } from './alert-desk.ts'
import { answer, attach, openCopy, turn, viewOne } from './answer-alert.ts'
import { draftAlert, dropAlert } from './draft-alert.ts'
import * as focal from './focal.contract.ts'
import { dropOne, keepOne, keepOneDuty, publishOne, unpublishOne, viewDirectory, viewDuty } from './keep-focal-points.ts'
import type { News } from './news/tell-desks.ts'
import * as plan from './plan/plan.contract.ts'
import { giveOneTask, sharePlanWith, turnOneTask, viewPlan, viewReceivedPlan } from './plan/run-plan.ts'
import { capByFeed, capOf, feedBehind } from './ring-out.ts'
import { sendAlert, withdraw } from './send-alert.ts'
import {
  readFile,
  readText,
  rewrap,
  viewAlert,
  viewBarred,
  viewDrafts,
  viewPatterns,
  viewReceived,
  viewRed,
  viewSent,
  viewWraps,
} from './view-alerts.ts'

/** One sealed text as base64, one with the names and uses of a thousand offices, a sealed file, and a thousand texts, each with its wrap. */
const ONE = 65_536
const DRAFT = 262_144
const FILE = 2_097_152
const ALL = 33_554_432

/** Doors to the alerts of the own team, and to those that came to it. */
export function alertDoors(desk: AlertDesk): Door<Caller>[] {
  return [
    ...onlyFor(canReadCoded, [
      door('/api/desk/alerts/sent', contract.SentInput, ({ caller, input }) => viewSent(desk, caller, input)),
      door('/api/desk/alerts/received', contract.ReceivedInput, ({ caller, input }) => viewReceived(desk, caller, input)),
      readingDoor('/api/desk/alerts/drafts', ({ caller }) => viewDrafts(desk, caller)),
      readingDoor('/api/desk/alerts/red', ({ caller }) => viewRed(desk, caller)),
      door('/api/desk/alerts/received/plan', contract.DeliveryInput, ({ caller, input }) => viewReceivedPlan(desk, caller, input.delivery)),
      door('/api/desk/alerts/received/cap', contract.DeliveryInput, ({ caller, input }) => capOf(desk, caller, input.delivery)),
    ]),
    ...onlyFor(canWorkCases, [
      readingDoor('/api/desk/alerts/patterns', ({ caller }) => viewPatterns(desk, caller)),
      door('/api/desk/alerts/view', contract.AlertInput, ({ caller, input }) => viewAlert(desk, caller, input.alert)),
      door('/api/desk/alerts/text', contract.TextInput, ({ caller, input }) => readText(desk, caller, input.text)),
      door('/api/desk/alerts/received/view', contract.DeliveryInput, ({ caller, input }) => viewOne(desk, caller, input.delivery)),
      door('/api/desk/alerts/received/open', contract.DeliveryInput, ({ caller, input }) => openCopy(desk, caller, input.delivery)),
      door('/api/desk/alerts/received/turn', contract.TurnInput, ({ caller, input }) => turn(desk, caller, input), ONE),
      door('/api/desk/alerts/received/answer', contract.AnswerAlertInput, ({ caller, input }) => answer(desk, caller, input), ONE),
      door('/api/desk/alerts/received/attach', contract.AttachInput, ({ caller, input }) => attach(desk, caller, input), FILE),
      door('/api/desk/alerts/received/task', plan.TurnTaskInput, ({ caller, input }) => turnOneTask(desk, caller, input)),
      door('/api/desk/plan/view', plan.PlanInput, ({ caller, input }) => viewPlan(desk, caller, input.case)),
      door('/api/desk/alerts/wraps', contract.WrapsInput, ({ caller, input }) => viewWraps(desk, caller, input.before)),
      door('/api/desk/alerts/rewrap', contract.RewrapInput, ({ caller, input }) => rewrap(desk, caller, input)),
      door('/api/desk/alerts/file', contract.FileInput, ({ caller, input }) => readFile(desk, caller, input.file)),
    ]),
    ...onlyFor(canShare, [
      door('/api/desk/alerts/draft', contract.DraftInput, ({ caller, input }) => draftAlert(desk, caller, input), DRAFT),
      door('/api/desk/alerts/barred', contract.BarredInput, ({ caller, input }) => viewBarred(desk, caller, input.case)),
      door('/api/desk/alerts/drop', contract.AlertInput, ({ caller, input }) => dropAlert(desk, caller, input.alert)),
      door('/api/desk/alerts/send', contract.SendAlertInput, ({ caller, input }) => sendAlert(desk, caller, input), ALL),
      door('/api/desk/plan/share', plan.SharePlanInput, ({ caller, input }) => sharePlanWith(desk, caller, input)),
      door('/api/desk/plan/give', plan.GiveTaskInput, ({ caller, input }) => giveOneTask(desk, caller, input)),
      door('/api/desk/alerts/withdraw', contract.AlertInput, ({ caller, input }) => withdraw(desk, caller, input.alert)),
    ]),
  ]
}

/** The door of an open desk that is told when something changed among its alerts. */
export function newsDoors(news: News): Door<Caller>[] {
  return onlyFor(canReadCoded, [readingDoor('/api/desk/alerts/news', async ({ caller }) => news.open(caller))])
}

/** Doors that an address opens by itself: that something waits for an office, for a feed reader that rings by it. */
export function openAlertDoors(desk: AlertDesk): Door<null>[] {
  return [
    readingDoor('/api/desk/alerts/feed/:token', ({ params }) => feedBehind(desk, params['token'] ?? '')),
    readingDoor('/api/desk/alerts/feed/:token/:delivery', ({ params }) => capByFeed(desk, params['token'] ?? '', params['delivery'] ?? '')),
  ]
}

/** Doors to the directory of focal points, and to where the notices of the own office go. */
export function focalDoors(desk: AlertDesk): Door<Caller>[] {
  return [
    ...onlyFor(canReadCoded, [readingDoor('/api/desk/focal-points', ({ caller }) => viewDirectory(desk, caller))]),
    ...onlyFor(canStewardTeam, [
      door('/api/desk/focal-points/keep', focal.KeepFocalInput, ({ caller, input }) => keepOne(desk, caller, input)),
      door('/api/desk/focal-points/drop', focal.FocalInput, ({ caller, input }) => dropOne(desk, caller, input.id)),
      door('/api/desk/focal-points/publish', focal.PublishFocalInput, ({ caller, input }) => publishOne(desk, caller, input)),
      door('/api/desk/focal-points/unpublish', focal.FocalInput, ({ caller, input }) => unpublishOne(desk, caller, input.id)),
      readingDoor('/api/desk/focal-points/duty', ({ caller }) => viewDuty(desk, caller)),
      door('/api/desk/focal-points/duty/keep', focal.KeepDutyInput, ({ caller, input }) => keepOneDuty(desk, caller, input)),
    ]),
  ]
}
