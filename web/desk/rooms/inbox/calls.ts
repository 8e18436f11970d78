type Items = readonly string[]

/** What the inbox asks beyond its first calls. */
export type InboxCalls = {
  /** Who looks at items, and until when they wait; what is not named stays as it is. */
  'inbox.note': { in: { items: Items; to?: string; until?: string }; out: null }
  'inbox.decideAll': { in: { items: Items; decision: 'declined' | 'duplicate'; reason: string; of: string }; out: null }
  'inbox.undoAll': { in: { items: Items }; out: null }
}
