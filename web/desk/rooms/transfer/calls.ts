export type Field = 'text' | 'when' | 'where' | 'danger' | 'contact' | 'consent' | 'files'
export type Reason = 'protection' | 'legal_help' | 'their_country' | 'medical_help' | 'asked_for' | 'other'

export type Target = {
  readonly team: string
  readonly name: Readonly<Record<string, string>>
  readonly kind: 'state' | 'eu' | 'ngo'
  /** Excluded, or in conflict: nobody can change that. */
  readonly barred: boolean
  /** It has a key today. */
  readonly receives: boolean
}

/** What the other team would read, and nothing else. */
export type ContentView = {
  readonly text: string | null
  readonly when: string | null
  readonly host: string | null
  readonly origin: readonly string[]
  readonly danger: string | null
  readonly contact: string | null
  readonly consent: Readonly<Record<'casework' | 'private_diplomacy' | 'judicial' | 'public', boolean>> | null
  readonly files: readonly { readonly n: number; readonly name: string; readonly size: number }[]
  /** Goes always, so that they can never be given to anybody who is excluded. */
  readonly never: readonly { readonly kind: 'team' | 'country'; readonly id: string }[]
}

/** An item by its id, or a report by its code. */
export type Choosing = {
  readonly of: string
  readonly targets: readonly Target[]
  /** Fields that this report has at all. */
  readonly fields: readonly Field[]
  readonly approvers: readonly { readonly member: string; readonly name: string }[]
}
export type Choice = {
  readonly of: string
  readonly to: string
  readonly fields: readonly Field[]
  readonly until: string
  readonly reason: Reason
  readonly forgets: boolean
}

export type TransferRow = {
  readonly transfer: string
  readonly case: string
  readonly report: string
  readonly to: string
  readonly toName: Readonly<Record<string, string>>
  readonly state: 'proposed' | 'approved' | 'undone' | 'sent' | 'accepted' | 'returned' | 'ended'
  readonly fields: readonly Field[]
  readonly forgets: boolean
  readonly reason: Reason
  readonly until: string
  readonly by: string
  /** Whether this member is the one who has to sign, or the one who sends. */
  readonly mine: 'approve' | 'send' | null
  readonly freeAt: string | null
}

export type Arrival = {
  readonly incoming: string
  readonly from: string
  readonly fromName: Readonly<Record<string, string>>
  readonly sentOn: string
  readonly until: string
  readonly urgent: boolean
  readonly forgets: boolean
  /** Why nothing of it is shown. */
  readonly problem: string | null
  readonly reason: Reason | null
  readonly content: ContentView | null
}

export type TransferCalls = {
  'transfer.choose': { in: { of: string }; out: Choosing }
  /** Exactly what would go. */
  'transfer.preview': { in: { of: string; fields: readonly Field[] }; out: ContentView }
  'transfer.propose': { in: Choice & { readonly approver: string }; out: { transfer: string; report: string } }
  'transfer.list': { in: null; out: readonly TransferRow[] }
  /** The same preview, from the approver's own keys. */
  'transfer.check': { in: { transfer: string }; out: ContentView }
  'transfer.approve': { in: { transfer: string }; out: { freeAt: string } }
  'transfer.undo': { in: { transfer: string }; out: null }
  'transfer.send': { in: { transfer: string }; out: null }
  /** Sends what this member proposed and whose ten minutes are over; answers how many. */
  'transfer.sendDue': { in: null; out: { sent: number; refused: readonly { readonly transfer: string; readonly code: string }[] } }
  'transfer.arrivals': { in: null; out: readonly Arrival[] }
  'transfer.accept': { in: { incoming: string }; out: { case: string; report: string } }
  'transfer.giveBack': { in: { incoming: string }; out: null }
  'transfer.moved': { in: { report: string }; out: { from: string; content: ContentView } }
}
