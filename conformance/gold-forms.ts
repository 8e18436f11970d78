import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

// The normal forms of the gold, made again from the words by its README alone.

/** The README of the gold, whose tables say which words have which normal form. */
export const readme = readFileSync(resolve(import.meta.dirname, '../vectors/documents/README.md'), 'utf8')

/** The rows below a heading of the README: words, and the one or two normal forms they have. */
function tableOf(heading: string): [string, string[]][] {
  const section = readme.split(`### ${heading}\n`)[1]?.split(/^#/m)[0] ?? ''
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].map(
    (row) => [row[1] ?? '', (row[2] ?? '').split(' or ')] as [string, string[]],
  )
  return rows.filter(([words]) => words !== 'words' && !words.startsWith('---'))
}
const organisations = new Map(tableOf('Other words for organisations'))
export const places = new Map(tableOf('Words for places'))
const instruments = new Map(tableOf('Words for instruments'))
const hedges = tableOf('Words for hedges')

export const plain = (words: string): string =>
  words
    .normalize('NFC')
    .replace(/\*\*|\]\(#\)|\[/g, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
export const unbracketed = (words: string): string => words.replace(/ \([^()]*\)$/, '')

export function personForm(words: string): string {
  return plain(words).replace(/^(?:(?:mr|ms|mrs|dr|prof)\.? )+/, '')
}

export function organisationForms(words: string): string[] {
  const name = unbracketed(plain(words)).replace(/^the /, '').replace(/'s$/, '')
  const pair = /^(\S+) and (\S+) (authorities|governments|officials)$/.exec(name)
  if (pair === null) return organisations.get(name) ?? [name]
  const body = pair[3] === 'governments' ? 'government' : pair[3]
  return [`${pair[1]} ${body}`, `${pair[2]} ${body}`]
}

export function instrumentForms(words: string): string[] {
  const short = /\(([^()]*)\)$/.exec(plain(words))?.[1] ?? plain(words)
  return instruments.get(short) ?? [short]
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
export function dateForms(words: string): string[] {
  const slashed = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(words)
  if (slashed !== null) return [`${slashed[3]}-${slashed[2]}-${slashed[1]}`]
  const [, day, month, year] = /^(?:(?:(\d{1,2}) )?([a-z]+) )?(\d{4})$/.exec(plain(words)) ?? []
  const two = (part: number): string => String(part).padStart(2, '0')
  return [
    [year, ...(month === undefined ? [] : [two(MONTHS.indexOf(month) + 1)]), ...(day === undefined ? [] : [two(Number(day))])].join('-'),
  ]
}

function legalForms(words: string): string[] {
  const text = plain(words)
  if (/^\d+\/\d+$/.test(text)) return [`ST-${text}`]
  if (/^\d{4}\/\d+\(ini\)$/.test(text)) return [`EP-${text.toUpperCase()}`]
  const paragraph = /^paragraph (\d+) of .*comprehensive strategic partnership$/.exec(text)
  if (paragraph !== null) return [`CSP:${paragraph[1]}`]
  const articles = /^articles? (.+) of the (\d{4}) penal code$/.exec(text)
  if (articles === null) return text.endsWith('penal code') ? ['VN-PC'] : []
  return (articles[1] ?? '').match(/\d+/g)?.map((article) => `VN-PC-${articles[2]}:${article}`) ?? []
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
function roundForms(words: string): string[] {
  const text = plain(words)
  const track = text.includes('political consultations') ? 'political_consultations' : 'hrd'
  const year = /\b\d{4}\b/.exec(text)?.[0]
  if (year !== undefined && /\b(?:launch|introduction) of\b/.test(text)) return [`${track}:launch:${year}`]
  const ordinal = /^(\d+)(?:st|nd|rd|th) round/.exec(text)?.[1] ?? ORDINALS.indexOf(text.split(' round')[0] ?? '') + 1
  return Number(ordinal) > 0 ? [`${track}:${ordinal}`] : [`${track}:next`, `${track}:mechanism`]
}

function hedgeForms(words: string): string[] {
  return hedges
    .filter(([cue]) =>
      cue
        .split(' … ')
        .every((part, index, all) => (index === all.length - 1 ? plain(words).endsWith(part) : plain(words).startsWith(part))),
    )
    .flatMap(([, forms]) => forms)
}

/** The normal forms that the words can have; nothing where words do not make one (codes of the domain data). */
const FORMS: Readonly<Record<string, (words: string) => string[]>> = {
  person: (words) => [personForm(words)],
  organisation: organisationForms,
  signatory: organisationForms,
  place: (words) => places.get(unbracketed(plain(words))) ?? [],
  date: dateForms,
  legal_reference: legalForms,
  instrument: instrumentForms,
  hedge: hedgeForms,
  round: roundForms,
}
export function formsOf(kind: string, words: string): string[] | undefined {
  const made = FORMS[kind]
  if (made !== undefined) return made(words)
  if (kind === 'negation' || kind === 'claim') return [plain(words)]
  return kind.startsWith('not_a') ? [/^\+\d/.test(words) ? 'telephone number' : plain(words)] : undefined
}
