import type { Marks, Received, Red, SeenPatterns, Sent, View } from '#features/alerts/alert.contract.ts'
import type { FocalPoint } from '#features/alerts/focal.contract.ts'
import type { GiveTask, PlanOffice, PlanSeen, SharePlan, TurnTask } from '#features/alerts/plan/plan.contract.ts'
import type { Task } from '#features/cases/tasks/task.contract.ts'

export type Names = Readonly<Record<string, string>>
/** `signed`: a member of the office, or its installation, signed that it stands so, and this desk checked it; null is the server's word. */
export type SentLine = Sent & { readonly name: Names; readonly signed: 'office' | 'node' | null }
/** An office that has what it may not have any more. */
export type RedLine = Red['rows'][number] & { readonly name: Names }
export type ReceivedLine = Received & { readonly name: Names }
export type DraftLine = {
  readonly alert: string
  readonly case: string | null
  readonly version: number
  readonly kind: string
  readonly level: number
  readonly by: string
}

/** An office that could be told, with everything that speaks for or against it. */
export type OfficeChoice = {
  readonly team: string
  readonly name: Names
  readonly kind: 'ngo' | 'eu' | 'state'
  readonly of: readonly string[]
  /** What the installation is called to which it belongs; null for an office here. */
  readonly node: string | null
  /** Who of this team heard its fingerprint, and when, as they signed it: nothing else tells an old one from a new one. */
  readonly heard: { readonly member: string; readonly at: string } | null
  readonly receives: boolean
  readonly barred: boolean
  readonly police: boolean
}
export type Choosing = {
  readonly case: string | null
  readonly offices: readonly OfficeChoice[]
  readonly points: readonly FocalPoint[]
  readonly silent: readonly { readonly team: string; readonly since: string }[]
  /** Persons of the case, and for which uses each agreed today. */
  readonly subjects: readonly { readonly id: string; readonly scopes: readonly string[] }[]
  readonly today: string
  /** Installations whose offices are not offered, and why. */
  readonly away: readonly { readonly name: string; readonly trust: 'unheard' | 'waits' | 'refused'; readonly problem: string | null }[]
}

/** What a member typed. Times are UTC to the second. */
export type Typed = Pick<Marks, 'kind' | 'tlp' | 'level' | 'asks' | 'answerBy' | 'endsAt' | 'about' | 'names' | 'shows' | 'offices'> & {
  readonly text: string
  readonly wish: string
}
export type Named = { readonly team: string; readonly name: Names }
/** `others`: who else gets it, without whoever reads. */
export type Words = { readonly text: string; readonly wish: string; readonly others: readonly Named[] }

/** A version as this desk could open and check it. */
export type VersionShown = {
  readonly version: number
  readonly state: 'draft' | 'sent'
  readonly marks: Marks
  readonly by: string
  /** What each office stands for, as two people sign it. */
  readonly uses: readonly { readonly office: string; readonly name: Names; readonly scope: string }[]
  readonly words: Words | null
  /** Why the words are not shown, or not what was signed. */
  readonly problem: string | null
}
/** What an office said; `problem` says why it is not believed, and then neither state nor words are shown. */
export type ReplyShown = {
  readonly delivery: string
  readonly office: string
  readonly at: string
  readonly version: number
  readonly state: string | null
  readonly text: string | null
  /** What is attached, as the office signed it; the names are the office's own words. */
  readonly files: readonly { readonly file: string; readonly name: string; readonly bytes: number }[]
  readonly problem: string | null
}
export type AlertShown = Pick<View, 'alert' | 'case' | 'state' | 'version' | 'red'> & {
  readonly versions: readonly VersionShown[]
  readonly offices: readonly SentLine[]
  readonly replies: readonly ReplyShown[]
  /** The yes of two to the newest draft: nobody asked, it waits, this member may answer, or it is there. */
  readonly yes: 'none' | 'waits' | 'mine' | 'there'
}
export type OpenedAlert = {
  readonly row: ReceivedLine
  /** Null before it is opened, and when it does not hold. */
  readonly words: (Words & { readonly marks: Pick<Marks, 'kind' | 'tlp' | 'level' | 'asks' | 'answerBy' | 'endsAt'> }) | null
  readonly problem: string | null
}

/** The plan of a case as its team sees it: who could come in, and every task of the case. */
export type PlanShown = {
  readonly offices: readonly (PlanOffice & { readonly name: Names })[]
  readonly tasks: readonly Task[]
  /** What teams call themselves, by their short names. */
  readonly names: Readonly<Record<string, Names>>
}
/** The same as an office sees it that was let in. */
export type PlanCame = PlanSeen & { readonly names: Readonly<Record<string, Names>> }

export type GivenFile = { readonly name: string; readonly bytes: Uint8Array }
export type SavedFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly saveAs: string; readonly type: string }

export type AlertsCalls = {
  'alerts.sent': {
    in: { waiting: boolean; after: string | null }
    out: { readonly rows: readonly SentLine[]; readonly next: string | null }
  }
  'alerts.received': {
    in: { waiting: boolean; after: string | null }
    out: { readonly rows: readonly ReceivedLine[]; readonly next: string | null }
  }
  'alerts.red': { in: null; out: readonly RedLine[] }
  'alerts.patterns': { in: null; out: SeenPatterns }
  'alerts.drafts': { in: null; out: readonly DraftLine[] }
  'alerts.choose': { in: { case: string | null }; out: Choosing }
  /** Seals what was typed to the own side, and asks a colleague for the second yes to exactly this. `of` is an alert that goes on. */
  'alerts.draft': {
    in: { case: string | null; of: { readonly alert: string; readonly version: number } | null; typed: Typed }
    out: { readonly alert: string }
  }
  /** From now on the page is told of news. */
  'alerts.listen': { in: null; out: null }
  'alerts.view': { in: { alert: string }; out: AlertShown }
  /** The same of the alert that was viewed last, or null where nothing has changed since. */
  'alerts.again': { in: { alert: string }; out: AlertShown | null }
  /** The second yes, and with it the alert goes. */
  'alerts.approve': { in: { alert: string }; out: null }
  'alerts.send': { in: { alert: string }; out: null }
  'alerts.drop': { in: { alert: string }; out: null }
  'alerts.withdraw': { in: { alert: string }; out: null }
  'alerts.look': { in: { delivery: string }; out: OpenedAlert }
  'alerts.open': { in: { delivery: string }; out: OpenedAlert }
  'alerts.turn': {
    in: { delivery: string; becomes: 'acknowledged' | 'acting' | 'refused'; as: string | null; reason: string | null }
    out: null
  }
  'alerts.answer': { in: { delivery: string; text: string; files?: readonly GivenFile[] }; out: null }
  'alerts.file': { in: { alert: string; delivery: string; file: string }; out: SavedFile }
  'alerts.plan': { in: { case: string }; out: PlanShown }
  'alerts.planShare': { in: SharePlan; out: null }
  'alerts.planGive': { in: GiveTask; out: null }
  'alerts.planCame': { in: { delivery: string }; out: PlanCame }
  'alerts.planTurn': { in: TurnTask; out: null }
  'alerts.roles': { in: null; out: readonly string[] }
  'alerts.cap': { in: { delivery: string }; out: { readonly file: Uint8Array<ArrayBuffer> } }
}
