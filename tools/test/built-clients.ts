import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import * as desk from '#web/build-desk.ts'
import * as report from '#web/build-report.ts'

/**
 * The same code gives the same bytes of both clients, so a run of many tests builds them once: the first test that asks
 * builds, the others read what it built. In the place of the two builders where `tools/test-seed.ts` says so.
 */
export const buildDesk = (home: string): ReturnType<typeof desk.buildDesk> => kept('desk', () => desk.buildDesk(home))
export const buildReport = (home: string): ReturnType<typeof report.buildReport> => kept('report', () => report.buildReport(home))

async function kept<T>(name: string, build: () => Promise<T>): Promise<T> {
  const folder = process.env['ASYLIA_BUILT'] ?? ''
  const file = join(folder, `${name}.v8`)
  if (existsSync(file)) return deserialize(readFileSync(file)) as T
  const built = await build()
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${file}.${process.pid}`, serialize(built))
  renameSync(`${file}.${process.pid}`, file)
  return built
}
