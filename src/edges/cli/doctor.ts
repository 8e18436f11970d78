import type { Config } from '#base/config.ts'
import { findDataFolder } from '#base/data-folder.ts'
import { databaseFindings } from '#base/doctor/database-findings.ts'
import { type Finding, note, wrong } from '#base/doctor/finding.ts'
import { folderFindings } from '#base/doctor/folder-findings.ts'
import { machineFindings } from '#base/doctor/machine-findings.ts'
import { holderOf } from '#base/folder-lock.ts'
import { statOf } from '#base/folders.ts'
import { OperatorError, sentenceOfDiskFault } from '#base/operator-error.ts'
import { DATABASE } from '#base/postgres/logins.ts'
import { clusterOf } from '#base/postgres/make-cluster.ts'
import { withPrivateServer } from '#base/postgres/with-private-server.ts'

/** What features look after themselves, such as citations whose paragraph is gone; asked with the admin of the database. */
export type Look = (adminUrl: string) => Promise<readonly Finding[]>

/** Says what is wrong and how to mend it. Answers 1 when something is, else 0. Roles and data stay as they are. */
export async function doctor(config: Config, say: (line: string) => void, looks: readonly Look[] = []): Promise<number> {
  const findings = await examine(config, looks)
  for (const finding of findings) say(`${finding.wrong ? 'wrong' : 'note '}  ${finding.says}\n       ${finding.mend}`)
  const count = findings.filter((finding) => finding.wrong).length
  say(count === 0 ? 'Nothing is wrong.' : `${count} ${count === 1 ? 'thing is' : 'things are'} wrong.`)
  return count === 0 ? 0 : 1
}

/** The findings themselves, from the machine inwards. */
export async function examine(config: Config, looks: readonly Look[] = []): Promise<readonly Finding[]> {
  return [...(await outside(config)), ...(await sentenceAsFinding(config, () => inside(config, looks)))]
}

async function outside(config: Config): Promise<readonly Finding[]> {
  return sentenceAsFinding(config, async () => {
    const places = await findDataFolder(config)
    const isRunning = places !== undefined && (await holderOf(places.path)) !== undefined
    const machine = await machineFindings(config, isRunning)
    if (places === undefined)
      return [
        ...machine,
        note(
          `There is no data of Asylia in ${config.data}.`,
          './asylia start makes it; if there should be some, name its folder with --data.',
        ),
      ]
    return [...machine, ...(await folderFindings(places, config.home, isRunning))]
  })
}

/** The database is asked by whoever may see everything in its catalogue; a resting one is started for that time. */
async function inside(config: Config, looks: readonly Look[]): Promise<readonly Finding[]> {
  const ask = async (adminUrl: string, isPrivate: boolean): Promise<readonly Finding[]> => {
    const found = [...(await databaseFindings(adminUrl, isPrivate))]
    for (const look of looks) found.push(...(await look(adminUrl)))
    return found
  }
  if (config.databaseUrl !== undefined) return ask(config.databaseUrl, false)
  const places = await findDataFolder(config)
  if (places === undefined || (await statOf(clusterOf(places))) === undefined) return []
  return withPrivateServer(config, (_, superuserUrl) => ask(superuserUrl(DATABASE), true))
}

/** What would stop a start is a finding here. */
async function sentenceAsFinding(config: Config, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look()
  } catch (error) {
    const sentence = error instanceof OperatorError ? error.message : sentenceOfDiskFault(error, config.data)
    if (sentence !== undefined) return [wrong(sentence, 'Nothing starts until this is mended.')]
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
    if (code !== undefined)
      return [
        wrong(
          `The database did not answer as it should (${code}).`,
          'Is the server running, and the address in DATABASE_URL right? The log of the private one is pg/postgres.log.',
        ),
      ]
    throw error
  }
}
