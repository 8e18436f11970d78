import { labelOf } from '#kernel/vocabulary.ts'

type Companion = { readonly kind: string; readonly value: string; readonly quote: string }

/** Bodies that the register names by a short code. */
const CODES: Readonly<Record<string, string>> = {
  european_union: 'eu',
  european_commission: 'commission',
  european_external_action_service: 'eeas',
}

/** To whom a demand is made, and the code of its page: what a person wrote, else the one body or state that the rules linked; null where it is not known. */
export function addresseeOf(claim: {
  readonly addressee: string | undefined
  readonly companions: readonly Companion[]
}): { name: string; code: string } | null {
  const linked = claim.companions.filter((one) => one.kind === 'organisation' || one.kind === 'place')
  const [only, ...others] = linked
  const name = claim.addressee ?? (others.length === 0 ? only?.quote : undefined)
  if (name === undefined) return null
  const words = claim.addressee === undefined && only?.kind === 'place' ? labelOf('country', only.value, 'en').text : name
  const code = words
    .toLowerCase()
    .replace(/^the /, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return code === '' ? null : { name, code: CODES[code] ?? code }
}
