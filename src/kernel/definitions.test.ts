import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import file from '../../data/definitions.json' with { type: 'json' }
import {
  CROSSWALK_NOTE,
  categoriesOf,
  countUnder,
  type DefinitionId,
  definitions,
  findDefinition,
  incidentsUnder,
  methodsUnder,
} from './definitions.ts'
import { LANGUAGES } from './languages.ts'
import { findMethod, isMethod, type MethodCode, methodCodes } from './vocabulary.ts'

const anyDefinition = fc.constantFrom(...definitions.map(({ id }) => id))
const anyIncident = fc.record({ methods: fc.array(fc.constantFrom(...methodCodes), { minLength: 1, maxLength: 6 }) })
const anyIncidents = fc.array(anyIncident, { maxLength: 40 })

test('the four physical methods that Parliament names are codes under its category "physical" (R-EP-02)', () => {
  const named: readonly MethodCode[] = ['phys.killing', 'phys.abduction', 'phys.assault', 'phys.rendition']
  const physical = methodsUnder('ep-2025', 'physical')
  for (const code of named) assert.ok(isMethod(code) && physical.includes(code), code)
})

test('the category "physical" returns exactly the incidents with an act under it (R-EP-02)', () => {
  const physical = new Set<string>([
    ...['phys.killing', 'phys.attempted-killing', 'phys.assault', 'phys.abduction', 'phys.enforced-disappearance', 'phys.rendition'],
    ...['phys.torture', 'phys.sexual-violence', 'phys.intimidation', 'phys.break-in', 'coop.extradition-executed', 'coop.detention'],
    ...['coop.deportation', 'coop.informal-handover', 'cons.cover-station', 'civ.protest', 'comp.host-facilitation'],
  ])
  assert.deepEqual(new Set<string>(methodsUnder('ep-2025', 'physical')), physical)
  fc.assert(
    fc.property(anyIncidents, (incidents) => {
      const expected = incidents.filter(({ methods }) => methods.some((method) => physical.has(method)))
      assert.deepEqual(incidentsUnder('ep-2025', 'physical', incidents), expected)
    }),
  )
})

test('extraditions, red notices and consular pressure are legal tools and each offers its record type (R-EP-03)', () => {
  const legal = methodsUnder('ep-2025', 'legal_tools')
  const offered: readonly (readonly [MethodCode, string])[] = [
    ['coop.extradition-request', 'legal_proceeding'],
    ['coop.extradition-executed', 'legal_proceeding'],
    ['intl.red-notice', 'notice'],
    ['intl.blue-notice', 'notice'],
    ['intl.diffusion', 'notice'],
    ['cons.summons', 'consular_interaction'],
    ['mob.consular-denial', 'consular_interaction'],
  ]
  for (const [code, recordType] of offered) {
    assert.ok(legal.includes(code), code)
    assert.equal(findMethod(code).recordType, recordType, code)
  }
  for (const code of methodCodes) if (findMethod(code).recordType !== null) assert.ok(legal.includes(code), code)
})

test('an incident with a physical, a legal and a digital code counts once in each category and once overall (R-EP-04)', () => {
  const count = countUnder('ep-2025', [{ methods: ['phys.abduction', 'intl.red-notice', 'dig.spyware'] }])
  assert.deepEqual(count.perCategory, { physical: 1, legal_tools: 1, non_physical_digital: 1 })
  assert.equal(count.overall, 1)
})

test('several codes of one category do not count twice (R-EP-04)', () => {
  const count = countUnder('ep-2025', [{ methods: ['dig.spyware', 'dig.phishing', 'dig.spyware', 'psy.smear'] }])
  assert.deepEqual(count.perCategory, { physical: 0, legal_tools: 0, non_physical_digital: 1 })
  assert.equal(count.overall, 1)
})

test('whatever the codes, an incident is at most one in a category and one overall (R-EP-04)', () => {
  fc.assert(
    fc.property(anyDefinition, anyIncidents, (id, incidents) => {
      const count = countUnder(id, incidents)
      for (const { code } of findDefinition(id).categories) {
        const expected = incidents.filter(({ methods }) => methods.some((method) => categoriesOf(id, method).includes(code)))
        assert.equal(count.perCategory[code], expected.length)
      }
      const sum = Object.values(count.perCategory).reduce((total, one) => total + one, 0)
      const most = Math.max(0, ...Object.values(count.perCategory))
      assert.ok(most <= count.overall && count.overall <= sum)
      assert.equal(count.overall + count.notCounted, incidents.length)
    }),
  )
})

test('doubling the codes of every incident changes no count', () => {
  fc.assert(
    fc.property(anyDefinition, anyIncidents, (id, incidents) => {
      const doubled = incidents.map(({ methods }) => ({ methods: [...methods, ...methods] }))
      assert.deepEqual(countUnder(id, doubled), countUnder(id, incidents))
    }),
  )
})

