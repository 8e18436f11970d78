import { fileURLToPath } from 'node:url'
import { readCorridorFolder } from '#features/observatory/index.ts'
import type { CorridorFile, Release } from '#features/observatory/release.contract.ts'

const STARTER = fileURLToPath(new URL('../../data/corridors/vn-th-eu', import.meta.url))

/** A corridor as a release that holds no text and knows no contact: what its first publication looks like. */
export function releaseOfCorridor(corridor: CorridorFile, fileHash = '0'.repeat(64)): Release {
  const { format: _, id, version, title, summary, origin, host, partners, ...records } = corridor
  const asOf = version.slice(0, 10)
  return {
    format: 'asylia-release/1',
    asOf,
    contact: null,
    site: 'http://127.0.0.1:8080/',
    vocabulary: { taxonomy: asOf, vocabularies: asOf },
    corridors: [{ id, version, fileHash, title, summary, origin, host, partners }],
    held: [],
    changes: [{ on: asOf, kind: 'loaded', subject: id, note: title }],
    ...records,
  }
}

/** The starter corridor with its translations, as a release. */
export async function aCorridorRelease(): Promise<Release> {
  const { corridor, fileHash } = await readCorridorFolder(STARTER)
  return releaseOfCorridor(corridor, fileHash)
}
