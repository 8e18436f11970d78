import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Static } from 'typebox'
import { unb64u, utf8 } from '#crypto/bytes.ts'
import type { AuditHeadTold, AuditProofTold } from '#features/cases/audit/audit.contract.ts'
import { type BeginAnswer, type PageAnswer, TAKEN_TABLES } from '#features/cases/take-along/take-along.contract.ts'
import type { ChallengeAnswer } from '#features/teams/teams.contract.ts'
import type { TakeAlongCalls } from '../../rooms/take-along/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import { askForYes } from '../approvals/approve.ts'
import type { Vault } from '../vault.ts'
import { README } from './readme.ts'

/** Lines whose place in the signed tree is proved one by one; the others stand in the table and in the tree. */
const MOST_PROOFS = 2_000

/** Takes along everything that the team owns, as far as this member reads it. */
export function takeAlongHandlers(opened: () => Vault, tell: Tell): Handlers<TakeAlongCalls> {
  return {
    'takeAlong.ask': () => {
      const vault = opened()
      const binds = { team: vault.team, what: 'everything' }
      return askForYes(vault, { action: 'export.take_along', subject: vault.team, case: null, binds, reason: 'take_along' })
    },
    'takeAlong.run': () =>
      takeAlong(opened(), (done) => tell({ event: 'progress', of: 'takeAlong.run', done, all: TAKEN_TABLES.length + 1 })),
  }
}

type Parts = TakeAlongCalls['takeAlong.run']['out']

async function takeAlong(vault: Vault, onTable: (done: number) => void): Promise<Parts> {
  const { id } = await vault.door.ask<Static<typeof BeginAnswer>>('take-along/begin', {})
  const archive = openArchive()
  archive.add('README.txt', [utf8(README)])
  const { sealedKey } = await vault.door.ask<Static<typeof ChallengeAnswer>>('challenge', { member: vault.member })
  archive.add('keys/member.age', [unb64u(sealedKey)])
  let rows = 0
  let lines: readonly string[] = []
  for (const [at, table] of TAKEN_TABLES.entries()) {
    const file = archive.open(`tables/${table}.jsonl`)
    for await (const page of pagesOf(vault, id, table)) {
      rows += page.length
      file(utf8(page.map((row) => `${JSON.stringify(row)}\n`).join('')), false)
      if (table === 'base.ledger_entry') lines = [...lines, ...page.map((row) => String(row['id']))].slice(0, MOST_PROOFS)
    }
    file(new Uint8Array(0), true)
    onTable(at + 1)
  }
  const proofs = await addLedger(vault, archive, lines)
  return { parts: archive.end(), rows, proofs }
}

async function* pagesOf(vault: Vault, id: string, table: string): AsyncGenerator<readonly Readonly<Record<string, unknown>>[]> {
  let after: string | null = null
  do {
    const page: Static<typeof PageAnswer> = await vault.door.ask('take-along/page', { id, table, after })
    yield page.rows
    after = page.next
  } while (after !== null)
}

/** The signed state, and the place of each line in it; a line that is not sequenced yet has none. */
async function addLedger(vault: Vault, archive: Archive, entries: readonly string[]): Promise<number> {
  archive.add('ledger/head.json', [utf8(JSON.stringify(await vault.door.ask<AuditHeadTold>('audit/head')))])
  const found: string[] = []
  for (const entry of entries) {
    try {
      found.push(JSON.stringify(await vault.door.ask<AuditProofTold>('audit/proof', { entry })))
    } catch {
      // Not in the signed tree yet, or not the caller's to prove: the line itself is in the table.
    }
  }
  archive.add('ledger/proofs.jsonl', [utf8(found.map((line) => `${line}\n`).join(''))])
  return found.length
}

type Archive = {
  readonly add: (name: string, pieces: readonly Uint8Array[]) => void
  readonly open: (name: string) => (piece: Uint8Array, isLast: boolean) => void
  readonly end: () => readonly Uint8Array<ArrayBuffer>[]
}

/** A ZIP without a time of its own. Sealed bytes do not shrink, text does. */
function openArchive(): Archive {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error
    parts.push(new Uint8Array(piece))
  })
  const open = (name: string) => {
    const file = name.endsWith('.age') ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = new Date('1980-01-01T00:00:00')
    zip.add(file)
    return (piece: Uint8Array, isLast: boolean) => file.push(piece, isLast)
  }
  return {
    open,
    add: (name, pieces) => {
      const push = open(name)
      for (const piece of pieces) push(piece, false)
      push(new Uint8Array(0), true)
    },
    end: () => {
      zip.end()
      return parts
    },
  }
}
