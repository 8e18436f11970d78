import { unhex } from '#crypto/bytes.ts'
import type { CheckedRoster } from '#crypto/roster/check-roster.ts'
import { type FirstReport, firstHeader, sealFirstReport } from '#crypto/seal/first-report.ts'
import { bucketOf } from '#crypto/seal/item.ts'
import { mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import type { Language } from '#kernel/languages.ts'
import { type Draft, exclusionsOf } from './steps.ts'

/** Whether the words of a draft fit into one item. */
export function fits(draft: Draft, roster: CheckedRoster, language: Language): boolean {
  return bucketOf(firstHeader(reportOf({ ...draft, item: '0'.repeat(32) }, language), roster, null), draft.text) !== null
}

/** Seals a finished draft exactly as lane A would, with the memory of its mailbox beside it. guards T-02 */
export async function sealReport(draft: Draft, roster: CheckedRoster, language: Language): Promise<Uint8Array> {
  const keys = draft.digits === '' ? null : mailboxKeys(await masterKey({ digits: draft.digits }, roster.instance))
  return (await sealFirstReport(reportOf(draft, language), roster, keys)).frame
}

function reportOf(draft: Draft, language: Language): FirstReport {
  const { text, host, origin, rough, danger, urgent, contact, uses } = draft
  return {
    text,
    lane: 2,
    lang: language,
    item: unhex(draft.item),
    to: draft.readers,
    never: exclusionsOf(draft),
    host,
    origin: origin === '' ? [] : [origin],
    ...(rough === '' ? {} : { when: { precision: 'unknown', said: rough } }),
    danger,
    urgent,
    contact,
    uses,
    files: [],
  }
}
