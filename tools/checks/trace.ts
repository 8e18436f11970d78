import { execFileSync } from 'node:child_process'
import { recallResults } from '#tools/test/memory.ts'
import { type Claim, listGuards, listProofs } from './claims.ts'
import type { Check, Finding } from './finding.ts'
import { type Delivered, type KnownIds, readDelivered, readKnownIds } from './ids.ts'

const DELIVERED = 'data/delivered.json'

/** Each delivered requirement has a test that names it, each delivered threat a guard as well, and no id is invented. */
export const trace: Check = {
  name: 'trace',
  run: (root) => {
    const { known, missing } = readKnownIds(root)
    if (missing.length > 0) return Promise.resolve(missing.map((file) => ({ file, says: 'is not there, so no claim can be judged' })))
    const delivered = readDelivered(root)
    const [proofs, guards] = [listProofs(root), listGuards(root)]
    const faults = [
      ...unknown(known, delivered, [...proofs, ...guards]),
      ...homeless(proofs),
      ...unproven(delivered, proofs, guards),
      ...shrunk(root, delivered),
    ]
    const open = [...known.keys()].filter((id) => !isDelivered(delivered, id)).length
    const note: Finding = { note: true, says: `${known.size - open} delivered, ${open} open; ./asylia check trace --all lists them` }
    return Promise.resolve([...faults, note])
  },
  report: (root, everything) => Promise.resolve(describeTrace(root, everything)),
}

function isDelivered(delivered: Delivered, id: string): boolean {
  return delivered.requirements.includes(id) || delivered.threats.includes(id)
}

function unknown(known: KnownIds, delivered: Delivered, claims: readonly Claim[]): Finding[] {
  const listed = [...delivered.requirements, ...delivered.threats].map((id) => ({ id, file: DELIVERED, line: 1 }))
  return [...listed, ...claims]
    .filter(({ id }) => !known.has(id))
    .map(({ id, file, line }) => ({ file, line, says: `names ${id}, which does not exist` }))
}

function homeless(proofs: readonly Claim[]): Finding[] {
  return proofs
    .filter(({ title }) => title === '')
    .map(({ id, file, line }) => ({ file, line, says: `says it proves ${id}, and no test follows` }))
}

function unproven(delivered: Delivered, proofs: readonly Claim[], guards: readonly Claim[]): Finding[] {
  const proven = new Set(proofs.filter(({ title }) => title !== '').map(({ id }) => id))
  const guarded = new Set(guards.map(({ id }) => id))
  const without = [...delivered.requirements, ...delivered.threats].filter((id) => !proven.has(id))
  const unguarded = delivered.threats.filter((id) => !guarded.has(id))
  return [
    ...without.map((id) => ({ file: DELIVERED, says: `${id} is delivered and no test proves it` })),
    ...unguarded.map((id) => ({ file: DELIVERED, says: `${id} is delivered and no code says that it guards it` })),
  ]
}

/** What was promised once stays promised: every id that the list ever held is still in it. */
function shrunk(root: string, delivered: Delivered): Finding[] {
  const gone = everDelivered(root).filter((id) => !isDelivered(delivered, id))
  return gone.map((id) => ({ file: DELIVERED, says: `${id} was delivered before and is not listed any more` }))
}

function everDelivered(root: string): string[] {
  const log = gitLog(root)
  const added = log.split('\n').filter((line) => /^\+(?!\+\+)/.test(line))
  return [...new Set(added.flatMap((line) => [...line.matchAll(/"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)"/g)].map((match) => match[1] ?? '')))]
}

function gitLog(root: string): string {
  try {
    return execFileSync('git', ['log', '-p', '--format=', '--', DELIVERED], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    // Without git there is no past to compare with.
    return ''
  }
}

function describeTrace(root: string, everything: boolean): string {
  const { known } = readKnownIds(root)
  const delivered = readDelivered(root)
  const proofs = Map.groupBy(listProofs(root), ({ id }) => id)
  const last = new Map(recallResults(root).map((result) => [`${result.file} ${result.title.split(' > ').at(-1)}`, result.outcome]))
  const lines = [...delivered.requirements, ...delivered.threats].flatMap((id) => [
    `${id}  ${known.get(id) ?? 'does not exist'}`,
    ...(proofs.get(id) ?? []).map(({ file, title }) => `    ${last.get(`${file} ${title}`) ?? 'not run yet'}: ${title} (${file})`),
  ])
  const open = [...known].filter(([id]) => !isDelivered(delivered, id))
  const begun = open.filter(([id]) => proofs.has(id))
  const list = everything ? open.map(([id, title]) => `${proofs.has(id) ? '~' : ' '} ${id}  ${title}`) : []
  return [...lines, '', `open: ${open.length}, of which ${begun.length} have a test already${everything ? ' (~)' : ''}`, ...list].join('\n')
}
