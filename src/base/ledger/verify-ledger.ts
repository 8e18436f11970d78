import { areEqual, type Frontier, rootOf } from '#crypto/merkle.ts'
import { sha256 } from '../sha256.ts'
import type { LedgerEdges, LedgerSource } from './ledger-source.ts'
import { type LedgerClaims, openCheckpoints } from './open-checkpoints.ts'
import { type Fault, faultList, type VerifyReport } from './verify-report.ts'
import { walkTree } from './walk-tree.ts'

/**
 * Builds the whole tree again from the entries and compares it with every signature that is stored or was kept elsewhere.
 * What is wrong is in the report, by place and never by content; it rejects only when the source cannot be read.
 * guards T-23
 */
export function verifyLedger(source: LedgerSource, claims: LedgerClaims): Promise<VerifyReport> {
  return source.read(async (reader) => {
    const list = faultList()
    const stored = await reader.checkpoints()
    const { signed, faults } = await openCheckpoints(stored, claims)
    for (const fault of faults) list.add(fault)

    const walk = walkTree(signed, list.add)
    await reader.eachLeaf(walk.visit)
    const { frontier, signedSize, placed } = walk.end()

    const edges = await reader.edges(placed)
    for (const fault of faultsOf(edges, frontier)) list.add(fault)
    // In a house the tail waits for its next signature; in a bundle whoever copied it could have added one.
    if (edges === undefined && list.count() === 0 && frontier.size > signedSize) list.add({ code: 'leaf.unsigned', at: signedSize })

    return {
      ok: list.count() === 0,
      size: frontier.size,
      root: Buffer.from(rootOf(sha256, frontier)).toString('hex'),
      checkpoints: stored.length,
      signedSize,
      pending: edges?.pending ?? 0,
      faults: list.faults,
      faultCount: list.count(),
    }
  })
}

function faultsOf(edges: LedgerEdges | undefined, frontier: Frontier): readonly Fault[] {
  if (edges === undefined) return []
  return isSame(edges.frontier, frontier) ? edges.faults : [...edges.faults, { code: 'frontier.differs', at: edges.frontier.size }]
}

function isSame(a: Frontier, b: Frontier): boolean {
  return a.size === b.size && areEqual(Buffer.concat(a.hashes), Buffer.concat(b.hashes))
}
