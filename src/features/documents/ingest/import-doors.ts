import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Base } from '#base/transact.ts'
import { Refusal } from '#kernel/refusal.ts'
import { proposeFromParagraphs, unreadParagraphs } from '../import-proposals.ts'
import { MOST_PARAGRAPHS, READ_LIMITS } from '../read/limits.rules.ts'
import { NOTES } from '../read/note.rules.ts'
import { readFileSafely } from '../read/open-file.ts'
import { readFileToText } from '../read/read-file.ts'
import { readParagraphs } from '../segment.rules.ts'
import { type By, ingestDocument } from './ingest-document.ts'
import type { PreparedDocument } from './prepare-document.ts'
import { prepareFile } from './prepare-file.ts'
import { parsePublicFacts } from './public-facts.ts'

/** Reading without a house: nothing is stored, so neither database nor server is needed. */
export const readingDoor = {
  read: async (path: string) => {
    const bytes = await readFileSafely(path, { bytes: READ_LIMITS.bytes })
    const { text, notes } = await readFileToText(bytes, basename(path))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { text, sha256, notes: notes.map(({ code, count }) => `${count} ${NOTES[code]}`) }
  },
  propose: (text: string, sha256: string) => {
    const paragraphs = readParagraphs(text)
    if (paragraphs.length > MOST_PARAGRAPHS) throw new Refusal('document.too_many_paragraphs')
    return { proposals: proposeFromParagraphs(text, paragraphs, sha256), unread: unreadParagraphs(paragraphs).length }
  },
}

/** Taking documents in. `said` is what somebody says of them all, null where a corridor has said it; it is checked here, once. */
export function ingestDoor(base: Base, by: By, said: unknown) {
  const facts = said === null ? null : parsePublicFacts(said)
  return { noteWords: NOTES, prepare: prepareFile, ingest: (prepared: PreparedDocument) => ingestDocument(base, by, facts, prepared) }
}
