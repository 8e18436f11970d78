import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { textHash } from '#features/documents/cite.rules.ts'
import { isMethod, isTerm } from '#kernel/vocabulary.ts'
import { checkCorridor, isInOrder, joinWords, listWords } from './corridor.rules.ts'
import type { CorridorFile } from './release.contract.ts'

const vocabulary = { isMethod, isTerm }
const SHA = 'a'.repeat(64)
const TEXT = 'A teacher was allegedly followed in the town of Umbra by men in plain clothes.'
const en = (text: string) => ({ en: text })

/** The smallest corridor with one of everything that refers to something. People and places are invented. */
function aCorridor(): CorridorFile {
  const quote = 'allegedly followed'
  const start = TEXT.indexOf(quote)
  return {
    format: 'asylia-corridor/1',
    id: 'aa-bb',
    version: '2031-01-01',
    title: en('A – B'),
    summary: en('An invented corridor.'),
    origin: 'AA',
    host: 'BB',
    partners: ['EU'],
    documents: [
      {
        code: 'D-2222',
        sha256: SHA,
        title: 'An invented note',
        publisher: 'Nobody',
        kind: 'report',
        language: 'en',
        issued: { from: '2031-01-01', until: null, precision: 'since', said: null },
        address: null,
        reference: null,
        licence: { name: 'not stated', allowsFullText: false },
        ruleVersion: 1,
        paragraphs: [{ number: 1, label: '1', kind: 'paragraph', textHash: textHash(TEXT) }],
      },
    ],
    citations: [{ code: 'Q-2222', document: SHA, paragraph: 1, start, end: start + quote.length, textHash: textHash(TEXT), quote }],
    persons: [
      {
        code: 'P-2222',
        name: 'Ana Example',
        kind: 'targeted_person',
        descriptors: ['teacher'],
        community: null,
        occupations: ['academic'],
        citations: ['Q-2222'],
      },
    ],
    cases: [
      {
        code: 'C-2222',
        person: 'P-2222',
        title: en('Followed in a town'),
        summary: en('A teacher was allegedly followed.'),
        origin: 'AA',
        host: 'BB',
        protection: { summary: en('Not stated.'), citation: 'Q-2222' },
        notInSources: [en('The day'), en('The hour')],
        citations: ['Q-2222'],
      },
    ],
    incidents: [
      {
        code: 'I-2222',
        case: 'C-2222',
        community: null,
        title: en('A teacher is allegedly followed'),
        methods: ['phys.surveillance'],
        methodNote: null,
        origin: 'AA',
        host: 'BB',
        happened: { from: null, until: null, precision: 'unknown', said: null },
        place: { country: 'BB', name: null, precision: 'hidden' },
        hedge: { code: 'alleged', said: 'allegedly' },
        attribution: {
          said: 'men in plain clothes',
          level: 'suspected',
          agency: 'unknown',
          state: null,
          nexus: 'unknown',
          citation: 'Q-2222',
        },
        assessment: { verification: 'unverified', standard: 'none' },
        sentenceYears: null,
        citations: ['Q-2222'],
      },
    ],
    events: [],
    organisations: [],
    signatories: [],
    discrepancies: [],
    paragraphs: [
      {
        code: 'CP-2222',
        number: 1,
        heading: en('One'),
        summary: en('Both sides will meet.'),
        areas: ['political'],
        relevance: 'low',
        relevanceNote: null,
        citations: ['Q-2222'],
        commitments: ['K-2222'],
      },
    ],
    commitments: [
      {
        code: 'K-2222',
        paragraph: 'CP-2222',
        instrument: 'aa-note',
        legalForce: 'political_commitment',
        action: en('Meet.'),
        verb: 'will',
        strength: 'agree_will_commit',
        promiser: 'both',
        status: 'open',
        citation: 'Q-2222',
      },
    ],
    recommendations: [],
    mechanisms: [],
    agreements: [],
    findings: [
      {
        code: 'F-2222',
        commitments: ['K-2222'],
        agreements: [],
        incidents: ['I-2222'],
        assertedBy: en('nobody'),
        note: en('An invented finding.'),
        verdict: 'contradicted',
        hedge: 'stated',
        standard: 'none',
        citation: 'Q-2222',
      },
    ],
    instruments: [],
    ratifications: [],
    dialogues: [],
    dialogueGaps: [],
  }
}

