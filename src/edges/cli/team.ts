import { OperatorError } from '#base/operator-error.ts'
import { LANGUAGES, type Language } from '#kernel/languages.ts'
import { onlyOne, readOptions } from './options.ts'

const USAGE = `Say which team:
  ./asylia team add --id SLUG --name NAME --kind ngo|eu|state --about LINE [--of CC,CC] [--serves CC,CC] [--conflicts SLUG,CC] [--languages en,vi]
                    [--name-vi NAME ... --about-vi LINE ...]  names and lines in vi, th, fr, ar
  ./asylia team invite --id SLUG    another code, while nobody has joined
  ./asylia team heir --id SLUG      a code for somebody who waits for the custodians of a team whose members are gone
  ./asylia team heir --id SLUG --request FILE    hands in what a custodian signed
  ./asylia team list`

export type TeamRequest = {
  readonly slug: string
  readonly names: Readonly<Record<string, string>>
  readonly about: Readonly<Record<string, string>>
  readonly kind: 'state' | 'eu' | 'ngo'
  readonly of: readonly string[]
  readonly serves: readonly string[]
  readonly conflicts: readonly string[]
  readonly languages: readonly string[]
}

type Code = { readonly code: string; readonly expires: Date }

/** What the command needs of the installation; handed in by main. */
export type TeamDoors = {
  add(team: TeamRequest): Promise<Code>
  invite(slug: string): Promise<Code>
  /** A code for somebody who will wait for the custodians. */
  heir(slug: string): Promise<Code>
  /** Hands in what a custodian signed; says how many asked, and from when on it counts. */
  ask(file: string): Promise<{ readonly asked: number; readonly readyAt: string | null }>
  list(): Promise<
    readonly { readonly team: { readonly id: string; readonly anchors: readonly string[] }; readonly epochs: readonly unknown[] }[]
  >
}

type Say = (line: string) => void

/** Adds a team, or prints another code for one that nobody has joined. No key is made here: members make theirs in their browsers. */
export async function team(args: readonly string[], doors: TeamDoors, url: string, say: Say): Promise<number> {
  const [what, ...rest] = args
  if (what === 'add') return tellCode(await doors.add(readTeam(rest)), url, say)
  if (what === 'invite') return tellCode(await doors.invite(onlyOne(readOptions(rest, ['id'], USAGE).id, USAGE)), url, say)
  if (what === 'heir') return heir(rest, doors, url, say)
  if (what === 'list') return tellTeams(await doors.list(), say)
  throw new OperatorError(USAGE)
}

function tellCode({ code, expires }: Code, url: string, say: Say): number {
  say('One-time code for the first member. It is shown this once; give it to that person and to nobody else:')
  say('')
  say(`    ${code}`)
  say('')
  say(
    `It opens ${url}/desk/ until ${expires.toISOString().slice(0, 16)}Z. The team is listed once that person has joined and made its key.`,
  )
  return 0
}

/** Opens nothing by itself: two custodians have to name whoever joins with the code, and 72 hours have to pass. */
async function heir(args: readonly string[], doors: TeamDoors, url: string, say: Say): Promise<number> {
  const { id, request } = readOptions(args, ['id', 'request'], USAGE)
  const slug = onlyOne(id, USAGE)
  if (request.length === 0) {
    const { code, expires } = await doors.heir(slug)
    say(`One-time code for somebody who will wait at ${slug}. It opens nothing by itself:`)
    say('')
    say(`    ${code}`)
    say('')
    say(`They join at ${url}/desk/ until ${expires.toISOString().slice(0, 16)}Z, save their card and give it to two custodians.`)
    return 0
  }
  const { asked, readyAt } = await doors.ask(onlyOne(request, USAGE))
  say(readyAt === null ? `${asked} custodian has asked. A second one is needed.` : `Two custodians have asked. Not before ${readyAt}.`)
  return 0
}

function tellTeams(teams: Awaited<ReturnType<TeamDoors['list']>>, say: Say): number {
  for (const { team: one, epochs } of teams) {
    const state = one.anchors.length === 0 ? 'waits for its first member' : epochs.length === 0 ? 'has no key yet' : 'has a key'
    say(`${one.id}  ${state}`)
  }
  if (teams.length === 0) say('No team yet: ./asylia team add')
  return 0
}

const OTHERS = LANGUAGES.filter((one) => one !== 'en')

export function readTeam(args: readonly string[]): TeamRequest {
  const names = [
    'id',
    'kind',
    'of',
    'serves',
    'conflicts',
    'languages',
    'name',
    'about',
    ...OTHERS.flatMap((one) => [`name-${one}`, `about-${one}`]),
  ]
  const read = readOptions(args, names, USAGE)
  const one = (name: string) => onlyOne(read[name] ?? [], USAGE)
  const several = (name: string) => (read[name] ?? []).flatMap((value) => value.split(',')).map((value) => value.trim())
  const inLanguages = (name: string) =>
    Object.fromEntries([['en', one(name)], ...OTHERS.flatMap((language) => translated(read[`${name}-${language}`] ?? [], language))])
  const kind = (['state', 'eu', 'ngo'] as const).find((known) => known === one('kind'))
  if (kind === undefined) throw new OperatorError(USAGE)
  return {
    slug: one('id'),
    names: inLanguages('name'),
    about: inLanguages('about'),
    kind,
    of: several('of'),
    serves: several('serves'),
    conflicts: several('conflicts'),
    languages: several('languages'),
  }
}

function translated(values: readonly string[], language: Language): [string, string][] {
  return values.length === 0 ? [] : [[language, onlyOne(values, USAGE).normalize('NFC')]]
}
