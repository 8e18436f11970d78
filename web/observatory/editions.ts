import type { PublicDocument } from '#features/documents/document.contract.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import { authenticTexts } from '#kernel/public-texts.ts'

/** The text in one of its languages; `document` is the hash of the file, null where we have not read it. */
type Edition = { readonly language: string; readonly document: string | null }

/** A document that counts equally in several languages: where it says so, and what we have of each. */
export type Editions = { readonly main: string; readonly citation: string; readonly editions: readonly Edition[] }

/** By the code of each document that is one of the languages. The other languages of a document carry its reference. */
export function editionsIn(release: Release): ReadonlyMap<string, Editions> {
  const found = new Map<string, Editions>()
  for (const document of release.documents) {
    const authentic = authenticTexts(document.code)
    if (authentic === null || !release.citations.some(({ code }) => code === authentic.citation)) continue
    const own = authentic.languages.map((language) =>
      language === document.language
        ? document
        : release.documents.find((one) => one.language === language && one.reference !== null && one.reference === document.reference),
    )
    const editions = authentic.languages.map((language, at) => ({ language, document: own[at]?.sha256 ?? null }))
    for (const one of own) if (one !== undefined) found.set(one.code, { main: document.code, citation: authentic.citation, editions })
  }
  return found
}

/** The numbers of the paragraphs that a document prints under each label, in the order of the document. */
export function byLabel({ paragraphs }: Pick<PublicDocument, 'paragraphs'>): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>()
  for (const { label, number } of paragraphs) if (label !== null) rows.set(label, [...(rows.get(label) ?? []), number])
  return rows
}
