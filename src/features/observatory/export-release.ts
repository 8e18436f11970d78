import { Compile } from 'typebox/compile'
import type { Database } from '#base/database.ts'
import { isUuid } from '#kernel/ids.ts'
import { Refusal } from '#kernel/refusal.ts'
import { TAXONOMY_VERSION, VOCABULARIES_VERSION } from '#kernel/vocabulary.ts'
import { type Release, ReleaseSchema } from './release.contract.ts'
import { dropDangling } from './release.rules.ts'
import { readOpenTexts, readReleased } from './release.store.ts'

const releaseCheck = Compile(ReleaseSchema)

export type ReleaseFrame = { readonly asOf: string; readonly site: string; readonly contact: string | null }

/**
 * Reads one repeatable view as `asylia_public`, which sees the schema `publication` and nothing else, and answers what
 * may be published: a pure function of the released rows. guards T-44
 */
export async function exportRelease(publicDatabase: Database, frame: ReleaseFrame): Promise<Release> {
  const { rows, texts } = await publicDatabase
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute(async (db) => ({ rows: await readReleased(db), texts: await readOpenTexts(db) }))
  const documents = rows.documents.map((document) => ({
    ...document,
    paragraphs: document.paragraphs.map(({ text: _, ...paragraph }) => {
      const open = texts.get(`${document.sha256} ${paragraph.number}`)
      return open === undefined ? paragraph : { ...paragraph, text: open }
    }),
  }))
  const release = dropDangling({
    format: 'asylia-release/1' as const,
    ...frame,
    vocabulary: { taxonomy: TAXONOMY_VERSION, vocabularies: VOCABULARIES_VERSION },
    ...rows,
    documents,
  })
  return checkRelease(release)
}

/** Refuses a release that has not the form it should, or that carries the id of a protected record. */
export function checkRelease(candidate: unknown): Release {
  if (!releaseCheck.Check(candidate)) {
    const where = [...releaseCheck.Errors(candidate)].slice(0, 3).map((error) => error.instancePath)
    throw new Refusal('release.malformed', where.join(', '))
  }
  if (holdsUuid(candidate)) throw new Refusal('corridor.protected_id')
  return candidate
}

function holdsUuid(value: unknown): boolean {
  if (typeof value === 'string') return isUuid(value.toLowerCase())
  if (Array.isArray(value)) return value.some(holdsUuid)
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUuid)
}
