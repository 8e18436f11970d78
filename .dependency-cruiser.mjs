/**
 * The plan as two lists, top to bottom. An import points down or stays where it is. Every rule below is made from
 * these lists or carries its reason.
 */
const FLOORS = ['main', 'edges', 'features', 'base', 'formats', 'crypto', 'kernel']
const FEATURES = [
  'observatory',
  'dossiers',
  'diplomacy',
  'commitments',
  'digital',
  'nodes',
  'alerts',
  'protection',
  'cases',
  'incidents',
  'actors',
  'evidence',
  'register',
  'documents',
  'reports',
  'teams',
]

/** Tests, and the builders they share, which are called `a-report.ts`. */
const TESTS = String.raw`\.test\.ts$|/(an?|invented)-[a-z-]+\.ts$`
const floorPath = (floor) => (floor === 'main' ? '^src/main(\\.ts$|/)' : `^src/${floor}/`)
const anyOf = (names) => `(${names.join('|')})`

const floorRules = FLOORS.map((floor, index) => ({
  name: `floor-${floor}-looks-down`,
  comment: `${floor} knows nothing of what stands above it`,
  severity: 'error',
  from: { path: floorPath(floor), pathNot: TESTS },
  to: { path: ['^web/', '^tools/', '^test/', '^bench/', '^conformance/', ...FLOORS.slice(0, index).map(floorPath)] },
})).map((rule) =>
  // The one file that wires things together hands the publication its builder.
  rule.name === 'floor-main-looks-down'
    ? { ...rule, to: { path: ['^tools/', '^test/', '^bench/', '^conformance/', '^web/(report|desk)/'] } }
    : rule,
)

const featureRules = FEATURES.map((feature, index) => ({
  name: `feature-${feature}-looks-down`,
  comment: `upward news travels as an outbox event; ${feature} may import only features below it`,
  severity: 'error',
  from: { path: `^src/features/${feature}/`, pathNot: TESTS },
  to: { path: `^src/features/${anyOf(['', ...FEATURES.slice(0, index)].filter((name) => name !== ''))}/` },
})).filter((_, index) => index > 0)

const doorRules = [
  {
    name: 'feature-by-its-door',
    comment: 'a feature is entered by its index.ts; contracts may build on other contracts',
    severity: 'error',
    from: { path: '^src/features/([^/]+)/', pathNot: `${TESTS}|\\.contract\\.ts$` },
    to: { path: '^src/features/', pathNot: '^src/features/$1/|^src/features/[^/]+/index\\.ts$' },
  },
  {
    name: 'contract-on-contracts',
    comment: 'a contract is what the browser reads: it builds on kernel, formats and other contracts alone',
    severity: 'error',
    from: { path: '^src/features/.*\\.contract\\.ts$' },
    to: { path: '^(src|web)/', pathNot: '^src/(kernel|formats)/|\\.contract\\.ts$' },
  },
  {
    name: 'known-feature',
    comment: 'a feature that the plan does not list has no place in the order',
    severity: 'error',
    from: { path: `^src/features/(?!${anyOf(FEATURES)}/)` },
    to: {},
  },
  {
    name: 'outside-by-the-door',
    comment: 'base, edges and main meet a feature at its index.ts',
    severity: 'error',
    from: { path: '^src/(main\\.ts$|main/|edges/)', pathNot: TESTS },
    to: { path: '^src/features/', pathNot: '^src/features/[^/]+/index\\.ts$|\\.contract\\.ts$' },
  },
  {
    name: 'edges-know-no-feature',
    comment: 'edges carry; they are handed the doors of features by main',
    severity: 'error',
    from: { path: '^src/edges/', pathNot: TESTS },
    to: { path: '^src/features/' },
  },
]

