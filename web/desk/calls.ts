import type { Device, DeviceLabel, Fault, Item, KeyList, OpenedFile, ReplyState, Search, TeamState } from './model.ts'
import type { FeedCalls } from './parts/feed-calls.ts'
import type { ActorsCalls } from './rooms/actors/calls.ts'
import type { AlertsCalls } from './rooms/alerts/calls.ts'
import type { ApprovalsCalls } from './rooms/approvals/calls.ts'
import type { AuditCalls } from './rooms/audit/calls.ts'
import type { BriefingsCalls } from './rooms/briefings/calls.ts'
import type { CasesCalls } from './rooms/cases/calls.ts'
import type { CoalitionCalls } from './rooms/coalition/calls.ts'
import type { CommitmentsCalls } from './rooms/commitments/calls.ts'
import type { ConsentCalls } from './rooms/consent/calls.ts'
import type { DialoguesCalls } from './rooms/dialogues/calls.ts'
import type { DirectoryCalls } from './rooms/directory/calls.ts'
import type { DocumentsCalls } from './rooms/documents/calls.ts'
import type { ExportCalls } from './rooms/export/calls.ts'
import type { ImportCalls } from './rooms/import/calls.ts'
import type { InboxCalls } from './rooms/inbox/calls.ts'
import type { IncidentsCalls } from './rooms/incidents/calls.ts'
import type { NodesCalls } from './rooms/nodes/calls.ts'
import type { PeopleCalls } from './rooms/people/calls.ts'
import type { RecoveryCalls, RecoveryWayCalls } from './rooms/recovery/calls.ts'
import type { SearchCalls } from './rooms/search/calls.ts'
import type { Entered, SignInCalls, WayInCalls } from './rooms/sign-in/calls.ts'
import type { TakeAlongCalls } from './rooms/take-along/calls.ts'
import type { TasksCalls } from './rooms/tasks/calls.ts'
import type { TransferCalls } from './rooms/transfer/calls.ts'
import type { ViewsCalls } from './rooms/views/calls.ts'

/** Calls that belong to no room, and those of the first inbox. */
type HouseCalls = WayInCalls &
  RecoveryWayCalls & {
    keyList: { in: null; out: KeyList }
    invitation: { in: { code: string }; out: { team: string; names: Readonly<Record<string, string>>; founding: boolean } }
    makeWords: { in: null; out: { words: readonly string[] } }
    join: {
      in: { typed: string; name: string; device?: Device | null; label?: DeviceLabel }
      out: { member: string; state: 'member' | 'waiting'; fingerprint: string; device: Device }
    }
    found: { in: null; out: { until: string } }
    unlock: {
      in: { member: string; typed: string; drafts: Uint8Array | null; device?: Device | null; label?: DeviceLabel }
      out: Entered
    }
    team: { in: null; out: TeamState }
    /** Somebody sits before the desk; what it asks by itself says nothing of that. */
    here: { in: null; out: null }
    look: { in: null; out: { found: number } }
    open: { in: { item: string }; out: Item }
    takeIn: { in: { item: string }; out: { code: string } }
    undoTakeIn: { in: { item: string }; out: null }
    decide: { in: { item: string; decision: 'declined' | 'duplicate'; reason: string; of: string }; out: null }
    undoDecide: { in: { item: string }; out: null }
    reply: {
      in: { item: string; text: string; lang: string; read: boolean }
      out: { state: 'reserved' | 'closed' | 'full'; tickets: readonly string[] }
    }
    withdraw: { in: { tickets: readonly string[] }; out: { withdrawn: boolean } }
    tickets: { in: { tickets: readonly string[] }; out: Readonly<Record<string, ReplyState>> }
    file: { in: { item: string; n: number }; out: OpenedFile }
    rotate: { in: null; out: { epoch: number; until: string; counts: boolean } }
    invite: { in: null; out: { code: string } }
    vouch: { in: { member: string; anotherOf?: string | null }; out: null }
    sealDrafts: { in: { drafts: string }; out: { sealed: Uint8Array } }
  }

/** What the rooms ask beyond that, one line each: `CasesCalls & PeopleCalls`. */
export type RoomCalls = AlertsCalls &
  FeedCalls &
  DirectoryCalls &
  NodesCalls &
  AuditCalls &
  ConsentCalls &
  CoalitionCalls &
  CommitmentsCalls &
  InboxCalls &
  BriefingsCalls &
  CasesCalls &
  TasksCalls &
  SignInCalls &
  ApprovalsCalls &
  RecoveryCalls &
  TransferCalls &
  SearchCalls &
  ImportCalls &
  TakeAlongCalls &
  ExportCalls &
  DialoguesCalls &
  DocumentsCalls &
  ActorsCalls &
  IncidentsCalls &
  PeopleCalls &
  ViewsCalls

/** The calls of the page, by name: what goes in and what comes back. */
export type Calls = HouseCalls & RoomCalls

export type CallName = keyof Calls
export type Ask = { readonly id: number; readonly call: CallName; readonly with: unknown }
export type Answer =
  | { readonly id: number; readonly ok: true; readonly out: unknown }
  | { readonly id: number; readonly ok: false; readonly fault: Fault }
  | { readonly event: 'progress'; readonly of: CallName; readonly done: number; readonly all: number }
  | { readonly event: 'search'; readonly search: Search }
  /** Something changed among the alerts of this desk. */
  | { readonly event: 'news' }
  /** Ids of near-duplicates, the largest group first. */
  | { readonly event: 'groups'; readonly groups: readonly (readonly string[])[] }
  | { readonly event: 'items'; readonly items: readonly Item[] }
