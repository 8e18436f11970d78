import type { Span } from './finding.rules.ts'

// A full stop after these ends no sentence.
const SHORT =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|art|arts|para|paras|Sec|vs|cf|e\.g|i\.e|p|pp|vol|al|Co|Ltd|Inc|Gen|Col|Lt|Sgt|Rev|Hon|M|Me|\p{Lu}|(?:\p{Lu}\.)+\p{Lu})$/u
const END = /[.!?…]+["')\]]*(?=\s+["'([]*[\p{Lu}\p{Lo}\p{N}]|\s*$)|[。！？](?=.)|;\s(?=\p{Lu})/gu

/** The sentences of a paragraph, in order and without gaps. */
export function sentencesOf(text: string): Span[] {
  const sentences: Span[] = []
  let start = 0
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length
    if (match[0].startsWith('.') && SHORT.test(text.slice(Math.max(start, match.index - 12), match.index)) && end < text.length) continue
    sentences.push({ start, end })
    start = end
  }
  if (start < text.length) sentences.push({ start, end: text.length })
  return sentences
}
