/** What parent and child say to one another. Only sealed frames and files that everybody may read pass here. */
export type ToChild =
  /** Comes with the connection: the list of keys is as fresh as the request. */
  | {
      readonly kind: 'connection'
      readonly onion: string | null
      readonly buildTime: string
      readonly files: Readonly<Record<RosterFile, string>>
    }
  | { readonly kind: 'filed'; readonly outcome: 'ok' | 'full' | 'fault' }

export type ToParent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'objects'; readonly says: string }
  | { readonly kind: 'frame'; readonly frame: string }

export const ROSTER_FILES = ['pins', 'roster', 'epochs', 'recipients'] as const
export type RosterFile = (typeof ROSTER_FILES)[number]
