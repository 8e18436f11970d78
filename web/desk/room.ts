import type { JSX } from 'preact'
import type { Event } from './call.ts'

/**
 * What a room of the desk is. Rooms live in `web/desk/rooms/<room>/` and are registered in `web/desk/rooms.ts`:
 *
 *     rooms/cases/room.ts    export const casesRoom: Room
 *     rooms/cases/words.ts   export const casesWords = wordsOf({ en: { 'cases.title': 'Cases' }, vi, th, fr, ar })   merged in words.ts
 *     rooms/cases/calls.ts   export type CasesCalls = { 'cases.list': { in: null; out: CaseRow[] } }                  merged in calls.ts
 *     keys/cases/handlers.ts export function casesHandlers(opened, clock, tell): Handlers<CasesCalls>                 merged in keys/handlers.ts
 *
 * A room imports this file, `address.ts`, `actions.ts`, `words.ts` and the parts; never `rooms.ts`, which imports all rooms.
 */
export type Room = {
  /** The first part of its address: `#/cases/C-7Q4MAB/people`. */
  readonly id: string
  /** `G`, then this letter, goes there. Empty for none. */
  readonly letter: string
  readonly title: () => string
  /** `work` stands in the rail in the order of registration, `house` below it; `unseen` is reached by address alone. */
  readonly stands?: 'work' | 'house' | 'unseen'
  /** For whom it stands in the rail and among the places to go; everybody where it does not say. Its address works for all. */
  readonly isFor?: () => boolean
  /** The work area. `at` is what follows the room in the address: codes only, so that Back works and no name is in a history. */
  readonly view: (at: readonly string[]) => JSX.Element
  /** The same record beside any list: `openPanel('people', 'P-7Q4MAB')`. Draw it with `Panel` of parts/panel.ts. */
  readonly panel?: (code: string) => JSX.Element
  /** What can be done here now. Asked again at every key and whenever the palette opens. */
  readonly commands?: () => readonly Command[]
  /** `Enter` in its panel shows the record in full: `#/<room>/<code>`. */
  readonly hasFull?: boolean
  /** What waits, for the one quiet line under the header: "3 due this week, 1 late". */
  readonly due?: () => { readonly week: number; readonly late: number }
  /** The first letter of codes that this room shows: `C`, so that a typed `C-7Q4MAB` leads here. */
  readonly codes?: string
  /** What the palette offers for typed letters: records by code or, out of what is unlocked here, by name. */
  readonly find?: (typed: string) => readonly Command[]
  /** `[` and `]` walk the list with the panel open. */
  readonly walk?: (by: 1 | -1) => void
  /** `Esc` before panels close: true when something of the room was closed. */
  readonly close?: () => boolean
  /** What the worker tells without being asked. */
  readonly hear?: (event: Event) => void
  /** Once after unlocking, and then every minute. */
  readonly beat?: () => Promise<void>
  /** Everything that was opened leaves the page, at once. */
  readonly forget: () => void
}

/** Something that can be done: by its key, and in the palette by its words in the member's language (UX-C-08). */
export type Command = {
  /** Stable, with the room in front: `cases.note`. A member's own keys are kept by it. */
  readonly id: string
  readonly words: () => string
  /** `N`, `1`, `Alt 3`, `Enter`: the key it has unless the member chose another. `Ctrl`, `U`, `G`, `?`, `/`, `[`, `]` belong to the frame. */
  readonly key?: string
  readonly run: () => void
}
