import { createHash } from 'node:crypto'
import type { Release } from '#features/observatory/release.contract.ts'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import { methodCodes, terms } from '#kernel/vocabulary.ts'

const HOSTS = 'AT AU BE BR CA CH CZ DE DK ES FI FR GB GR ID IE IT JP KE KR MY NL NO NZ PL PT SE TH TR US'.split(' ')
const ORIGINS = ['XA', 'XB', 'XC']
const DOCUMENTS = 40
const PARAGRAPHS = 25
const QUOTES_IN_PARAGRAPH = 5

/** Numbers that look random and are the same for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

function codeOf(kind: string, number: number): string {
  let rest = number
  let text = ''
  for (let at = 0; at < 5; at++) {
    text += CODE_ALPHABET[rest % CODE_ALPHABET.length]
    rest = Math.floor(rest / CODE_ALPHABET.length)
  }
  return `${kind}-${text}`
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A release with so many invented public incidents; nothing in it happened. The same seed gives the same release. */
export function syntheticRelease(count: number, seed: number): Release {
  const below = randomOf(seed)
  const documents = Array.from({ length: DOCUMENTS }, (_, at) => documentOf(at))
  const citations = documents.flatMap((document, at) => citationsOf(document, at))
  const hedges = terms('certainty_hedge').map((term) => term.code)
  const levels = terms('attribution_level').map((term) => term.code)
  const incident = (at: number): Release['incidents'][number] => {
    const { code: quotation = '' } = citations[below(citations.length)] ?? {}
    const year = 2012 + below(15)
    const hedge = hedges[below(hedges.length)] ?? 'alleged'
    return {
      code: codeOf('I', at),
      case: null,
      community: 'other',
      title: { en: `Invented incident number ${at + 1}` },
      methods: [...new Set([below(methodCodes.length), below(methodCodes.length)])].map((method) => methodCodes[method] ?? 'psy.threat'),
      methodNote: null,
      origin: ORIGINS[below(ORIGINS.length)] ?? 'XA',
      host: HOSTS[below(HOSTS.length)] ?? 'TH',
      happened: { from: `${year}-01-01`, until: `${year}-12-31`, precision: 'year', said: `in ${year}` },
      place: { country: null, name: null, precision: 'hidden' },
      hedge: { code: hedge, said: hedge === 'stated' ? null : 'allegedly' },
      attribution:
        at % 3 > 0
          ? null
          : {
              said: 'invented agents',
              level: levels[below(levels.length)] ?? 'suspected',
              agency: 'unknown',
              state: 'XA',
              nexus: 'unknown',
              citation: quotation,
            },
      assessment: { verification: 'unverified', standard: 'none' },
      sentenceYears: null,
      citations: [quotation],
    }
  }
  return { ...empty(), documents, citations, incidents: Array.from({ length: count }, (_, at) => incident(at)) }
}

function documentOf(at: number): Release['documents'][number] {
  return {
    code: codeOf('D', at),
    sha256: sha256(`document ${at}`),
    title: `Invented yearly report, volume ${at + 1}`,
    publisher: `Invented Observatory ${at % 7}`,
    kind: 'report',
    language: 'en',
    issued: { from: '2026-01-01', until: '2026-12-31', precision: 'year', said: '2026' },
    address: null,
    reference: null,
    licence: { name: 'not stated', allowsFullText: false },
    ruleVersion: 1,
    paragraphs: Array.from({ length: PARAGRAPHS }, (_, number) => ({
      number: number + 1,
      label: null,
      kind: 'paragraph' as const,
      textHash: sha256(`${at} ${number}`),
    })),
  }
}

function citationsOf(document: Release['documents'][number], at: number): Release['citations'] {
  return document.paragraphs.flatMap((paragraph) =>
    Array.from({ length: QUOTES_IN_PARAGRAPH }, (_, quote) => ({
      code: codeOf('Q', (at * PARAGRAPHS + paragraph.number) * QUOTES_IN_PARAGRAPH + quote),
      document: document.sha256,
      paragraph: paragraph.number,
      start: quote * 80,
      end: quote * 80 + 78,
      textHash: paragraph.textHash,
      quote: 'persons who had fled were allegedly followed and threatened in the host country',
    })),
  )
}

function empty(): Release {
  return {
    format: 'asylia-release/1',
    asOf: '2026-11-22',
    contact: null,
    site: 'https://register.invalid/',
    vocabulary: { taxonomy: 'synthetic', vocabularies: 'synthetic' },
    corridors: [],
    held: [],
    changes: [],
    documents: [],
    citations: [],
    persons: [],
    cases: [],
    incidents: [],
    events: [],
    organisations: [],
    signatories: [],
    discrepancies: [],
    paragraphs: [],
    commitments: [],
    recommendations: [],
    mechanisms: [],
    agreements: [],
    findings: [],
    instruments: [],
    ratifications: [],
    dialogues: [],
    dialogueGaps: [],
  }
}