function problemsOf(file: unknown): readonly string[] {
  const checked = checkCorridor(file, vocabulary)
  return checked.ok ? [] : checked.problems
}

function changed(change: (corridor: CorridorFile) => void): CorridorFile {
  const corridor = aCorridor()
  change(corridor)
  return corridor
}

/** The only one of a list, to be changed. */
function only<T>(list: T[]): T {
  const [one] = list
  assert.ok(one !== undefined)
  return one
}

test('a sound corridor is accepted as it is', () => {
  const corridor = aCorridor()
  assert.deepEqual(checkCorridor(corridor, vocabulary), { ok: true, corridor })
})

test('the corridor of the repository is sound, and every release of it would be (R-NGO-54)', () => {
  const url = new URL('../../../data/corridors/vn-th-eu/corridor.json', import.meta.url)
  const corridor: CorridorFile = JSON.parse(readFileSync(url, 'utf8'))
  assert.deepEqual(problemsOf(corridor), [])
  assert.ok(corridor.findings.length > 0)
  for (const { standard } of [...corridor.findings, ...corridor.incidents.map((one) => one.assessment)]) assert.equal(standard, 'none')
})

test('a UUID anywhere is refused, since it could be the id of a protected record (T-44)', () => {
  const uuid = '9f1b7a52-3c4d-4e5f-8a6b-7c8d9e0f1a2b'
  const places: [string, unknown][] = [
    [
      '/persons/0/name',
      changed((one) => {
        only(one.persons).name = `case ${uuid}`
      }),
    ],
    [
      '/summary/en',
      changed((one) => {
        one.summary = en(uuid.toUpperCase())
      }),
    ],
    [
      '/summary/en',
      changed((one) => {
        one.summary = en(`x${uuid.replaceAll('-', '')}y`)
      }),
    ],
    ['/', { ...aCorridor(), [uuid]: true }],
  ]
  for (const [path, file] of places) {
    const problems = problemsOf(file)
    assert.ok(problems.includes(`corridor.protected_id ${path}`), path)
    assert.ok(problems.every((problem) => !problem.includes(uuid)))
  }
})

test('a document hash is no protected id', () => {
  assert.deepEqual(
    problemsOf(aCorridor()).filter((problem) => problem.includes('protected')),
    [],
  )
})

test('each broken reference is named by its path', () => {
  const broken: [string, CorridorFile][] = [
    [
      '/persons/0/citations/0',
      changed((one) => {
        only(one.persons).citations = ['Q-3333']
      }),
    ],
    [
      '/cases/0/person',
      changed((one) => {
        only(one.cases).person = 'P-3333'
      }),
    ],
    [
      '/cases/0/protection/citation',
      changed((one) => {
        only(one.cases).protection.citation = 'Q-3333'
      }),
    ],
    [
      '/incidents/0/case',
      changed((one) => {
        only(one.incidents).case = 'C-3333'
      }),
    ],
    [
      '/commitments/0/paragraph',
      changed((one) => {
        only(one.commitments).paragraph = 'CP-3333'
      }),
    ],
    [
      '/paragraphs/0/commitments/0',
      changed((one) => {
        only(one.paragraphs).commitments = ['K-3333']
      }),
    ],
    [
      '/findings/0/incidents/0',
      changed((one) => {
        only(one.findings).incidents = ['I-3333']
      }),
    ],
    [
      '/findings/0/agreements/0',
      changed((one) => {
        only(one.findings).agreements = ['pca']
      }),
    ],
    [
      '/citations/0/document',
      changed((one) => {
        only(one.citations).document = 'b'.repeat(64)
      }),
    ],
    [
      '/citations/0/paragraph',
      changed((one) => {
        only(one.citations).paragraph = 2
      }),
    ],
    [
      '/citations/0/paragraph',
      changed((one) => {
        only(one.citations).textHash = 'c'.repeat(64)
      }),
    ],
  ]
  for (const [path, file] of broken) assert.ok(problemsOf(file).includes(`corridor.broken_reference ${path}`), path)
})

