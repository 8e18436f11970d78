import { no, type Verdict, yes } from '#kernel/refusal.ts'

export type Given = { readonly n: number; readonly team: string; readonly listed: boolean; readonly withdrawnOn: string | null }

/** Organisations whose signature stands under a version. */
export function signedBy(signatures: readonly Given[], n: number): ReadonlySet<string> {
  return new Set(signatures.filter((one) => one.n === n && one.withdrawnOn === null).map(({ team }) => team))
}

/** Published is what everybody whom it names has signed, in exactly these words (R-NGO-52). */
export function canPublish(
  joint: { readonly state: string; readonly n: number; readonly parties: readonly string[]; readonly signatures: readonly Given[] },
  n: number,
): Verdict {
  if (joint.state !== 'open') return no('coalition.not_open')
  if (n !== joint.n) return no('coalition.changed')
  const signed = signedBy(joint.signatures, n)
  return joint.parties.length > 0 && joint.parties.every((team) => signed.has(team)) ? yes : no('coalition.unsigned')
}

/** Who stands under the published form: named, signed this version, did not take it back, and agreed to be listed. */
export function listedOf(signatures: readonly Given[], n: number, parties: readonly string[]): readonly string[] {
  return signatures
    .filter((one) => one.n === n && one.withdrawnOn === null && one.listed && parties.includes(one.team))
    .map(({ team }) => team)
}

/** An organisation is named with its consent of that day or before; nobody agrees in advance to what was not yet held (R-NGO-28). */
export function canName(agreedOn: string, today: string): Verdict {
  return agreedOn <= today ? yes : no('coalition.consent_ahead')
}
