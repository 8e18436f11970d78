import { nothingHere, refused, says, type Tries } from './scene.ts'

const finding = {
  commitment: 'K-ABCD',
  direction: 'contradicts',
  assertedBy: 'a body',
  hedge: 'stated',
  standard: 'none',
  said: 'Something',
  cites: ['Q-ABCD'],
}
const project = {
  title: 'A project',
  partner: 'VN',
  kinds: ['police'],
  technologies: [],
  paragraphs: [],
  answers: {},
  evidence: {},
  benchmark: {},
  state: 'open',
  reasons: null,
  conditions: null,
  reviewOn: null,
}
const request = {
  body: 'A council',
  about: 'A draft',
  concerns: null,
  sentOn: '2026-01-01',
  dueOn: '2026-02-01',
  clock: 'chosen',
  state: 'open',
  answeredOn: null,
}

const law = { state: 'VN', title: 'A bill', kind: 'bill', stage: 'draft', abroad: true, source: 'Q-ABCD', readOn: null }
const assessment = { provision: 'art 1', standard: 'iccpr-19', source: 'Q-ABCD', readOn: null, finding: 'concern', said: 'Something' }
const note = { agreement: 'A-MY4T', clause: 'eu-vn.pca-1', finding: 'against', hedge: 'alleged', said: 'Something', country: 'TH' }

/** Doors to what a team keeps of commitments, projects and requests: another team's stands behind its own room. */
export const commitmentTries: Tries = (scene) => ({ ...screeningTries(scene), ...heldTries(scene) })

const screeningTries: Tries = ({ things }) => ({
  'POST /api/desk/commitments/cooperation/list': { body: () => ({}), told: says({ projects: [], today: things.day }) },
  'POST /api/desk/commitments/cooperation/keep': {
    body: (_by, ids) => ({ id: ids.card, code: 'J-ABCDEF', revision: 1, body: project }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/commitments/exchanges/list': { body: () => ({}), told: says({ exchanges: [] }) },
  'POST /api/desk/commitments/exchanges/keep': {
    body: (_by, ids) => ({
      id: ids.card,
      project: 'J-ABCDEF',
      revision: 1,
      body: { on: ids.day, topics: ['ai'], agencies: ['A ministry'], outputs: ['A workshop'], source: null },
    }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/vetting/list': { body: () => ({}), told: says({ vetting: [] }) },
  'POST /api/desk/commitments/vetting/check': {
    body: (_by, ids) => ({ id: ids.card, project: 'J-ABCDEF', label: 'Line 1', kind: 'unit', named: 'Somebody' }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/vetting/settle': { body: (_by, ids) => ({ id: ids.card, settled: 'another' }), told: nothingHere },
})

const heldTries: Tries = ({ things }) => ({
  'POST /api/desk/commitments/findings/list': { body: () => ({ commitment: null }), told: says({ commitments: [] }) },
  'POST /api/desk/commitments/findings/add': {
    body: (_by, ids) => ({ id: ids.page, body: { ...finding, supersedes: ids.card } }),
    told: refused(404, 'record.not_found'),
  },
  'POST /api/desk/commitments/law/list': { body: () => ({}), told: says({ requests: [], today: things.day }) },
  'POST /api/desk/commitments/law/add': {
    body: (_by, ids) => ({
      id: ids.card,
      code: 'V-ABCDEF',
      case: ids.case,
      subject: 'reporter',
      kind: 'notice',
      label: 'terrorism',
      from: 'VN',
      receivedOn: ids.day,
    }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/law/review': {
    body: (_by, ids) => ({
      id: ids.card,
      case: ids.case,
      revision: 1,
      indicators: [],
      refusals: [],
      safeguards: {},
      finding: 'none',
    }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/law/assist': {
    body: (_by, ids) => ({ id: ids.card, case: ids.case, revision: 1, assistance: 'refused', on: ids.day }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/requests/list': { body: () => ({}), told: says({ requests: [] }) },
  'POST /api/desk/commitments/requests/keep': {
    body: (_by, ids) => ({ id: ids.card, code: 'N-ABCDEF', revision: 1, body: request }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/commitments/laws/list': { body: () => ({}), told: says({ laws: [], watched: [], today: things.day }) },
  'POST /api/desk/commitments/laws/waiting': { body: () => ({}), told: says({ news: 0, week: 0, late: 0 }) },
  'POST /api/desk/commitments/laws/keep': {
    body: (_by, ids) => ({ id: ids.card, code: 'Z-ABCDEF', revision: 1, body: law }),
    told: refused(409, 'record.stale'),
  },
  'POST /api/desk/commitments/laws/assess': {
    body: (_by, ids) => ({ id: ids.page, law: 'Z-ABCDEF', body: { ...assessment, supersedes: ids.card } }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/laws/reviewed': { body: () => ({ law: 'Z-ABCDEF', revision: 1 }), told: nothingHere },
  'POST /api/desk/commitments/laws/watch': { body: () => ({ state: 'VN', watching: false }), told: says({ done: true }) },
  'POST /api/desk/commitments/laws/seen': { body: () => ({ law: 'Z-ABCDEF' }), told: nothingHere },
  'POST /api/desk/commitments/agreements/note': {
    body: (_by, ids) => ({ id: ids.page, body: { ...note, seenOn: ids.day, source: 'own_record', supersedes: ids.card } }),
    told: nothingHere,
  },
  'POST /api/desk/commitments/agreements/report': {
    body: () => ({ agreement: 'A-REKE' }),
    told: says({ agreement: 'A-REKE', clauses: [], today: things.day }),
  },
})