test('a span that does not fit its quotation is a mismatch', () => {
  assert.deepEqual(
    problemsOf(
      changed((one) => {
        only(one.citations).end += 1
      }),
    ),
    ['citation.mismatch /citations/0'],
  )
  assert.deepEqual(
    problemsOf(
      changed((one) => {
        only(one.citations).quote = 'followed'
      }),
    ),
    ['citation.mismatch /citations/0'],
  )
})

test('a code that no list holds is refused, also a hedge or a level (R-NGO-05, R-NGO-09)', () => {
  const wrong: [string, CorridorFile][] = [
    [
      '/incidents/0/methods/0',
      changed((one) => {
        only(one.incidents).methods = ['phys.unheard-of']
      }),
    ],
    [
      '/incidents/0/hedge/code',
      changed((one) => {
        only(one.incidents).hedge.code = 'certain'
      }),
    ],
    [
      '/incidents/0/attribution/level',
      changed((one) => {
        const { attribution } = only(one.incidents)
        assert.ok(attribution !== null)
        attribution.level = 'surely'
      }),
    ],
    [
      '/persons/0/occupations/0',
      changed((one) => {
        only(one.persons).occupations = ['king']
      }),
    ],
    [
      '/findings/0/verdict',
      changed((one) => {
        only(one.findings).verdict = 'guilty'
      }),
    ],
    [
      '/commitments/0/status',
      changed((one) => {
        only(one.commitments).status = 'forgotten'
      }),
    ],
  ]
  for (const [path, file] of wrong) assert.deepEqual(problemsOf(file), [`corridor.malformed ${path}`])
})

test('nobody assessed means that no standard of proof was met (R-NGO-54)', () => {
  const raised = changed((one) => {
    only(one.incidents).assessment.standard = 'reasonable_grounds'
  })
  assert.deepEqual(problemsOf(raised), ['corridor.malformed /incidents/0/assessment'])
})

test('a hidden place has no name (R-NGO-03)', () => {
  const named = changed((one) => {
    only(one.incidents).place.name = en('Umbra')
  })
  assert.deepEqual(problemsOf(named), ['corridor.malformed /incidents/0/place'])
})

test('a code, a document or a key that stands twice is refused', () => {
  assert.deepEqual(problemsOf(changed((one) => void one.persons.push(only(one.persons)))), ['corridor.malformed /persons/1'])
  assert.deepEqual(
    problemsOf(
      changed((one) => {
        only(one.findings).code = 'I-2222'
      }),
    ),
    ['corridor.malformed /findings/0'],
  )
  const twice = changed((one) => void one.documents.push({ ...only(one.documents), code: 'D-3333' }))
  assert.deepEqual(problemsOf(twice), ['corridor.malformed /documents/1'])
})

