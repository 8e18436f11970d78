/** French puts a space before some marks and inside its quotation marks; it holds both on one line, so that no line begins with a mark. */
export function holdMarks<Texts extends Readonly<Record<string, string>>>(texts: Texts): Texts {
  const held = Object.entries(texts).map(([key, text]) => [key, text.replace(/ (?=[?!:;»])|(?<=«) /g, '\u00a0')])
  return Object.fromEntries(held) as Texts
}
