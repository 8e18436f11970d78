import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { Refusal } from '#kernel/refusal.ts'
import { isMethod, isTerm } from '#kernel/vocabulary.ts'
import { checkCorridor, joinWords } from './corridor.rules.ts'
import type { CorridorFile } from './release.contract.ts'

export type CorridorFolder = { readonly corridor: CorridorFile; readonly fileHash: string }

/**
 * Reads a corridor from its folder: `corridor.json` and, where they are, `words.<language>.json`. The file hash is the
 * SHA-256 of the lines that `sha256sum *.json` prints for the folder, so anybody can make it again.
 * Refuses a folder that does not have the form it should; nothing is half read.
 */
export async function readCorridorFolder(folder: string): Promise<CorridorFolder> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
  const lines = files.map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
  const parsed = new Map(files.map(({ name, bytes }) => [name, parse(bytes, name)]))

  const checked = checkCorridor(parsed.get('corridor.json'), { isMethod, isTerm })
  if (!checked.ok) throw new Refusal(codeOf(checked.problems), checked.problems.slice(0, 5).join('; '))
  const words: Partial<Record<Language, Record<string, string>>> = {}
  for (const language of LANGUAGES) {
    const file = parsed.get(`words.${language}.json`)
    if (file !== undefined) words[language] = file as Record<string, string>
  }
  return { corridor: joinWords(checked.corridor, words), fileHash: createHash('sha256').update(lines.join('')).digest('hex') }
}

function parse(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new Refusal('corridor.malformed', `${name}: ${cause instanceof Error ? cause.name : 'unreadable'}`)
  }
}

function codeOf(problems: readonly string[]): 'corridor.protected_id' | 'corridor.malformed' {
  return problems.some((problem) => problem.includes('corridor.protected_id')) ? 'corridor.protected_id' : 'corridor.malformed'
}
