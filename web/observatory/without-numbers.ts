import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type { Release, SourceStatement } from '#features/observatory/release.contract.ts'
import { withoutPhoneNumbers as hidden } from '#formats/phone-numbers.ts'
import type { Said } from '#kernel/languages.ts'

/**
 * The release as pages and tables give it: the words of documents without telephone numbers, each place in them where it
 * was. Only `data/release.json` is the exact one, so that its hashes can be checked.
 */
export function withoutNumbers(release: Release): Release {
  return {
    ...release,
    documents: release.documents.map(documentShown),
    citations: release.citations.map(citationShown),
    ...(release.statements === undefined ? {} : { statements: release.statements.map(statementShown) }),
    // What a person accepted out of a document has the words of the document for its own.
    recommendations: release.recommendations.map((one) => ({ ...one, action: saidShown(one.action) })),
    dialogues: release.dialogues.map((one) => ({ ...one, title: saidShown(one.title) })),
  }
}

function documentShown(document: PublicDocument): PublicDocument {
  if (document.paragraphs.every(({ text }) => text === undefined || hidden(text) === text)) return document
  return {
    ...document,
    paragraphs: document.paragraphs.map((one) => (one.text === undefined ? one : { ...one, text: hidden(one.text) })),
  }
}

function citationShown(citation: Citation): Citation {
  const quote = hidden(citation.quote)
  return quote === citation.quote ? citation : { ...citation, quote }
}

function statementShown(one: SourceStatement): SourceStatement {
  return {
    ...one,
    value: hidden(one.value),
    said: hidden(one.said),
    ...(one.promiser == null ? {} : { promiser: hidden(one.promiser) }),
    parts: one.parts.map((part) => ({ ...part, value: hidden(part.value), said: hidden(part.said) })),
  }
}

function saidShown(said: Said): Said {
  return { ...said, ...Object.fromEntries(Object.entries(said).map(([language, words]) => [language, hidden(words)])) }
}
