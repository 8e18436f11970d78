/** What a reader left out or saw. A code and a count, never words of the document. */
export type ReadNote = { readonly code: NoteCode; readonly count: number }

export const NOTES = {
  bidi_marks: 'marks that turn the direction of writing stand in the text',
  invisible_marks: 'invisible characters stand in the text',
  pages_without_text: 'pages hold no text',
  pages_unreadable: 'pages could not be read',
  pages_beyond_limit: 'pages beyond the limit were not read',
  repeated_lines: 'repeated headers and footers were left out',
  scripts_left_out: 'scripts, styles and embedded things were left out',
  remote_left_out: 'pictures and frames from elsewhere were left out',
  macros_left_out: 'parts with macros were left out',
  deletions_left_out: 'passages marked as deleted were left out',
  paragraphs_unread: 'paragraphs are in a language without rules; somebody has to read them',
  proposals_unplaced: 'proposals did not stand in their paragraph and were left out',
  replaced_units: 'broken characters were replaced',
} as const

export type NoteCode = keyof typeof NOTES

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const INVISIBLE = /[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]/g

/** Marks that a reader cannot see and a forger can hide in; the text keeps them. */
export function hiddenMarks(text: string): ReadNote[] {
  return [note('bidi_marks', countOf(text, BIDI)), note('invisible_marks', countOf(text, INVISIBLE))].flat()
}

/** A note, or none where there is nothing to tell. */
export function note(code: NoteCode, count: number): ReadNote[] {
  return count === 0 ? [] : [{ code, count }]
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) count++
  return count
}
