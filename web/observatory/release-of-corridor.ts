import type { CorridorFile, Release } from '#features/observatory/release.contract.ts'

/** A corridor file as a release that holds no text and knows no contact: what a first publication of it looks like. */
export function releaseOfCorridor(file: CorridorFile): Release {
  const { format: _, id, version, title, summary, origin, host, partners, ...records } = file
  const asOf = version.slice(0, 10)
  return {
    format: 'asylia-release/1',
    asOf,
    contact: null,
    site: 'http://127.0.0.1:8080/',
    vocabulary: { taxonomy: asOf, vocabularies: asOf },
    corridors: [{ id, version, fileHash: '0'.repeat(64), title, summary, origin, host, partners }],
    held: [],
    changes: [{ on: asOf, kind: 'loaded', subject: id, note: title }],
    ...records,
  }
}
