import { type Door, door, readingDoor } from '#base/door.ts'
import { type Caller, canReadCoded, type Desk, onlyFor } from '#features/teams/index.ts'
import { readCalendar, viewDue } from './calendar/keep-calendar.ts'
import * as coalition from './coalition/coalition.contract.ts'
import {
  addParticipant,
  dropParticipant,
  keepConsultation,
  viewConsultations,
  viewShared,
  withdrawShared,
} from './coalition/keep-consultations.ts'
import {
  keepStatement,
  publishStatement,
  reviseStatement,
  rewrapStatement,
  signStatement,
  unsignStatement,
  viewOldWraps,
  viewStatement,
  viewStatements,
} from './coalition/keep-statements.ts'
import { Nothing } from './codes.contract.ts'
import * as deliverables from './deliverables/deliverable.contract.ts'
import { checkDeliverable, keepDeliverable } from './deliverables/keep-deliverables.ts'
import type { DialogueDesk } from './dialogue-desk.ts'
import { addBenchmark, addConsequence, decideConsequence, lookAtBenchmark, viewLadder } from './ladder/keep-ladder.ts'
import * as ladder from './ladder/ladder.contract.ts'
import { freezeList, previewList, takeList, viewList } from './lists/freeze-list.ts'
import * as lists from './lists/list.contract.ts'
import { changeRaised, codeReply, raiseCase, recordReply } from './raising/raise-cases.ts'
import * as raising from './raising/raising.contract.ts'
import { viewHistory, viewRaised, viewSilent, viewWilling } from './raising/view-raised.ts'
import { addDelegate, dropDelegate, dropItem, keepItem, keepRound, keepTrack, shareRound } from './rounds/keep-rounds.ts'
import * as rounds from './rounds/round.contract.ts'
import { viewDemands, viewProvision, viewRound, viewRounds, viewSummary, viewTracks } from './rounds/view-rounds.ts'

/** Doors of a member to the dialogues of their team. Who may write, each action asks; who may read codes, all of them. */
export function dialogueDoors(desk: DialogueDesk): Door<Caller>[] {
  return onlyFor(canReadCoded, [
    ...roundDoors(desk),
    ...raisingDoors(desk),
    ...listDoors(desk),
    ...ladderDoors(desk),
    door('/api/desk/dialogues/due/list', Nothing, ({ caller }) => viewDue(desk, caller)),
    ...coalitionDoors(desk),
  ])
}

/** The one door that an address opens by itself: a calendar of codes. */
export function openDialogueDoors(desk: DialogueDesk & Pick<Desk, 'by'>): Door<null>[] {
  return [readingDoor('/api/desk/calendar/:token', ({ params }) => readCalendar(desk, params['token'] ?? ''))]
}

function roundDoors(desk: DialogueDesk): Door<Caller>[] {
  return [
    door('/api/desk/dialogues/tracks/list', Nothing, ({ caller }) => viewTracks(desk, caller)),
    door('/api/desk/dialogues/tracks/keep', rounds.KeepTrackInput, ({ caller, input }) => keepTrack(desk, caller, input)),
    door('/api/desk/dialogues/rounds/list', rounds.RoundsInput, ({ caller, input }) => viewRounds(desk, caller, input)),
    door('/api/desk/dialogues/rounds/view', rounds.ViewRoundInput, ({ caller, input }) => viewRound(desk, caller, input.round)),
    door('/api/desk/dialogues/rounds/keep', rounds.KeepRoundInput, ({ caller, input }) => keepRound(desk, caller, input)),
    door('/api/desk/dialogues/rounds/share', rounds.ShareInput, ({ caller, input }) => shareRound(desk, caller, input)),
    door('/api/desk/dialogues/items/keep', rounds.KeepItemInput, ({ caller, input }) => keepItem(desk, caller, input)),
    door('/api/desk/dialogues/items/drop', rounds.DropItemInput, ({ caller, input }) => dropItem(desk, caller, input)),
    door('/api/desk/dialogues/delegates/add', rounds.AddDelegateInput, ({ caller, input }) => addDelegate(desk, caller, input)),
    door('/api/desk/dialogues/delegates/drop', rounds.DropDelegateInput, ({ caller, input }) => dropDelegate(desk, caller, input)),
    door('/api/desk/dialogues/deliverables/keep', deliverables.KeepDeliverableInput, ({ caller, input }) =>
      keepDeliverable(desk, caller, input),
    ),
    door('/api/desk/dialogues/deliverables/check', deliverables.CheckInput, ({ caller, input }) => checkDeliverable(desk, caller, input)),
    door('/api/desk/dialogues/provisions/list', rounds.ProvisionInput, ({ caller, input }) => viewProvision(desk, caller, input.provision)),
    door('/api/desk/dialogues/demands/list', Nothing, ({ caller }) => viewDemands(desk, caller)),
    door('/api/desk/dialogues/summary/view', rounds.SummaryInput, ({ caller, input }) => viewSummary(desk, caller, input.partner)),
  ]
}