const roleRules = [
  {
    name: 'rules-are-pure',
    comment: 'a rule has no clock, no I/O and no database: it can be read and tried anywhere',
    severity: 'error',
    from: { path: '\\.rules\\.ts$' },
    to: { path: '^src/(base|edges|crypto|main)|^web/|\\.(store|http|jobs)\\.ts$' },
  },
  {
    name: 'rules-and-contracts-reach-nothing',
    comment: 'a decision reads no file, no network and no machine; a hash is arithmetic',
    severity: 'error',
    from: { path: '\\.(rules|contract|policy)\\.ts$' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'policy-knows-actor-and-rules',
    comment: 'who may is decided by the actor and the feature’s own rules, never by looking things up',
    severity: 'error',
    from: { path: '^src/features/.*\\.policy\\.ts$' },
    to: { path: '^src/', pathNot: '^src/(kernel|formats)/|^src/base/actor\\.ts$|\\.(rules|contract|policy)\\.ts$' },
  },
  {
    name: 'sql-in-stores-alone',
    comment: 'the database is reached through one door: stores and base speak SQL, nobody else',
    severity: 'error',
    from: { path: '^(src|web)/', pathNot: `${TESTS}|\\.store\\.ts$|^src/base/` },
    to: { path: '(^|/)node_modules/(kysely|pg|graphile-worker)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'stores-stay-inside',
    comment: 'a store writes for its own feature; another feature asks at the door',
    severity: 'error',
    from: { path: '^src/features/([^/]+)/' },
    to: { path: '\\.store\\.ts$', pathNot: '^src/features/$1/' },
  },
]

const sealedRules = [
  {
    name: 'the-server-cannot-open',
    comment: 'guards T-01: "the server cannot read reports" is a property of this rule',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/crypto/(open|mailbox|files|team)/|${TESTS}` },
    to: { path: '^src/crypto/open' },
  },
  {
    name: 'nor-by-a-detour',
    comment: 'guards T-01: what opens may be used by other parts that run in the browser, and by nothing that the server loads',
    severity: 'error',
    from: { path: '^src/(main\\.ts$|main/|edges/|features/|base/)', pathNot: TESTS },
    to: { path: '^src/crypto/open', reachable: true },
  },
  {
    name: 'one-file-opens-for-the-node',
    comment: 'guards T-01: a server opens the outer wrap of a frame from another node, in one file, and nothing else (ADR 0034)',
    severity: 'error',
    from: { path: '^(src|web)/', pathNot: `^src/features/nodes/open-frame\\.ts$|${TESTS}` },
    to: { path: '^src/crypto/node/open-node-wrap\\.ts$' },
  },
  {
    name: 'crypto-needs-age-and-noble',
    comment: 'what seals a report has as few authors as possible',
    severity: 'error',
    from: { path: '^src/crypto/', pathNot: TESTS },
    to: {
      path: '(^|/)node_modules/',
      pathNot: '(^|/)node_modules/(age-encryption|@noble/[^/]+|@scure/(base|bip39)|shamir-secret-sharing)/',
    },
  },
]

const frontEndRules = [
  {
    name: 'observatory-is-a-publication',
    comment: 'pages are made of released records alone: no key, no API client, no path to anything protected',
    severity: 'error',
    from: { path: '^web/observatory/', pathNot: TESTS },
    to: {
      path: '^(src|web|tools|test|bench|conformance)/',
      pathNot: '^web/observatory/|^src/kernel/|^src/formats/|^src/features/[^/]+/[^/]+\\.contract\\.ts$',
    },
  },
  {
    name: 'observatory-reads-the-release',
    comment: 'the release contract re-exports what a page may show; other contracts are reached through it',
    severity: 'error',
    from: { path: '^web/observatory/', pathNot: TESTS },
    to: {
      path: '^src/features/',
      pathNot:
        '^src/features/(observatory/release|register/register|documents/document|commitments/commitment|diplomacy/dialogue)\\.contract\\.ts$',
    },
  },
  {
    name: 'report-takes-little',
    comment: 'every byte of the reporting page is a byte somebody in danger must trust',
    severity: 'error',
    from: { path: '^web/report/', pathNot: TESTS },
    to: {
      path: '^(src|web|tools|test)/|(^|/)node_modules/',
      pathNot: '^web/report/|^src/(kernel|crypto)/|(^|/)node_modules/(age-encryption|@noble/[^/]+)/',
    },
  },
  {
    name: 'report-never-signs',
    comment: 'guards T-17: a page that can sign could prove who wrote',
    severity: 'error',
    from: { path: '^web/report/', pathNot: TESTS },
    to: { path: '^src/crypto/(sign|team)/' },
  },
  {
    name: 'desk-shares-rules',
    comment: 'the desk decides as the server does, from the same rules, and holds the keys itself',
    severity: 'error',
    from: { path: '^web/desk/', pathNot: TESTS },
    to: { path: '^(src|web|tools|test)/', pathNot: '^web/desk/|^src/(kernel|crypto|formats)/|\\.(contract|rules)\\.ts$' },
  },
  {
    name: 'browsers-have-no-node',
    comment: 'what runs in a browser cannot ask for a module of the server',
    severity: 'error',
    from: { path: '^web/(report|desk)/', pathNot: TESTS },
    to: { dependencyTypes: ['core'] },
  },
]

const generalRules = [
  {
    name: 'no-circle',
    comment: 'a circle, be it of types alone, means a third and lower thing is missing',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolves',
    comment: 'an import that leads nowhere is checked by nobody',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-package',
    comment: 'a package that package.json does not name may vanish with its parent',
    severity: 'error',
    from: { path: '^(src|web)/', pathNot: TESTS },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'nothing-needs-tests',
    comment: 'what runs does not lean on what tests it',
    severity: 'error',
    from: { path: '^(src|web)/', pathNot: TESTS },
    to: { path: `^(test|conformance|bench|tools)/|${TESTS}` },
  },
]

export default {
  forbidden: [...floorRules, ...featureRules, ...doorRules, ...roleRules, ...sealedRules, ...frontEndRules, ...generalRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(var|dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
}
