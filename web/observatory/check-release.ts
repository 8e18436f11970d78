import { createHash } from 'node:crypto'
import { Compile } from 'typebox/compile'
import { type Release, ReleaseSchema } from '#features/observatory/release.contract.ts'
import { demand, no, type Verdict, yes } from '#kernel/refusal.ts'

const releaseForm = Compile(ReleaseSchema)

/** Refuses with `release.malformed` or `release.quotation_mismatch`; names the places and codes, never the content. */
export function demandRelease(candidate: unknown): Release {
  if (!releaseForm.Check(candidate)) {
    const places = [...releaseForm.Errors(candidate)].slice(0, 3).map((error) => error.instancePath)
    demand(no('release.malformed', places.join(', ')))
  }
  const release = candidate as Release
  demand(quotationsStand(release))
  return release
}

/**
 * Every quotation stands in its document as cited: the paragraph is known and has the cited hash, and wherever its text
 * is here, the text has that hash and the span holds the quoted words.
 */
export function quotationsStand(release: Release): Verdict {
  const documents = new Map(
    release.documents.map((document) => [document.sha256, new Map(document.paragraphs.map((one) => [one.number, one]))]),
  )
  const sums = new Map<string, string>()
  for (const { code, document, paragraph: number, start, end, textHash, quote } of release.citations) {
    const paragraph = documents.get(document)?.get(number)
    if (paragraph === undefined || paragraph.textHash !== textHash) return no('release.quotation_mismatch', code)
    const { text } = paragraph
    if (text === undefined) continue
    const place = `${document} ${number}`
    const sum = sums.get(place) ?? createHash('sha256').update(text).digest('hex')
    sums.set(place, sum)
    if (sum !== textHash || start >= end || text.slice(start, end) !== quote) return no('release.quotation_mismatch', code)
  }
  return yes
}
