import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Person } from '#features/cases/people/person.contract.ts'
import { UNKNOWN_TIME } from '#kernel/daterange.ts'
import { type AMember, aMemberAt } from '#web/desk/keys/a-member.ts'
import { aDeskHouse, type DeskHouse } from './browser/a-desk-house.ts'
import { encodingsOf } from './search-memory.ts'

/**
 * Every sealed field of the desk is filled with a word that stands nowhere else; then everything that the server has, its
 * secrets included, is searched for all of them. A field that is filled here and read there fails this test. guards T-05
 */

const canaries: string[] = []
/** A word for one field, with letters outside of ASCII; the name of the field stays in it, so that a find tells which. */
function canary(field: string): string {
  const word = `Vàng-${field}-${randomBytes(8).toString('hex')}-ก`
  canaries.push(word)
  return word
}

let house: DeskHouse
let ana: AMember
let code = ''
/** In a field that the server reads: the control that has to be found. */
const planted = `Trồng-${randomBytes(8).toString('hex')}-ก`

before(async () => {
  house = await aDeskHouse()
  ana = await aMemberAt(house, await house.team('harbour'))
  code = (await ana.call('cases.begin', null)).case
  await fillPeople()
  await fillIncidents()
  await fillCase()
  await ana.call('search.save', null)
})
after(async () => {
  assert.deepEqual(house.faults, [])
  await house.stop()
})

const FACTS = { occupation: null, community: null, communitySaidBy: null, communityFor: [], lowProfile: false, finders: [] }
const WHERE = { origin: 'VN', host: 'TH', effect: null, place: null, placePrecision: 'hidden', community: null } as const

async function fillPeople(): Promise<void> {
  const made = await ana.call('people.keep', { case: code, id: null, code: null, revision: 0, ...FACTS })
  const person = async (): Promise<Person> => {
    const found = (await ana.call('people.list', { case: code, after: null })).people.find((one) => one.id === made.id)
    return found ?? assert.fail('nobody is there')
  }
  const fields = ['aliases', 'birth', 'documents', 'contacts', 'address', 'family', 'place', 'notes'] as const
  const texts = Object.fromEntries(fields.map((field) => [field, canary(field)])) as Record<(typeof fields)[number], string>
  const identity = { names: [canary('name'), canary('name-two')], ...texts }
  const kept = await ana.call('people.keepIdentity', { person: await person(), card: null, revision: 0, identity })
  await ana.call('people.identity', { person: await person(), reason: 'protection' })
  await ana.call('people.find', { typed: identity.names[0] ?? '' })
  const changed = { ...identity, notes: canary('notes-two') }
  await ana.call('people.keepIdentity', { person: await person(), card: kept.card, revision: kept.revision, identity: changed })
}

async function fillIncidents(): Promise<void> {
  const names = [{ name: planted, kind: 'name' as const }]
  const actor = {
    id: null,
    code: null,
    revision: 0,
    kind: 'agency',
    agencyType: null,
    stateNexus: 'none',
    country: null,
    legalBasis: 'legal_claims',
    names,
  } as const
  await ana.call('actors.keep', actor)
  const made = await ana.call('incidents.keep', { case: code, id: null, code: null, revision: 0, ...WHERE, happened: UNKNOWN_TIME })
  const at = { case: code, incident: made.id }
  const content = {
    text: canary('narrative'),
    said: canary('said-when'),
    place: canary('exact-place'),
    addresses: [
      `https://${canary('public')
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, 'x')}.example/`,
    ],
  }
  await ana.call('incidents.narrate', { ...at, code: made.code, card: null, revision: 0, content })
  await ana.call('incidents.screen', { ...at, element: 'state_or_proxy', answer: 'yes', supersedes: null, text: canary('screening') })
  const grades = { reliability: 'B', credibility: '2', hedge: 'alleged', receivedOn: '2026-11-20', act: null, supersedes: null } as const
  await ana.call('incidents.information', { ...at, ...grades, text: canary('source'), said: canary('hedge-said') })
  await ana.call('incidents.assess', { ...at, status: 'unverified', standard: 'none', supersedes: null, text: canary('basis') })
}

/** What casework seals; the text kinds that it knows are asked of its own type. */
async function fillCase(): Promise<void> {
  const view = await ana.call('cases.view', { case: code })
  assert.equal(view.case, code)
  const about = crypto.randomUUID()
  for (const kind of ['case.label', 'case.summary', 'note', 'chronology', 'reasons', 'task', 'risk'] as const)
    await ana.call('cases.write', { case: code, about, kind, text: canary(kind.replace('.', '-')), card: null, revision: 0 })
}

type Found = { readonly place: string; readonly word: string }

/** Every value of every column of every table, as the database gives it: texts, JSON, and bytes as they are. */
async function searchDatabase(words: readonly string[]): Promise<{ found: Found[]; values: number }> {
  const patterns = words.flatMap((word) => encodingsOf(word).map(({ bytes }) => ({ word, bytes })))
  const tables = await house.superuser.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not like 'pg\\_toast%' and n.nspname <> 'information_schema'
      and (n.nspname <> 'pg_catalog' or c.relname in ('pg_statistic', 'pg_statistic_ext_data', 'pg_description', 'pg_largeobject'))`)
  const found: Found[] = []
  let values = 0
  for (const { name } of tables.rows) {
    const rows = await house.superuser.query<Record<string, unknown>>(`select t.*, t::text as "whole row" from ${name} t`)
    for (const row of rows.rows)
      for (const [column, value] of Object.entries(row)) {
        if (value === null) continue
        values += 1
        const bytes = Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
        for (const one of patterns) if (bytes.includes(one.bytes)) found.push({ place: `${name}.${column}`, word: one.word })
      }
  }
  return { found, values }
}

async function searchFolder(words: readonly string[]): Promise<Found[]> {
  const patterns = words.flatMap((word) => encodingsOf(word).map(({ bytes }) => ({ word, bytes })))
  const found: Found[] = []
  for (const entry of await readdir(house.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    for (const one of patterns)
      if (bytes.includes(one.bytes) || path.includes(one.word)) found.push({ place: path.slice(house.folder.length), word: one.word })
  }
  return found
}

test('a dump of the database and of the data folder holds no word of any sealed field, and the planted one is found (T-01, T-21)', async () => {
  assert.ok(canaries.length >= 25)
  const { found, values } = await searchDatabase([...canaries, planted])
  assert.ok(values > 500)
  assert.deepEqual([...new Set(found.filter(({ word }) => word !== planted).map(({ place, word }) => `${place} ${word}`))], [])
  assert.ok(found.some(({ place, word }) => word === planted && place === 'asylia.actor_name.name'))
  assert.deepEqual(await searchFolder(canaries), [])
})

test('what was sealed opens again with the member’s key: the words were there and not lost (T-01)', async () => {
  const { incidents } = await ana.call('incidents.list', { case: code, host: null, status: null, after: null })
  const [incident] = incidents
  const shown = await ana.call('incidents.read', { case: code, incident: incident?.id ?? '' })
  assert.ok(canaries.includes(shown.narrative.content.text) && canaries.includes(shown.information[0]?.words.said ?? ''))
})
