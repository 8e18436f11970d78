import { type Door, door } from '#base/door.ts'
import { type Caller, canReadCoded, canWorkCases, onlyFor } from '#features/teams/index.ts'
import * as duty from './duty/duty.contract.ts'
import { answerAlarm, keepDuty, lookAtDuty, raiseAlarm } from './duty/keep-duty.ts'
import * as entries from './entries/entry.contract.ts'
import { dropOneEntry, keepOneEntry, viewCharged, viewEntries, viewSafeguards } from './entries/keep-entries.ts'
import * as files from './files/case.contract.ts'
import { type CaseDesk, changeOneCase, viewCases, viewDeadlines, viewOneCase } from './files/work-on-cases.ts'
import * as moves from './moves/move.contract.ts'
import { beginOneMove, dropOneMove, finishOneMove, stageSome, viewLeft, viewMoves } from './moves/move-records.ts'
import { assessRisk, viewRisk } from './risk/assess-risk.ts'
import * as risk from './risk/risk.contract.ts'
import { keepSomeTasks, tellOfLate, viewCoverage, viewGaps, viewGuidelines, viewTasks } from './tasks/keep-tasks.ts'
import * as tasks from './tasks/task.contract.ts'

/** Sixteen of the largest cards as base64, with what stands around them. */
const STAGED = 6_291_456

/** Doors to the coded side of casework: reading codes, and work on cases. */
export function caseworkDoors(desk: CaseDesk): Door<Caller>[] {
  return [
    ...onlyFor(canReadCoded, readingDoors(desk)),
    ...onlyFor(canWorkCases, [...workingDoors(desk), ...movingDoors(desk), ...dutyDoors(desk)]),
  ]
}

function readingDoors(desk: CaseDesk): Door<Caller>[] {
  return [
    door('/api/desk/cases/list', files.CasesInput, ({ caller, input }) => viewCases(desk, caller, input)),
    door('/api/desk/cases/deadlines', files.DeadlinesInput, ({ caller, input }) => viewDeadlines(desk, caller, input)),
    door('/api/desk/cases/charged', entries.ChargedInput, ({ caller, input }) => viewCharged(desk, caller, input)),
    door('/api/desk/tasks/list', tasks.TasksInput, ({ caller, input }) => viewTasks(desk, caller, input)),
    door('/api/desk/tasks/coverage', tasks.NothingAsked, ({ caller }) => viewCoverage(desk, caller)),
    door('/api/desk/tasks/guidelines', tasks.NothingAsked, ({ caller }) => viewGuidelines(desk, caller)),
    door('/api/desk/tasks/gaps', tasks.NothingAsked, ({ caller }) => viewGaps(desk, caller)),
  ]
}

function workingDoors(desk: CaseDesk): Door<Caller>[] {
  return [
    door('/api/desk/cases/view', files.ViewCaseInput, ({ caller, input }) => viewOneCase(desk, caller, input.case)),
    door('/api/desk/cases/change', files.ChangeCaseInput, ({ caller, input }) => changeOneCase(desk, caller, input)),
    door('/api/desk/cases/entries', entries.EntriesInput, ({ caller, input }) => viewEntries(desk, caller, input)),
    door('/api/desk/cases/entries/keep', entries.KeepEntryInput, ({ caller, input }) => keepOneEntry(desk, caller, input)),
    door('/api/desk/cases/entries/drop', entries.DropEntryInput, ({ caller, input }) => dropOneEntry(desk, caller, input)),
    door('/api/desk/cases/safeguards', entries.SafeguardsInput, ({ caller, input }) => viewSafeguards(desk, caller, input.case)),
    door('/api/desk/cases/risk', files.ViewCaseInput, ({ caller, input }) => viewRisk(desk, caller, input.case)),
    door('/api/desk/cases/risk/assess', risk.AssessInput, ({ caller, input }) => assessRisk(desk, caller, input)),
    door('/api/desk/tasks/keep', tasks.KeepTasksInput, ({ caller, input }) => keepSomeTasks(desk, caller, input)),
    door('/api/desk/tasks/late', tasks.NothingAsked, ({ caller }) => tellOfLate(desk, caller)),
  ]
}

function dutyDoors(desk: CaseDesk): Door<Caller>[] {
  return [
    door('/api/desk/duty/look', tasks.NothingAsked, ({ caller }) => lookAtDuty(desk, caller)),
    door('/api/desk/duty/keep', duty.KeepDutyInput, ({ caller, input }) => keepDuty(desk, caller, input)),
    door('/api/desk/duty/raise', duty.RaiseInput, ({ caller, input }) => raiseAlarm(desk, caller, input)),
    door('/api/desk/duty/answer', duty.AnswerInput, ({ caller, input }) => answerAlarm(desk, caller, input.alarm)),
  ]
}

function movingDoors(desk: CaseDesk): Door<Caller>[] {
  return [
    door('/api/desk/moves', files.ViewCaseInput, ({ caller, input }) => viewMoves(desk, caller, input.case)),
    door('/api/desk/moves/begin', moves.BeginMoveInput, ({ caller, input }) => beginOneMove(desk, caller, input)),
    door('/api/desk/moves/left', moves.MoveInput, ({ caller, input }) => viewLeft(desk, caller, input)),
    door('/api/desk/moves/stage', moves.StageInput, ({ caller, input }) => stageSome(desk, caller, input), STAGED),
    door('/api/desk/moves/finish', moves.MoveInput, ({ caller, input }) => finishOneMove(desk, caller, input)),
    door('/api/desk/moves/drop', moves.MoveInput, ({ caller, input }) => dropOneMove(desk, caller, input)),
  ]
}