test('one set of incidents gives two reproducible counts under two definitions, each with id and version (R-EP-05)', () => {
  const incidents = [
    { methods: ['phys.abduction'] },
    { methods: ['dig.doxing'] },
    { methods: ['prox.relative-questioned', 'mob.passport-cancel'] },
  ]
  const parliament = countUnder('ep-2025', incidents)
  const freedomHouse = countUnder('freedom-house-incidents', incidents)
  assert.deepEqual([parliament.definition, parliament.version], ['ep-2025', findDefinition('ep-2025').version])
  assert.deepEqual(
    [freedomHouse.definition, freedomHouse.version],
    ['freedom-house-incidents', findDefinition('freedom-house-incidents').version],
  )
  assert.equal(parliament.overall, 3)
  assert.equal(freedomHouse.overall, 2)
  assert.deepEqual(countUnder('ep-2025', incidents), parliament)
  assert.deepEqual(countUnder('freedom-house-incidents', incidents), freedomHouse)
})

test('a count does not depend on the order of the incidents or their codes (R-EP-05)', () => {
  fc.assert(
    fc.property(anyDefinition, anyIncidents, (id, incidents) => {
      const turned = incidents.map(({ methods }) => ({ methods: methods.toReversed() })).toReversed()
      assert.deepEqual(countUnder(id, turned), countUnder(id, incidents))
    }),
  )
})

test('the counts of two parts add up to the count of the whole', () => {
  fc.assert(
    fc.property(anyDefinition, anyIncidents, anyIncidents, (id, one, other) => {
      const [first, second, whole] = [countUnder(id, one), countUnder(id, other), countUnder(id, [...one, ...other])]
      assert.equal(whole.overall, first.overall + second.overall)
      for (const [code, number] of Object.entries(whole.perCategory)) {
        assert.equal(number, (first.perCategory[code] ?? 0) + (second.perCategory[code] ?? 0))
      }
    }),
  )
})

test('what a definition does not count is reported, and a code that nobody knows is named', () => {
  const count = countUnder('freedom-house-incidents', [
    { methods: ['dig.harassment'] },
    { methods: ['x.y', 'constructor'] },
    { methods: [] },
  ])
  assert.equal(count.overall, 0)
  assert.equal(count.notCounted, 3)
  assert.deepEqual(count.unknownMethods, ['constructor', 'x.y'])
})

test('the crosswalk answers for every method under every definition with categories that exist', () => {
  assert.deepEqual(Object.keys(file.crosswalk.methods).sort(), [...methodCodes].sort())
  const ids = definitions.map(({ id }): string => id).sort()
  for (const [method, row] of Object.entries(file.crosswalk.methods)) {
    assert.deepEqual(Object.keys(row).sort(), ids, method)
    for (const id of Object.keys(row) as DefinitionId[]) {
      const known = findDefinition(id).categories.map(({ code }) => code)
      const given = row[id]
      assert.ok(given === null || (given.length > 0 && given.every((category) => known.includes(category))), `${method} ${id}`)
    }
  }
})

test('a narrower definition never counts more than the wider one it is cut from', () => {
  fc.assert(
    fc.property(anyIncidents, (incidents) => {
      assert.ok(countUnder('freedom-house-incidents', incidents).overall <= countUnder('freedom-house', incidents).overall)
    }),
  )
})

test('a definition says what it rests on, and our own judgement is called so', () => {
  assert.match(CROSSWALK_NOTE, /our own judgement/)
  assert.equal(file.crosswalk.basis, 'own')
  assert.equal(findDefinition('ep-2025').date, '2025-11-13')
  assert.equal(findDefinition('ep-2025').basis, 'seed')
  for (const { id, basis, basisNote, title, text, categories } of definitions) {
    assert.ok(basisNote.length > 0, id)
    if (id !== 'ep-2025') assert.notEqual(basis, 'seed', id)
    for (const said of [title, text, ...categories.map(({ label }) => label)]) {
      for (const language of LANGUAGES) assert.equal(said[language], said[language]?.normalize('NFC').trim(), `${id} ${language}`)
      for (const language of LANGUAGES) assert.ok((said[language] ?? '').length > 0, `${id} ${language}`)
    }
  }
})

test('an id that is not in data is not found', () => {
  assert.equal(findDefinition('national-law'), undefined)
  assert.equal(findDefinition('constructor'), undefined)
})

test('a category of another definition does not compile', () => {
  // @ts-expect-error "direct_attack" is a category of Freedom House
  assert.deepEqual(methodsUnder('ep-2025', 'direct_attack'), [])
})
