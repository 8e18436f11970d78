import type { Due } from '#features/diplomacy/calendar/calendar.contract.ts'
import type { Check, KeepDeliverable } from '#features/diplomacy/deliverables/deliverable.contract.ts'
import type { AskList, Entry } from '#features/diplomacy/lists/list.contract.ts'
import type {
  ChangeRaised,
  History,
  Raise,
  Raised,
  Raising,
  Reply,
  ReplyRow,
  Silent,
  Willing,
  WillingPerson,
} from '#features/diplomacy/raising/raising.contract.ts'
import type {
  AddDelegate,
  CountedRound,
  Demand,
  KeepItem,
  KeepRound,
  KeepTrack,
  Round,
  Rounds,
  RoundView,
  Share,
  Summary,
  Track,
} from '#features/diplomacy/rounds/round.contract.ts'
import type { Text } from '../cases/calls.ts'

/** A raised case with its words, which opened in this browser alone. */
export type ShownReply = ReplyRow & { readonly answered: Text | null; readonly promised: Text | null }
export type ShownRaised = Omit<History, 'replies'> & { readonly asked: Text | null; readonly replies: readonly ShownReply[] }
export type AskedList = {
  readonly rows: number
  readonly held: readonly { readonly case: string; readonly subject: string; readonly why: string }[]
  readonly digest: string
  readonly needsTwo: boolean
}
type Kept = { readonly code: string }

export type DialoguesCalls = {
  'dialogues.tracks': { in: null; out: { tracks: readonly Track[]; today: string } }
  'dialogues.keepTrack': { in: { id: string | null; code: string | null; revision: number; body: KeepTrack['body'] }; out: Kept }
  'dialogues.rounds': { in: Rounds; out: { rounds: readonly CountedRound[]; more: boolean } }
  'dialogues.round': { in: { round: string }; out: RoundView }
  'dialogues.keepRound': {
    in: { id: string | null; code: string | null; track: string; revision: number; body: KeepRound['body'] }
    out: Kept
  }
  'dialogues.share': { in: Share; out: null }
  'dialogues.keepItem': { in: Omit<KeepItem, 'id'> & { id: string | null }; out: null }
  'dialogues.dropItem': { in: { id: string; round: string }; out: null }
  'dialogues.addDelegate': { in: Omit<AddDelegate, 'id'>; out: null }
  'dialogues.dropDelegate': { in: { id: string; round: string }; out: null }
  'dialogues.keepDeliverable': {
    in: { id: string | null; code: string | null; round: string; revision: number; body: KeepDeliverable['body'] }
    out: Kept
  }
  'dialogues.check': { in: Omit<Check, 'id'>; out: null }
  'dialogues.raised': { in: Raising; out: { raised: readonly Raised[]; more: boolean } }
  'dialogues.willing': { in: Willing; out: { people: readonly WillingPerson[]; more: boolean } }
  'dialogues.raise': { in: Omit<Raise, 'id'> & { asked: string }; out: { id: string } }
  'dialogues.change': { in: ChangeRaised; out: { revision: number } }
  'dialogues.reply': { in: Omit<Reply, 'id'> & { answered: string; promised: string }; out: null }
  'dialogues.code': { in: { case: string; reply: string; code: string }; out: null }
  'dialogues.history': { in: { case: string }; out: { raised: readonly ShownRaised[] } }
  'dialogues.silent': { in: Silent; out: { raised: readonly Raised[]; more: boolean } }
  'dialogues.freeze': { in: { round: string }; out: { n: number; hash: string; entries: number } }
  'dialogues.list': { in: { round: string; list: string }; out: { entries: readonly Entry[] } }
  'dialogues.ask': { in: AskList; out: AskedList }
  'dialogues.askYes': { in: AskList & { digest: string; rows: number }; out: { id: string } }
  'dialogues.take': { in: AskList & { digest: string; form: 'csv' | 'json' }; out: { file: Uint8Array<ArrayBuffer>; rows: number } }
  'dialogues.provision': { in: { provision: string }; out: { rounds: readonly Round[] } }
  'dialogues.demands': { in: null; out: { demands: readonly Demand[] } }
  'dialogues.summary': { in: { partner: string | null }; out: Summary }
  'dialogues.due': { in: null; out: { due: readonly Due[]; today: string } }
}
