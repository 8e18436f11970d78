import { findCommitments } from './commitments.rules.ts'
import { findDates } from './dates.rules.ts'
import { findDemands } from './demands.rules.ts'
import type { Finding, Page, Span } from './finding.rules.ts'
import { findHedges } from './hedges.rules.ts'
import { findLegalReferences } from './legal-references.rules.ts'
import { findMethods } from './methods.rules.ts'
import { namesOf } from './names.rules.ts'
import { findInstruments, outside, type Reading } from './naming.rules.ts'
import { findNegations } from './negations.rules.ts'
import { findOrganisations } from './organisations.rules.ts'
import { findThaiPairs } from './persons/thai-cues.rules.ts'
import { findThaiPersons } from './persons/thai-names.rules.ts'
import { findPersons } from './persons.rules.ts'
import { withValidity } from './places/provinces.rules.ts'
import { findPlaces } from './places.rules.ts'
import { findOnBehalf, findRelations, partsOfDemands } from './relations.rules.ts'
import { findRounds } from './rounds.rules.ts'
import { findSignatories } from './signatories.rules.ts'

/**
 * Everything the rules find on one page. English is read whole; French and Vietnamese for dates, legal references,
 * places, known bodies and persons; Thai for dates, articles, states and persons; other languages for dates in
 * numbers alone.
 */
export function proposePage(page: Page, reading: Reading, lines: readonly Span[]): Finding[] {
  if (page.language === 'other' || page.language === 'th') return [...findSignatories(page, lines), ...readByForm(page, reading)]
  const names = namesOf(page.text, page.language)
  const signed = findSignatories(page, lines)
  const instruments = signed.length > 0 ? [] : findInstruments(page, names, reading)
  const organisations = signed.length > 0 ? signed : findOrganisations(page, names, reading, instruments)
  const legal = findLegalReferences(page, reading)
  const dates = findDates(page, [...instruments, ...legal])
  const spots = withValidity(page, findPlaces(page, names, [...instruments, ...organisations], reading), dates)
  // No person hides in the name of an event, a facility or a sea.
  const headed = names.filter(({ kind }) => kind !== 'none')
  const persons = signed.length > 0 ? [] : findPersons(page, [...instruments, ...organisations, ...spots, ...headed], reading)
  const named = [...instruments, ...organisations, ...spots, ...persons]
  const found = [...named, ...legal, ...dates, ...findRounds(page)]
  return page.language === 'en' && signed.length === 0
    ? [...found, ...readClaims(page, reading, { named: outside(named, named), dates })]
    : found
}

function readByForm(page: Page, reading: Reading): Finding[] {
  if (page.language === 'other') return findDates(page, [])
  const titled = findThaiPersons(page)
  const persons = [...titled, ...findThaiPairs(page, titled, reading.persons)]
  return [...persons, ...findDates(page, []), ...findLegalReferences(page, reading), ...findPlaces(page, [], persons, reading)]
}

type Read = { readonly named: readonly Finding[]; readonly dates: readonly Finding[] }

function readClaims(page: Page, reading: Reading, { named, dates }: Read): Finding[] {
  const demands = findDemands(page)
  const claims = [...findMethods(page, named, reading.isAbroad), ...findOnBehalf(page)]
  const hedges = findHedges(page, claims)
  const persons = named.filter(({ kind }) => kind === 'person')
  const negations = findNegations(page, claims, persons)
  const own = [...hedges, ...negations].flatMap(({ of = [] }) => of).filter((claim) => !claims.includes(claim))
  const commitments =
    demands.length > 0
      ? []
      : findCommitments(
          page,
          named.filter(({ kind }) => kind === 'organisation'),
        )
  const relations = [...findRelations(page, [...named, ...claims, ...dates]), ...partsOfDemands(page, demands, named)]
  return [...claims, ...own, ...hedges, ...negations, ...demands, ...commitments, ...relations]
}
