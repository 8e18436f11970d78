import type { Config } from '#base/config.ts'
import { explanationLines, readExplainArgs } from '#edges/cli/explain.ts'
import { importFiles, readImportArgs } from '#edges/cli/import.ts'
import { importDryRun } from '#edges/cli/import-dry-run.ts'
import { readLetArgs, readReviewArgs, review, tellWaiting } from '#edges/cli/review.ts'
import { ingestDoor, letReviewer, readingDoor } from '#features/documents/index.ts'
import { explainRecord, openReviewing } from '#features/observatory/index.ts'
import { say } from './command.ts'
import { inHouse, inHouseBehind } from './in-house.ts'

/** `--public` says that a document is public; without it only documents that a corridor names come in. */
export async function importDocuments(config: Config, args: readonly string[]): Promise<number> {
  if (args.includes('--dry-run')) return importDryRun(args, readingDoor, { out: say, err: (line) => process.stderr.write(`${line}\n`) })
  const request = readImportArgs(args)
  // Whoever reads the site does not wait.
  return inHouseBehind(config, ({ base, installation }) => importFiles(request, ingestDoor(base, installation, request.facts), say))
}

export async function reviewDocument(config: Config, args: readonly string[]): Promise<number> {
  const asked = readLetArgs(args)
  if (asked !== null) {
    await inHouse(config, ({ base, installation }) => letReviewer(base, installation, asked.member, asked.lets))
    say(asked.lets ? 'Let in. Their desk opens documents from its palette (Ctrl K).' : 'Let out.')
    return 0
  }
  const request = readReviewArgs(args)
  return inHouse(config, async ({ base, installation }) => {
    const reviewing = await openReviewing(base, installation, request)
    if (request.document === undefined) return tellWaiting(await reviewing.waiting(), say)
    return review(request, reviewing.door(request.document), say, process.stdout.isTTY && process.stdout.hasColors())
  })
}

export async function explainCode(config: Config, args: readonly string[]): Promise<number> {
  const { code, json } = readExplainArgs(args)
  const record = await inHouse(config, ({ base, installation }) => explainRecord(base, installation.actor, code))
  for (const line of json ? [JSON.stringify(record)] : explanationLines(record)) say(line)
  return 0
}
