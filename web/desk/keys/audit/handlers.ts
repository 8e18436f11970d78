import { hex, unhex, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { leafHash, verifyInclusion } from '#crypto/merkle.ts'
import { openNote, parseVerifierKey } from '#crypto/signed-note.ts'
import type { AuditHeadTold, AuditLines, AuditProofTold } from '#features/cases/audit/audit.contract.ts'
import { type Checkpoint, parseCheckpoint } from '#formats/checkpoint.ts'
import type { AuditCalls, AuditLine, CheckedProof } from '../../rooms/audit/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'

/** The ledger as the server tells it; signatures and paths are checked here. guards T-23 */
export function auditHandlers(opened: () => Vault): Handlers<AuditCalls> {
  return {
    'audit.list': (asked) => opened().door.ask<AuditLines>('audit/list', asked),
    'audit.head': async () => {
      const head = await opened().door.ask<AuditHeadTold>('audit/head')
      const checkpoint = head.signed === null ? null : await checkpointOf(head.signed.note, head.verifierKey)
      return { ...head, signatureHolds: head.signed === null ? null : saysTheSame(checkpoint, head.signed) }
    },
    'audit.proof': async ({ entry, line }) => checked(await opened().door.ask<AuditProofTold>('audit/proof', { entry }), line),
  }
}

async function checkpointOf(note: string, verifierKey: string): Promise<Checkpoint | null> {
  const key = await parseVerifierKey(verifierKey)
  const opened = key === undefined ? undefined : await openNote(note, [key])
  return opened?.ok === true ? (parseCheckpoint(opened.text) ?? null) : null
}

function saysTheSame(checkpoint: Checkpoint | null, told: { readonly size: number; readonly root: string }): boolean {
  return checkpoint !== null && checkpoint.size === told.size && hex(checkpoint.root) === told.root
}

const hash = (bytes: Uint8Array): Uint8Array => sha256(bytes)

/** Holds when the path leads from exactly the line that was shown to the root that was signed. */
async function checked(proof: AuditProofTold, shown: AuditLine): Promise<CheckedProof> {
  const checkpoint = await checkpointOf(proof.checkpoint, proof.verifierKey)
  const { index, size } = proof
  const holds =
    checkpoint !== null &&
    checkpoint.size === size &&
    isOf(proof.line, shown) &&
    verifyInclusion(hash, { index, size, leaf: leafHash(hash, utf8(proof.line)), proof: proof.path.map(unhex), root: checkpoint.root })
  return { holds, text: `${JSON.stringify(proof, null, 2)}\n`, size, root: checkpoint === null ? '' : hex(checkpoint.root) }
}

function isOf(line: string, { entry, action, subject, at }: AuditLine): boolean {
  try {
    const said = JSON.parse(line) as Record<string, unknown>
    return said['id'] === entry && said['action'] === action && said['subject'] === subject && said['at'] === at
  } catch {
    return false
  }
}
