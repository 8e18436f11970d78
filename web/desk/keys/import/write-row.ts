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
import type { Identity } from '../../rooms/people/calls.ts'
import { caseKeyOf } from '../cases/ring.ts'
import { IDENTITY_KIND } from '../people/identity.ts'
import { noteOpened } from '../search/note-opened.ts'
import { readersOf, recipientsOf, recoveryMark, type Vault } from '../vault.ts'

const whenOf = (from: SettledDate | null, until: SettledDate | null): ImportRow['incidents'][number]['happened'] => {
  if (from === null && until === null) return { from: null, until: null, precision: 'unknown' }
  if (from === null) return { from: null, until: until?.until ?? null, precision: 'before' }
  if (until === null) return { from: from.from, until: from.until, precision: from.precision }
  return { from: from.from, until: until.until, precision: 'range' }
}

type Ids = Readonly<Record<'code' | 'person' | 'personCode' | 'incident' | 'incidentCode', string>>
type Sealed = { readonly kind: string; readonly about: string; readonly content: unknown }

/** What is sealed of a row: who it is, and what is told, with its source and whatever no code stands for. */
function sealedOf(row: ImportedRow, { person, personCode, incident, incidentCode }: Ids): Sealed[] {
  const { words, coded } = row
  const said = [coded.from?.said, coded.until?.said].filter((one) => one !== undefined).join(' – ')
  const place = words.place ?? ''
  const narrative = { of: incidentCode, text: toldIn(row), said, place, addresses: [] }
  const identity = identityOf(row)
  return [
    ...(identity === null ? [] : [{ kind: IDENTITY_KIND, about: person, content: { person: personCode, identity } }]),
    ...(narrative.text + said + place === '' ? [] : [{ kind: 'incident.narrative', about: incident, content: narrative }]),
  ]
}

/** The story, then in brackets what came beside it: the source, words without a code, the reference and the line of the table. */
function toldIn({ words, ref, line }: ImportedRow): string {
  const beside = [...(words.source === null ? [] : [words.source]), ...words.unmatched, ...(ref === null ? [] : [ref]), `#${line}`]
  return [...(words.narrative === null ? [] : [words.narrative]), ...beside.map((one) => `[${one}]`)].join('\n\n')
}

/** Null where the table says nothing of who it is. */
function identityOf({ identity: { names, aliases, born, contact, address, family } }: ImportedRow): Identity | null {
  const said = {
    aliases: aliases.join('\n'),
    birth: born?.said ?? '',
    contacts: contact ?? '',
    address: address ?? '',
    family: family ?? '',
  }
  if (names.length === 0 && Object.values(said).every((one) => one === '')) return null
  return { names, ...said, documents: '', place: '', notes: '' }
}

/** A row as the server takes it, and what was sealed of it, to be found again once it is written. */
type Written = { readonly input: ImportRow; readonly note: () => void }

/** Everything that a row becomes, sealed in this browser to a new case of its own. guards T-27 */
export async function rowFor(
  vault: Vault,
  row: ImportedRow,
  { mark, batch }: { readonly mark: string; readonly batch: string },
): Promise<Written> {
  const ids: Ids = {
    code: newPublicCode('C'),
    person: crypto.randomUUID(),
    personCode: newPublicCode('P'),
    incident: crypto.randomUUID(),
    incidentCode: newPublicCode('I'),
  }
  const seed = newSeed()
  const wrap = await sealKey(caseKeyOf(vault, ids.code), seed, recipientsOf(vault))
  const recipient = recipientOf(seed)
  const told = sealedOf(row, ids).map((card) => ({ ...card, id: crypto.randomUUID() }))
  const cards = await Promise.all(told.map((card) => sealed(vault, { code: ids.code, recipient }, card)))
  const input: ImportRow = {
    mark,
    batch,
    open: {
      case: ids.code,
      key: { wrap: b64u(wrap), readers: readersOf(vault).map(({ member }) => member), ...recoveryMark(vault) },
      blocked: [],
    },
    cards,
    ...codedOf(row, ids, dayOf(vault.clock.now())),
  }
  return {
    input,
    note: () => {
      for (const card of told) noteOpened(vault, ids.code, { ...card, on: '' })
    },
  }
}

async function sealed(
  vault: Vault,
  { code, recipient }: { code: string; recipient: Uint8Array },
  { id, kind, about, content }: Sealed & { id: string },
) {
  const blob = await sealCard(recipient, { instance: vault.instance, case: code, id, about, kind, revision: 1 }, content)
  return { case: code, card: id, about, kind, generation: 1, revision: 0, blob: b64u(blob) }
}

/** What the server is told: codes, countries and days. */
function codedOf(row: ImportedRow, { code, person, personCode, incident, incidentCode }: Ids, today: string) {
  const { coded } = row
  const isPerson = identityOf(row) !== null || coded.occupation !== null || coded.liberty !== null
  const happened = whenOf(coded.from, coded.until)
  const people = isPerson
    ? [
        {
          case: code,
          id: person,
          code: personCode,
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
      code: incidentCode,
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