test('a date has the ends that its precision says', () => {
  const date = (from: string | null, until: string | null, precision: CorridorFile['incidents'][number]['happened']['precision']) =>
    isInOrder({ from, until, precision, said: null })
  assert.ok(date('2024-02-01', '2024-02-29', 'month'))
  assert.ok(date('2024-01-01', '2024-12-31', 'year'))
  assert.ok(date('2024-02-03', '2024-02-03', 'exact'))
  assert.ok(date('2024-02-03', '2024-05-06', 'range'))
  assert.ok(date(null, '2024-02-03', 'before') && date('2024-02-03', null, 'since') && date(null, null, 'unknown'))
  assert.ok(
    !date('2023-02-01', '2023-02-29', 'month') && !date('2024-02-01', '2024-02-28', 'month') && !date('2024-02-02', '2024-02-29', 'month'),
  )
  assert.ok(
    !date('2024-01-01', '2025-12-31', 'year') && !date('2024-02-03', '2024-02-04', 'exact') && !date('2024-05-06', '2024-02-03', 'range'),
  )
  assert.ok(
    !date('2024-02-03', '2024-02-04', 'since') &&
      !date(null, null, 'since') &&
      !date('2024-01-01', null, 'unknown') &&
      !date(null, null, 'exact'),
  )
  const wrong = changed((one) => {
    only(one.incidents).happened = { from: '2024-02-30', until: null, precision: 'since', said: null }
  })
  assert.deepEqual(problemsOf(wrong), ['corridor.malformed /incidents/0/happened'])
})

test('whatever is given, the answer is a list of at most fifty paths without content', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 4 }), (file) => {
      const problems = problemsOf(file)
      assert.ok(problems.length > 0 && problems.length <= 50)
    }),
    { numRuns: 300 },
  )
  const secret = 'a name that must not be told'
  const told = problemsOf({ ...aCorridor(), title: secret, persons: [{ name: secret }], [secret]: { [secret]: 1 } })
  assert.ok(told.length > 0 && told.every((problem) => /^[a-z_.]+ \//.test(problem) && !problem.includes(secret)))
  const many = Array.from({ length: 1000 }, () => '9f1b7a52-3c4d-4e5f-8a6b-7c8d9e0f1a2b')
  assert.equal(problemsOf({ ...aCorridor(), persons: many }).length, 50)
})

test('a file nested a hundred thousand deep is refused, not a crash', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}"9f1b7a52-3c4d-4e5f-8a6b-7c8d9e0f1a2b"${']'.repeat(100_000)}`)
  assert.ok(problemsOf(deep).some((problem) => problem.startsWith('corridor.protected_id')))
})

test('every sentence of our own has a key that names its record and place', () => {
  const words = listWords(aCorridor())
  assert.equal(words.get('aa-bb.title'), 'A – B')
  assert.equal(words.get('C-2222.notInSources.1'), 'The hour')
  assert.equal(words.get('C-2222.protection.summary'), 'Not stated.')
  assert.equal(words.get('K-2222.action'), 'Meet.')
  assert.equal(words.size, 13)
})

test('words of another language are put in; unknown keys, empty words and English are not', () => {
  const vi = { 'aa-bb.title': 'Á – Bê', 'C-2222.summary': ' ', 'C-9999.title': 'x', 'I-2222.title': 'Một giáo viên' }
  const joined = joinWords(aCorridor(), { vi, en: { 'aa-bb.summary': 'changed' } })
  assert.deepEqual(joined.title, { en: 'A – B', vi: 'Á – Bê' })
  assert.deepEqual(joined.summary, { en: 'An invented corridor.' })
  assert.deepEqual(joined.cases[0]?.summary, { en: 'A teacher was allegedly followed.' })
  assert.equal(joined.incidents[0]?.title.vi, 'Một giáo viên')
  assert.deepEqual(problemsOf(joined), [])
})

test('putting words in changes nothing but words', () => {
  const corridor = aCorridor()
  const th = Object.fromEntries([...listWords(corridor)].map(([key, text]) => [key, `ก ${text}`]))
  const joined = joinWords(corridor, { th })
  assert.deepEqual(joinWords(corridor, {}), corridor)
  assert.deepEqual(listWords(joined), listWords(corridor))
  const without = JSON.parse(JSON.stringify(joined, (key, value) => (key === 'th' ? undefined : value)))
  assert.deepEqual(without, corridor)
})
