import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { argumentOf, type Config } from '#base/config.ts'
import type { House } from '#base/house.ts'
import { OperatorError } from '#base/operator-error.ts'
import { recheckCitations } from '#features/documents/index.ts'
import { checkRelease, exportRelease, withdrawPublicRecord } from '#features/observatory/index.ts'
import { dayOf, systemClock } from '#kernel/clock.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type BuildReport, buildSite } from '#web/observatory/build-site.ts'
import { say } from './command.ts'
import { inHouse } from './in-house.ts'

export async function publishInto(config: Config, house: House, folder: string): Promise<BuildReport> {
  return buildSite(await releaseOf(config, house), folder)
}

/** What may be published now; every citation into a held document is compared with its text first. */
export async function releaseOf(config: Config, house: House) {
  await recheckCitations(house.base, house.installation.actor)
  return exportRelease(house.publicDatabase, { asOf: dayOf(systemClock.now()), site: config.url, contact: config.contact ?? null })
}

export async function publish(config: Config, args: readonly string[]): Promise<number> {
  const [what, where] = args
  if (what === 'build') return publishBuild(args, where)
  if (what === 'export') return publishExport(config, where)
  if (what !== undefined && !what.startsWith('--'))
    throw new OperatorError('publish knows: publish, publish export FILE, publish build DIR')
  tell(await inHouse(config, (house, opened) => publishInto(config, house, join(opened.folder, 'site'))))
  return 0
}

async function publishExport(config: Config, file: string | undefined): Promise<number> {
  if (file === undefined) throw new OperatorError('Say where to: ./asylia publish export FILE')
  const release = await inHouse(config, (house) => releaseOf(config, house))
  await writeFile(file, `${JSON.stringify(release)}\n`)
  say(`The release of ${release.asOf} is written.`)
  return 0
}

async function publishBuild(args: readonly string[], folder: string | undefined): Promise<number> {
  const from = argumentOf(args, '--from')
  if (folder === undefined || folder.startsWith('--') || from === undefined)
    throw new OperatorError('Say where to and from what: ./asylia publish build DIR --from FILE')
  tell(await buildSite(checkRelease(parseRelease(await readGiven(from))), resolve(folder)))
  return 0
}

/** A file that somebody named on the command line. */
async function readGiven(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new OperatorError('One of the files that you named is not there. Check its name.', { cause: error })
    if (code === 'EACCES' || code === 'EISDIR')
      throw new OperatorError('One of the files that you named cannot be read, or is a folder.', { cause: error })
    throw error
  }
}

function parseRelease(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('release.malformed')
    throw error
  }
}

export function tell(report: BuildReport): void {
  say(`Published: ${report.pages} pages, ${report.written} written, ${report.removed} removed, ${Math.round(report.milliseconds)} ms.`)
}

export async function withdraw(config: Config, args: readonly string[]): Promise<number> {
  const [code] = args
  if (code === undefined || code.startsWith('--')) throw new OperatorError('Say which record: ./asylia withdraw CODE')
  await inHouse(config, async (house, opened) => {
    await withdrawPublicRecord(house.base, house.installation, code)
    tell(await publishInto(config, house, join(opened.folder, 'site')))
  })
  say(`${code} is withdrawn and the publication renewed.`)
  return 0
}