function raisingDoors(desk: DialogueDesk): Door<Caller>[] {
  return [
    door('/api/desk/dialogues/raised/list', raising.RaisedInput, ({ caller, input }) => viewRaised(desk, caller, input)),
    door('/api/desk/dialogues/willing/list', raising.WillingInput, ({ caller, input }) => viewWilling(desk, caller, input)),
    door('/api/desk/dialogues/silent/list', raising.SilentInput, ({ caller, input }) => viewSilent(desk, caller, input)),
    door('/api/desk/dialogues/cases/history', raising.HistoryInput, ({ caller, input }) => viewHistory(desk, caller, input.case)),
    door('/api/desk/dialogues/cases/raise', raising.RaiseInput, ({ caller, input }) => raiseCase(desk, caller, input)),
    door('/api/desk/dialogues/cases/change', raising.ChangeRaisedInput, ({ caller, input }) => changeRaised(desk, caller, input)),
    door('/api/desk/dialogues/cases/reply', raising.ReplyInput, ({ caller, input }) => recordReply(desk, caller, input)),
    door('/api/desk/dialogues/cases/code', raising.CodeReplyInput, ({ caller, input }) => codeReply(desk, caller, input)),
  ]
}

function listDoors(desk: DialogueDesk): Door<Caller>[] {
  return [
    door('/api/desk/dialogues/lists/freeze', lists.FreezeInput, ({ caller, input }) => freezeList(desk, caller, input)),
    door('/api/desk/dialogues/lists/view', lists.ViewListInput, ({ caller, input }) => viewList(desk, caller, input)),
    door('/api/desk/dialogues/lists/ask', lists.AskListInput, ({ caller, input }) => previewList(desk, caller, input)),
    door('/api/desk/dialogues/lists/take', lists.TakeListInput, ({ caller, input }) => takeList(desk, caller, input)),
  ]
}

function ladderDoors(desk: DialogueDesk): Door<Caller>[] {
  return [
    door('/api/desk/dialogues/ladder/list', Nothing, ({ caller }) => viewLadder(desk, caller)),
    door('/api/desk/dialogues/benchmarks/add', ladder.AddBenchmarkInput, ({ caller, input }) => addBenchmark(desk, caller, input)),
    door('/api/desk/dialogues/benchmarks/look', ladder.LookInput, ({ caller, input }) => lookAtBenchmark(desk, caller, input)),
    door('/api/desk/dialogues/consequences/add', ladder.AddConsequenceInput, ({ caller, input }) => addConsequence(desk, caller, input)),
    door('/api/desk/dialogues/consequences/decide', ladder.DecideInput, ({ caller, input }) => decideConsequence(desk, caller, input)),
  ]
}

function coalitionDoors(desk: DialogueDesk): Door<Caller>[] {
  return [
    door('/api/desk/coalition/statements/list', Nothing, ({ caller }) => viewStatements(desk, caller)),
    door('/api/desk/coalition/statements/view', coalition.StatementInput, ({ caller, input }) =>
      viewStatement(desk, caller, input.statement),
    ),
    door('/api/desk/coalition/statements/keep', coalition.KeepStatementInput, ({ caller, input }) => keepStatement(desk, caller, input)),
    door(
      '/api/desk/coalition/statements/revise',
      coalition.ReviseInput,
      ({ caller, input }) => reviseStatement(desk, caller, input),
      coalition.REVISE_MOST,
    ),
    door(
      '/api/desk/coalition/statements/sign',
      coalition.SignInput,
      ({ caller, input }) => signStatement(desk, caller, input),
      coalition.SIGN_MOST,
    ),
    door('/api/desk/coalition/statements/unsign', coalition.StatementInput, ({ caller, input }) =>
      unsignStatement(desk, caller, input.statement),
    ),
    door('/api/desk/coalition/statements/wraps', coalition.OldWrapsInput, ({ caller, input }) => viewOldWraps(desk, caller, input.before)),
    door('/api/desk/coalition/statements/rewrap', coalition.RewrapStatementInput, ({ caller, input }) =>
      rewrapStatement(desk, caller, input),
    ),
    door('/api/desk/coalition/statements/publish', coalition.PublishInput, ({ caller, input }) => publishStatement(desk, caller, input)),
    door('/api/desk/coalition/consultations/list', Nothing, ({ caller }) => viewConsultations(desk, caller)),
    door('/api/desk/coalition/consultations/keep', coalition.KeepConsultationInput, ({ caller, input }) =>
      keepConsultation(desk, caller, input),
    ),
    door('/api/desk/coalition/participants/add', coalition.AddParticipantInput, ({ caller, input }) => addParticipant(desk, caller, input)),
    door('/api/desk/coalition/participants/drop', coalition.DropParticipantInput, ({ caller, input }) =>
      dropParticipant(desk, caller, input),
    ),
    door('/api/desk/coalition/shared/list', Nothing, ({ caller }) => viewShared(desk, caller)),
    door('/api/desk/coalition/shared/withdraw', coalition.WithdrawInput, ({ caller, input }) => withdrawShared(desk, caller, input.team)),
  ]
}
