/** What crosses between the page and the worker that holds the keys. No key that opens anything and no token is ever in here. */

/**
 * The key that binds sessions to this browser. The page keeps the handle through a lock, so that a colleague need not say yes
 * again in the same tab; nobody can read what is behind it, and without a session's token it signs nothing of worth.
 */
export type Device = { readonly secret: CryptoKey; readonly publicKey: Uint8Array }
export type DeviceLabel = 'laptop' | 'desktop' | 'phone' | 'tablet' | 'key' | 'other'

export type Item = {
  readonly item: string
  /** A name for this screen alone; it comes from the item's own id. */
  readonly code: string
  readonly day: string
  readonly hour: number | null
  readonly lane: number
  readonly bucket: number
  /** The sealed word counts once the item is open; until then the frame's. */
  readonly urgent: boolean
  readonly state: 'open' | 'longer' | 'armour' | 'unreadable'
  /** Why it is unreadable. */
  readonly problem: string | null
  readonly kind: 'report' | 'followup' | 'move' | 'consent' | 'close' | null
  readonly proved: 'proved' | 'unproved' | 'same_number' | null
  readonly frameDiffers: boolean
  /** How often the same body came again under another id. */
  readonly repeats: number
  readonly decided: 'declined' | 'duplicate' | null
  readonly taken: string | null
  /** The member who looks at it, and until when it waits: a day, or `reply`. */
  readonly assigned: string | null
  readonly snoozed: string | null
  readonly opened: Opened | null
}

export type Reader = {
  readonly team: string
  readonly name: Readonly<Record<string, string>>
  readonly members: number | null
  readonly own: boolean
}
export type Never = { readonly kind: 'team' | 'country'; readonly id: string; readonly name: Readonly<Record<string, string>> | null }

export type SealedFile = {
  readonly n: number
  /** The name with its hidden characters written out. */
  readonly name: string
  readonly hasHidden: boolean
  readonly hidesEnding: boolean
  readonly size: number
  readonly type: string
  readonly derivedFrom: number | null
}

/** What the panel shows of an opened item. */
export type Opened = {
  readonly text: string
  readonly lang: string
  readonly seq: number
  readonly danger: string
  readonly contact: string | null
  readonly host: string | null
  readonly origin: readonly string[]
  /** The word of the person for the time: one that the page offers, or their own. */
  readonly rough: string | null
  /** Dates as they were given. */
  readonly when: string | null
  readonly consent: Readonly<Record<'casework' | 'private_diplomacy' | 'judicial' | 'public', boolean>>
  readonly readers: readonly Reader[]
  readonly never: readonly Never[]
  readonly barred: readonly { readonly team: string; readonly name: Readonly<Record<string, string>> }[]
  readonly hasMailbox: boolean
  readonly files: readonly SealedFile[]
}

export type KeyList =
  | { readonly ok: true; readonly mode: 'self-rooted' | 'ceremonied'; readonly version: number; readonly clock: 'right' | 'wrong' }
  | { readonly ok: false; readonly code: string }

export type Search = {
  readonly known: number
  readonly tried: number
  readonly minutesLeft: number
  readonly done: boolean
  readonly malformed: number
}

export type Colleague = {
  readonly member: string
  readonly name: string
  readonly state: 'member' | 'waiting' | 'left'
  readonly fingerprint: string
  readonly own: boolean
  /** Whether an anchor of the list of keys vouches for them, over any number of colleagues. */
  readonly vouched: boolean
}

export type TeamState = {
  readonly team: string
  readonly member: string
  readonly names: Readonly<Record<string, string>>
  readonly keys: KeyList
  readonly foundingUntil: string | null
  /** Whether there are custodians for whose key the anchors vouch. */
  readonly hasRecovery: boolean
  /** Custodians asked to use their shares; every member sees it. */
  readonly recoveryAsked: { readonly custodians: number; readonly readyAt: string | null } | null
  /** Why a new recovery key has to be made. */
  readonly recoveryDue: 'maker_left' | 'used' | null
  /** Somebody left, or the recovery was used, since the team key was made. */
  readonly epochDue: boolean
  /** A team key that waits for the signature of another anchor. */
  readonly pendingEpoch: { readonly epoch: number; readonly mine: boolean } | null
  readonly epoch: number | null
  readonly epochUntil: string | null
  /** May review public documents. */
  readonly reviews: boolean
  readonly colleagues: readonly Colleague[]
}

export type ReplyState = 'waiting' | 'closed' | 'taken' | 'gone'

export type OpenedFile = {
  readonly parts: readonly Uint8Array[]
  /** A name that we make: a code, and an ending that follows from the content alone. */
  readonly saveAs: string
  readonly type: string
  readonly found: string
  readonly sha256: string
  readonly problem: string | null
}

export type Fault = {
  readonly code: string
  readonly kind: 'refused' | 'sealed' | 'typed' | 'gone' | 'offline' | 'server'
  readonly at?: number
  readonly count?: number
}
