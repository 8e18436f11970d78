import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealCard } from '#crypto/case/card.ts'
import { sealKey } from '#crypto/team/wraps.ts'
import type { SettledDate } from '#features/cases/import/dates.rules.ts'
import type { ImportRow } from '#features/cases/import/import.contract.ts'
import type { ImportedRow } from '#features/cases/import/rows.rules.ts'
import { dayOf } from '#kernel/clock.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { MethodCode } from '#kernel/vocabulary-codes.ts'
import { caseKeyOf } from '../cases/ring.ts'
import { readersOf, recipientsOf, type Vault } from '../vault.ts'

const whenOf = (from: SettledDate | null, until: SettledDate | null): ImportRow['incidents'][number]['happened'] => {
  if (from === null && until === null) return { from: null, until: null, precision: 'unknown' }
  if (from === null) return { from: null, until: until?.until ?? null, precision: 'before' }
  if (until === null) return { from: from.from, until: from.until, precision: from.precision }
  return { from: from.from, until: until.until, precision: 'range' }
}

type Ids = { readonly code: string; readonly person: string; readonly incident: string }
type Sealed = {
  readonly kind: string
  readonly about: string
  readonly content: Readonly<Record<string, string | readonly string[] | number>>
}

/** What is sealed of a row: who it is, what is told, where it comes from, and words that no code stands for. Empty cards are left out. */
function sealedOf(row: ImportedRow, { person, incident }: Ids): Sealed[] {
  const { words, coded, ref, line } = row
  const said = [coded.from?.said, coded.until?.said].filter((one) => one !== undefined).join(' – ')
  const cards: Sealed[] = [
    { kind: 'person.identity', about: person, content: identityOf(row) },
    { kind: 'incident.narrative', about: incident, content: { text: words.narrative ?? '', place: words.place ?? '', said } },
    { kind: 'information.source', about: incident, content: { source: words.source ?? '' } },
    { kind: 'note', about: incident, content: { text: [...words.unmatched, ...(ref === null ? [] : [ref])].join('\n') } },
  ]
  return cards
    .filter(({ content }) => Object.values(content).some((value) => typeof value !== 'number' && value.length > 0))
    .map((card) => ({ ...card, content: { ...card.content, line } }))
}

function identityOf({ identity }: ImportedRow): Record<string, string | readonly string[]> {
  const { names, aliases, born } = identity
  const [contact, address, family] = [identity.contact, identity.address, identity.family].map((one) => one ?? '') as [
    string,
    string,
    string,
  ]
  return { names, aliases, born: born?.from ?? '', bornSaid: born?.said ?? '', contact, address, family }
}

/** Everything that a row becomes, sealed in this browser to a new case of its own. guards T-27 */
export async function rowFor(vault: Vault, row: ImportedRow, mark: string): Promise<ImportRow> {
  const ids: Ids = { code: newPublicCode('C'), person: crypto.randomUUID(), incident: crypto.randomUUID() }
  const seed = newSeed()
  const wrap = await sealKey(caseKeyOf(vault, ids.code), seed, recipientsOf(vault))
  const recipient = recipientOf(seed)
  const cards = await Promise.all(sealedOf(row, ids).map((card) => sealed(vault, { code: ids.code, recipient }, card)))
  return {
    mark,
    open: { case: ids.code, key: { wrap: b64u(wrap), readers: readersOf(vault).map(({ member }) => member) }, blocked: [] },
    cards,
    ...codedOf(row, ids, dayOf(vault.clock.now())),
  }
}

async function sealed(vault: Vault, { code, recipient }: { code: string; recipient: Uint8Array }, { kind, about, content }: Sealed) {
  const id = crypto.randomUUID()
  const blob = await sealCard(recipient, { instance: vault.instance, case: code, id, about, kind, revision: 1 }, content)
  return { case: code, card: id, about, kind, generation: 1, revision: 0, blob: b64u(blob) }
}

/** What the server is told: codes, countries and days. */
function codedOf({ coded, identity }: ImportedRow, { code, person, incident }: Ids, today: string) {
  const isPerson = identity.names.length > 0 || coded.occupation !== null || coded.liberty !== null
  const happened = whenOf(coded.from, coded.until)
  const people = isPerson
    ? [
        {
          case: code,
          id: person,
          code: newPublicCode('P'),
          revision: 0,
          occupation: coded.occupation as never,
          community: null,
          communitySaidBy: null,
          communityFor: [],
          lowProfile: false,
          finders: [],
        },
      ]
    : []
  const liberty =
    isPerson && coded.liberty !== null
      ? [{ case: code, person, id: crypto.randomUUID(), status: coded.liberty as never, checkedOn: today }]
      : []
  const { origin, host } = coded
  const incidents = [
    {
      case: code,
      id: incident,
      code: newPublicCode('I'),
      revision: 0,
      origin,
      host,
      effect: null,
      place: null,
      placePrecision: 'hidden' as const,
      happened,
      community: null,
    },
  ]
  const acts = coded.methods
    // Spyware needs to be said how it was established; a table does not say it.
    .filter((method) => method !== 'dig.spyware')
    .map((method) => ({
      case: code,
      incident,
      id: crypto.randomUUID(),
      revision: 0,
      method: method as MethodCode,
      person: isPerson ? person : null,
      happened,
      outcome: 'unknown' as const,
      determinedBy: null,
      confidence: null,
    }))
  return { people, liberty, incidents, acts }
}
