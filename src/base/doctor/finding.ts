/** One thing that doctor saw. `wrong` has to be mended; the rest is good to know. Both hold no content and no names of people. */
export type Finding = { readonly wrong: boolean; readonly says: string; readonly mend: string }

export function wrong(says: string, mend: string): Finding {
  return { wrong: true, says, mend }
}

export function note(says: string, mend: string): Finding {
  return { wrong: false, says, mend }
}
