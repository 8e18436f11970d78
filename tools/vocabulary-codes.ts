import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import definitions from '../data/definitions.json' with { type: 'json' }
import taxonomy from '../data/taxonomy.json' with { type: 'json' }
import vocabularies from '../data/vocabularies.json' with { type: 'json' }

export type Retired = { readonly on: string; readonly successor: string } | null
export type CodeState = { readonly code: string; readonly retired: Retired }

/** All codes by family: `groups`, `methods`, `countries`, `definitions`, and one family for each list and each definition. */
export type CodeFamilies = Readonly<Record<string, readonly CodeState[]>>
export type CodeLock = Readonly<Record<string, readonly string[]>>

const LOCK = new URL('../data/vocabulary-codes.lock.json', import.meta.url)
const TYPES = new URL('../src/kernel/vocabulary-codes.ts', import.meta.url)

/** Every code that data/ holds now, retired ones included. */
export function codesInData(): CodeFamilies {
  const lists = Object.entries(vocabularies.lists).map(([list, { terms }]) => [`list:${list}`, states(terms)] as const)
  const categories = definitions.definitions.map(
    ({ id, categories }) => [`definition:${id}`, categories.map(({ code }) => ({ code, retired: null }))] as const,
  )
  return {
    groups: states(taxonomy.groups),
    methods: states(taxonomy.methods),
    countries: states(vocabularies.countries),
    definitions: definitions.definitions.map(({ id, retired }) => ({ code: id, retired })),
    ...Object.fromEntries(categories),
    ...Object.fromEntries(lists),
  }
}

/**
 * What is wrong with the codes, one sentence each, empty when nothing is. A code that was shipped stays in data;
 * a retired one names a day and a living successor of its own family; a new one is locked.
 */
export function faultsOfCodes(lock: CodeLock, now: CodeFamilies): readonly string[] {
  const families = new Set([...Object.keys(lock), ...Object.keys(now)])
  return [...families].flatMap((family) => faultsOfFamily(family, lock[family] ?? [], now[family] ?? []))
}

/** The lock with every code of `now` added. It only grows. */
export function grownLock(lock: CodeLock, now: CodeFamilies): CodeLock {
  const families = new Set([...Object.keys(now), ...Object.keys(lock)])
  return Object.fromEntries(
    [...families].map((family) => [family, [...new Set([...(lock[family] ?? []), ...(now[family] ?? []).map(({ code }) => code)])]]),
  )
}

/** The source of src/kernel/vocabulary-codes.ts: the codes as types, nothing that runs. */
export function renderTypes(now: CodeFamilies): string {
  const ofPrefix = (prefix: string): string =>
    Object.keys(now)
      .filter((family) => family.startsWith(prefix))
      .map((family) => union(`  readonly ${propertyName(family.slice(prefix.length))}:`, now[family] ?? [], '    '))
      .join('')
  return [
    '/** The codes of data/ as types, written by `node tools/vocabulary-codes.ts`. A test fails when they differ from data/. */',
    union('export type GroupCode =', now['groups'] ?? [], '  '),
    union('export type MethodCode =', now['methods'] ?? [], '  '),
    union('export type DefinitionId =', now['definitions'] ?? [], '  '),
    `export type CategoryCodes = {\n${ofPrefix('definition:')}}\n`,
    `export type TermCodes = {\n${ofPrefix('list:')}}\n`,
  ].join('\n')
}

/** The lock as it stands in data/. */
export function readLock(): CodeLock {
  const file = JSON.parse(readFileSync(LOCK, 'utf8')) as { readonly codes: CodeLock }
  return file.codes
}

function states(entries: readonly { readonly code: string; readonly retired: Retired }[]): readonly CodeState[] {
  return entries.map(({ code, retired }) => ({ code, retired }))
}

function faultsOfFamily(family: string, locked: readonly string[], now: readonly CodeState[]): readonly string[] {
  const living = new Set(now.filter(({ retired }) => retired === null).map(({ code }) => code))
  const all = now.map(({ code }) => code)
  const known = new Set(all)
  return [
    ...locked
      .filter((code) => !known.has(code))
      .map((code) => `${family} ${code} was shipped and is gone; retire it with a successor instead`),
    ...all.filter((code, at) => all.indexOf(code) !== at).map((code) => `${family} ${code} stands twice`),
    ...all.filter((code) => !locked.includes(code)).map((code) => `${family} ${code} is not locked; run node tools/vocabulary-codes.ts`),
    ...now.flatMap(({ code, retired }) =>
      retired === null || isSound(retired, living) ? [] : [`${family} ${code} is retired without a day or a living successor`],
    ),
  ]
}

function isSound(retired: NonNullable<Retired>, living: ReadonlySet<string>): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(retired.on) && living.has(retired.successor)
}

/** One line where it fits, else one code a line, as the formatter lays a union out. */
function union(head: string, codes: readonly CodeState[], indent: string): string {
  const line = `${head} ${codes.map(({ code }) => `'${code}'`).join(' | ')}`
  return line.length <= 140 ? `${line}\n` : `${head}${codes.map(({ code }) => `\n${indent}| '${code}'`).join('')}\n`
}

function propertyName(name: string): string {
  return /^[a-z_]+$/.test(name) ? name : `'${name}'`
}

function renderLock(lock: CodeLock): string {
  const note = 'Every code ever shipped. It only grows; a code leaves the living ones by being retired in data/ with a day and a successor.'
  return `${JSON.stringify({ note, codes: lock }, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const now = codesInData()
  writeFileSync(LOCK, renderLock(grownLock(readLock(), now)))
  writeFileSync(TYPES, renderTypes(now))
}
