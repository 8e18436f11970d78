// long: one invented world, whose records refer to one another and are read side by side
import { createHash } from 'node:crypto'
import type { Citation, PublicDocument } from '#features/documents/document.contract.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import type { Happened, Place } from '#formats/public-record.ts'
import { CODE_ALPHABET } from '#kernel/ids.ts'
import type { Said } from '#kernel/languages.ts'
import type { Geography } from './parts/geography.ts'

/**
 * A whole release about countries, people and documents that do not exist, for tests and for the pictures of the README.
 * Every kind of record and every kind of uncertainty stands in it at least once.
 */
export const INVENTED_NOTICE: Said = {
  en: 'Invented example. These countries, people, events and documents do not exist.',
  vi: 'Ví dụ hư cấu. Các nước, con người, sự việc và văn bản ở đây không có thật.',
  th: 'ตัวอย่างที่แต่งขึ้น ประเทศ บุคคล เหตุการณ์ และเอกสารเหล่านี้ไม่มีอยู่จริง',
  fr: 'Exemple inventé. Ces pays, ces personnes, ces faits et ces documents n’existent pas.',
  ar: 'مثال مختلق. هذه البلدان والأشخاص والأحداث والوثائق غير موجودة.',
}

export const INVENTED_COUNTRIES: Readonly<Record<string, Said>> = {
  XA: { en: 'Avaria', vi: 'Avaria', th: 'อาวาเรีย', fr: 'Avarie', ar: 'أفاريا' },
  XB: { en: 'Borduna', vi: 'Borduna', th: 'บอร์ดูนา', fr: 'Bordune', ar: 'بوردونا' },
  XC: { en: 'Corvena', vi: 'Corvena', th: 'คอร์เวนา', fr: 'Corvène', ar: 'كورفينا' },
}

/** One that somebody checked lately, and one that answers to a state and was not looked at for years. */
const OFFICES: NonNullable<Release['offices']> = [
  {
    code: 'B-HARBQR',
    name: 'Harbour Desk of Borduna',
    territory: ['XB', 'XC'],
    languages: ['en', 'fr'],
    opens: 540,
    closes: 1_020,
    offsetMinutes: 60,
    days: [1, 2, 3, 4, 5],
    stateBody: false,
    police: false,
    contact: '+00 1 99 00 00 00',
    checkedOn: '2033-03-01',
  },
  {
    code: 'B-QUAYSS',
    name: 'Bureau of Arrivals',
    territory: ['XC'],
    languages: ['fr'],
    opens: 0,
    closes: 0,
    offsetMinutes: 0,
    days: [1, 2, 3, 4, 5, 6, 7],
    stateBody: true,
    police: true,
    contact: 'https://arrivals.example/',
    checkedOn: '2031-05-06',
  },
]

/** Coasts of a world that is not ours, as offsets in degrees; clockwise, as d3 reads the inside. */
const COASTS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  XA: [
    [0, 0],
    [1, 4],
    [0.4, 7],
    [3, 9.4],
    [6, 9],
    [9, 10],
    [11, 8],
    [10.4, 5.5],
    [12, 3],
    [10, 0.4],
    [7.5, 1.2],
    [5, -0.6],
    [2.4, 0.6],
  ],
  XB: [
    [-9, -1.5],
    [-8.4, 2],
    [-9.6, 4.5],
    [-7.5, 6.5],
    [-5, 5.8],
    [-2.5, 6.8],
    [0.4, 7],
    [1, 4],
    [0, 0],
    [-2, -1.8],
    [-3, -4.5],
    [-5.5, -5],
    [-7, -3],
  ],
  XC: [
    [-2, -1.8],
    [0, 0],
    [2.4, 0.6],
    [5, -0.6],
    [7.5, 1.2],
    [10, 0.4],
    [9.5, -3],
    [7, -5.5],
    [3, -6],
    [0, -5.2],
    [-3, -4.5],
  ],
}

/** Three countries that do not exist. */
export const INVENTED_GEOGRAPHY: Geography = Object.entries(COASTS).map(([code, coast]) => ({
  type: 'Feature',
  properties: { code },
  geometry: { type: 'Polygon', coordinates: [[...coast, coast[0] ?? [0, 0]].map(([x, y]) => [x - 30, y])] },
}))

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = (from: string | null, until: string | null, precision: Happened['precision'], said: string | null): Happened => ({
  from,
  until,
  precision,
  said,
})
const day = (iso: string, said: string | null = null) => at(iso, iso, 'exact', said)
const year = (y: string) => at(`${y}-01-01`, `${y}-12-31`, 'year', `in ${y}`)
const undated = (said: string | null) => at(null, null, 'unknown', said)
const inCountry = (country: string): Place => ({ country, name: null, precision: 'country' })
const inTown = (country: string, name: string): Place => ({ country, name: { en: name }, precision: 'locality' })

/** Codes in the order of use: the same builder gives the same codes. */
function coder(): (kind: string) => string {
  let count = 0
  return (kind) => {
    let rest = 7919 * ++count
    let text = ''
    for (let i = 0; i < 4; i++) {
      text += CODE_ALPHABET[rest % CODE_ALPHABET.length]
      rest = Math.floor(rest / CODE_ALPHABET.length)
    }
    return `${kind}-${text}`
  }
}

const LETTER = [
  'Letter of five organisations on the pursuit of Avarian exiles',
  'The weaver Ilmar Tost was seized at the river market in Port Sella in May 2031 under circumstances that strongly suggest that Avarian agents took him, and was later seen in Avarian custody.',
  'In September 2032 he was sentenced to 9 years’ imprisonment.',
  'The printer Maren Okola was allegedly followed to her lodging, and Bordunan officials claimed that her residence card had lapsed.',
  'She has been detained since February 2033.',
  'Hill families who fled Avaria report visible watching by men credibly reported to be working for the Avarian Inner Watch.',
  'By such acts Avaria stands against the commitments of the Declaration of Sella and the Treaty of the Two Rivers.',
  'We ask Corvena to raise these cases in the next round of the Rights Dialogue.',
  'Corvena should open a path for emergency visas.',
  'Signed: River Rights Circle; Printers Without Frontiers',
]
const DECLARATION = [
  'Declaration of Sella between Avaria and Corvena',
  'The two sides recognise that trust between neighbours rests on law.',
  'The two sides will respect, protect and fulfil the rights of every person in line with the treaties to which both are parties.',
  'The two sides intend to deepen cooperation between their police services, and may explore the exchange of data on travellers.',
  'The two sides agree to hold a Rights Dialogue every year.',
  'The annexes form part of this text.',
  'Done at Port Sella on 3 June 2030.',
]
const MINUTES = [
  'Rights Dialogue, third round: public summary',
  'The third round of the yearly Rights Dialogue took place in Vell on 12 October 2032. Corvena raised the situation of exiles.',
  'Corvena asked Avaria to end the pursuit of exiles abroad. Avaria took note.',
  'The fourth round will be held in 2033 in Port Sella.',
  'The Assembly of Corvena called on the government to track the pursuit of exiles, by 61 votes to 22 with 9 abstentions.',
]

function documentsOf(code: (kind: string) => string): PublicDocument[] {
  const make = (
    texts: readonly string[],
    more: Pick<PublicDocument, 'publisher' | 'kind' | 'issued' | 'address' | 'reference' | 'licence'>,
    open: boolean,
  ): PublicDocument => ({
    code: code('D'),
    sha256: sha256(texts.join('\n')),
    title: texts[0] ?? '',
    language: 'en',
    ruleVersion: 1,
    ...more,
    paragraphs: texts.map((text, i) => ({
      number: i + 1,
      label: open && i > 0 && i < 6 ? String(i) : null,
      kind: i === 0 ? 'title' : 'paragraph',
      textHash: sha256(text),
      ...(open ? { text } : {}),
    })),
  })
  return [
    make(
      LETTER,
      {
        publisher: 'River Rights Circle',
        kind: 'letter',
        issued: at('2033-02-01', null, 'since', 'after February 2033'),
        address: null,
        reference: null,
        licence: { name: 'All rights reserved', allowsFullText: false },
      },
      false,
    ),
    make(
      DECLARATION,
      {
        publisher: 'Chancellery of Corvena',
        kind: 'joint_statement',
        issued: day('2030-06-03', 'on 3 June 2030'),
        address: 'https://chancellery.corvena.invalid/sella',
        reference: 'Sella 30/4',
        licence: { name: 'Public domain', allowsFullText: true },
      },
      true,
    ),
    make(
      MINUTES,
      {
        publisher: 'Foreign Office of Corvena',
        kind: 'press_release',
        issued: at('2032-10-01', '2032-10-31', 'month', 'October 2032'),
        address: 'https://foreign.corvena.invalid/rd3',
        reference: null,
        licence: { name: 'Not stated', allowsFullText: false },
      },
      false,
    ),
  ]
}

function quoter(documents: readonly PublicDocument[], code: (kind: string) => string) {
  const citations: Citation[] = []
  const texts = [LETTER, DECLARATION, MINUTES]
  const quote = (document: number, paragraph: number, words: string): string => {
    const text = texts[document]?.[paragraph - 1] ?? ''
    const start = text.indexOf(words)
    if (start < 0) throw new Error(`not in the invented document: ${words}`)
    const made = {
      code: code('Q'),
      document: documents[document]?.sha256 ?? '',
      paragraph,
      start,
      end: start + words.length,
      textHash: sha256(text),
      quote: words,
    }
    citations.push(made)
    return made.code
  }
  return { citations, quote }
}

/** The invented release. The same call gives the same release. */
export function inventedRelease(): Release {
  const code = coder()
  const documents = documentsOf(code)
  const { citations, quote } = quoter(documents, code)
  const people = peopleOf(code, quote)
  const promises = promisesOf(code, quote)
  const incidents = incidentsOf(code, quote, people)
  const law = lawOf(code, quote)
  const incidentCode = (i: number) => incidents[i]?.code ?? ''
  return {
    format: 'asylia-release/1',
    asOf: '2033-04-02',
    contact: null,
    site: 'https://register.invalid/',
    vocabulary: { taxonomy: '2026-11-22', vocabularies: '2026-11-22' },
    corridors: [
      {
        id: 'xa-xb',
        version: '2033-04-02',
        fileHash: sha256('xa-xb'),
        title: { en: 'Avaria – Borduna', fr: 'Avarie – Bordune', ar: 'أفاريا – بوردونا' },
        summary: {
          en: 'Exiles from Avaria are pursued in Borduna, while Corvena has the word of Avaria that every person’s rights will be respected.',
        },
        origin: 'XA',
        host: 'XB',
        partners: ['XC'],
      },
    ],
    held: [documents[1]?.sha256 ?? ''],
    offices: OFFICES,
    changes: [
      { on: '2033-04-01', kind: 'loaded', subject: 'xa-xb', note: { en: 'Corridor loaded, version 2033-04-02.' } },
      { on: '2033-04-02', kind: 'corrected', subject: incidentCode(0), note: { en: 'The month was corrected from the source.' } },
    ],
    documents,
    persons: people.persons,
    cases: people.cases,
    incidents,
    ...contextOf(code, quote),
    ...promises,
    ...law,
    findings: [
      {
        code: code('F'),
        commitments: [promises.commitments[0]?.code ?? ''],
        agreements: ['two-rivers'],
        incidents: [incidentCode(0), incidentCode(3)],
        assertedBy: { en: 'River Rights Circle' },
        note: { en: 'The organisations say that the acts stand against the promise to respect the rights of every person.' },
        verdict: 'contradicted',
        hedge: 'stated',
        standard: 'none',
        citation: quote(0, 7, 'Avaria stands against the commitments of the Declaration of Sella'),
      },
    ],
    citations,
  }
}

type Quote = (document: number, paragraph: number, words: string) => string
type Coder = (kind: string) => string

function peopleOf(code: Coder, quote: Quote): Pick<Release, 'persons' | 'cases'> {
  const named = quote(0, 2, 'The weaver Ilmar Tost')
  const printer = quote(0, 4, 'The printer Maren Okola')
  const head = quote(2, 2, 'The third round of the yearly Rights Dialogue took place in Vell on 12 October 2032')
  const persons: Release['persons'] = [
    {
      code: code('P'),
      name: 'Ilmar Tost',
      kind: 'targeted_person',
      descriptors: ['weaver'],
      community: 'ethnic_minority',
      occupations: ['artist'],
      citations: [named],
    },
    {
      code: code('P'),
      name: 'Maren Okola',
      kind: 'targeted_person',
      descriptors: ['printer'],
      community: null,
      occupations: ['journalist'],
      citations: [printer],
    },
    {
      code: code('P'),
      name: 'Ansel Wray',
      kind: 'official',
      descriptors: ['head of the delegation of Corvena'],
      community: null,
      occupations: [],
      citations: [head],
    },
  ]
  const about = (i: number, title: string, summary: string, citation: string, missing: string[]): Release['cases'][number] => ({
    code: code('C'),
    person: persons[i]?.code ?? '',
    title: { en: title },
    summary: { en: summary },
    origin: 'XA',
    host: 'XB',
    protection: { summary: { en: 'Not stated by the source.' }, citation },
    notInSources: missing.map((en) => ({ en })),
    citations: [citation],
  })
  return {
    persons,
    cases: [
      about(0, 'Ilmar Tost', 'A weaver seized at a market in Borduna, later seen in Avarian custody and sentenced there.', named, [
        'The charge',
        'The court',
        'Where he is held now',
      ]),
      about(
        1,
        'Maren Okola',
        'A printer in exile, said to have been followed, and detained after her residence card was declared lapsed.',
        printer,
        ['Who followed her', 'Whether an extradition was requested'],
      ),
    ],
  }
}

function incidentsOf(code: Coder, quote: Quote, people: Pick<Release, 'cases'>): Release['incidents'] {
  const [tost, okola] = people.cases.map((one) => one.code)
  const base = {
    community: null,
    methodNote: null,
    origin: 'XA',
    host: 'XB',
    attribution: null,
    assessment: { verification: 'unverified', standard: 'none' },
    sentenceYears: null,
  }
  const seized = quote(
    0,
    2,
    'was seized at the river market in Port Sella in May 2031 under circumstances that strongly suggest that Avarian agents took him',
  )
  const watched = quote(0, 6, 'visible watching by men credibly reported to be working for the Avarian Inner Watch')
  const claimed = quote(0, 4, 'Bordunan officials claimed that her residence card had lapsed')
  return [
    {
      ...base,
      code: code('I'),
      case: tost ?? null,
      title: { en: 'Seized at a market' },
      methods: ['phys.abduction', 'phys.enforced-disappearance'],
      happened: at('2031-05-01', '2031-05-31', 'month', 'in May 2031'),
      place: inTown('XB', 'Port Sella'),
      hedge: { code: 'strongly_suggests', said: 'strongly suggest' },
      attribution: { said: 'Avarian agents', level: 'suspected', agency: 'intelligence', state: 'XA', nexus: 'unknown', citation: seized },
      citations: [seized],
    },
    {
      ...base,
      code: code('I'),
      case: tost ?? null,
      title: { en: 'Seen in custody in Avaria' },
      methods: ['phys.rendition'],
      methodNote: {
        en: 'That he was carried over the border is our inference from the order of events; the source says only that he was seen in custody.',
      },
      happened: undated('later'),
      place: inCountry('XA'),
      hedge: { code: 'stated', said: null },
      citations: [quote(0, 2, 'was later seen in Avarian custody')],
    },
    {
      ...base,
      code: code('I'),
      case: tost ?? null,
      title: { en: 'Sentenced to nine years' },
      methods: ['law.sentence-after-return'],
      happened: at('2032-09-01', '2032-09-30', 'month', 'In September 2032'),
      place: inCountry('XA'),
      hedge: { code: 'stated', said: null },
      sentenceYears: 9,
      citations: [quote(0, 3, 'sentenced to 9 years’ imprisonment')],
    },
    {
      ...base,
      code: code('I'),
      case: okola ?? null,
      title: { en: 'Followed to her lodging' },
      methods: ['phys.surveillance'],
      happened: at(null, '2033-01-31', 'before', null),
      place: inCountry('XB'),
      hedge: { code: 'alleged', said: 'allegedly' },
      citations: [quote(0, 4, 'was allegedly followed to her lodging')],
    },
    {
      ...base,
      code: code('I'),
      case: okola ?? null,
      title: { en: 'Residence card declared lapsed' },
      methods: ['mob.permit-invalidated'],
      happened: at('2033-01-01', '2033-02-28', 'range', null),
      place: inCountry('XB'),
      hedge: { code: 'claimed_by_authority', said: 'claimed' },
      attribution: {
        said: 'Bordunan officials',
        level: 'not_assessed',
        agency: 'immigration',
        state: 'XB',
        nexus: 'organ',
        citation: claimed,
      },
      citations: [claimed],
    },
    {
      ...base,
      code: code('I'),
      case: okola ?? null,
      title: { en: 'Detained' },
      methods: ['coop.detention'],
      happened: at('2033-02-01', null, 'since', 'since February 2033'),
      place: inCountry('XB'),
      hedge: { code: 'stated', said: null },
      citations: [quote(0, 5, 'has been detained since February 2033')],
    },
    // A town is stored on purpose: the site must not show it for a community.
    {
      ...base,
      code: code('I'),
      case: null,
      community: 'ethnic_minority',
      title: { en: 'Hill families watched' },
      methods: ['phys.surveillance', 'psy.threat', 'coop.community-policing'],
      happened: year('2032'),
      place: inTown('XB', 'Lower Sella'),
      hedge: { code: 'credibly_reported', said: 'credibly reported' },
      attribution: {
        said: 'men credibly reported to be working for the Avarian Inner Watch',
        level: 'credibly_reported',
        agency: 'intelligence',
        state: 'XA',
        nexus: 'directed',
        citation: watched,
      },
      citations: [watched],
    },
  ]
}

function contextOf(
  code: Coder,
  quote: Quote,
): Pick<Release, 'events' | 'organisations' | 'signatories' | 'discrepancies' | 'dialogues' | 'dialogueGaps'> {
  const done = quote(1, 7, 'Done at Port Sella on 3 June 2030')
  const votes = quote(2, 5, 'by 61 votes to 22 with 9 abstentions')
  const third = quote(2, 2, 'The third round of the yearly Rights Dialogue took place in Vell on 12 October 2032')
  const fourth = quote(2, 4, 'The fourth round will be held in 2033 in Port Sella')
  const signed = quote(0, 10, 'River Rights Circle; Printers Without Frontiers')
  const yearly = quote(1, 5, 'hold a Rights Dialogue every year')
  const round = {
    legalBasis: null,
    heads: [],
    preparatory: [],
    agenda: [],
    asks: [],
    offers: [],
    partnerCommitments: [],
    repressionRaised: 'not_stated' as const,
    place: null,
  }
  return {
    events: [
      {
        code: code('E'),
        kind: 'agreement',
        title: { en: 'Declaration of Sella' },
        status: null,
        happened: day('2030-06-03'),
        place: inTown('XB', 'Port Sella'),
        votes: null,
        citations: [done],
      },
      {
        code: code('E'),
        kind: 'resolution',
        title: { en: 'Resolution of the Assembly of Corvena' },
        status: null,
        happened: undated(null),
        place: null,
        votes: { for: 61, against: 22, abstain: 9 },
        citations: [votes],
      },
    ],
    organisations: [{ code: code('O'), name: 'River Rights Circle', kind: 'ngo', country: null, citations: [signed] }],
    signatories: [
      { code: code('S'), number: 1, name: 'River Rights Circle', document: sha256(LETTER.join('\n')), citation: signed },
      { code: code('S'), number: 2, name: 'Printers Without Frontiers', document: sha256(LETTER.join('\n')), citation: signed },
    ],
    discrepancies: [
      {
        code: code('X'),
        issue: {
          en: 'The Declaration promises a round every year; the third round was held two years after it and the fourth is only announced.',
        },
        effect: { en: 'Do not renumber the rounds.' },
        first: yearly,
        second: third,
      },
    ],
    dialogues: [
      {
        ...round,
        code: code('H'),
        track: 'hrd',
        round: 3,
        title: { en: 'Third round of the Rights Dialogue' },
        status: 'held',
        happened: day('2032-10-12'),
        place: inTown('XC', 'Vell'),
        agenda: [{ summary: { en: 'The situation of exiles' }, citation: third }],
        asks: [
          {
            summary: { en: 'End the pursuit of exiles abroad' },
            citation: quote(2, 3, 'asked Avaria to end the pursuit of exiles abroad'),
          },
        ],
        repressionRaised: 'yes',
        citations: [third],
      },
      {
        ...round,
        code: code('H'),
        track: 'hrd',
        round: 4,
        title: { en: 'Fourth round of the Rights Dialogue' },
        status: 'announced_only',
        happened: year('2033'),
        citations: [fourth],
      },
    ],
    dialogueGaps: [{ code: code('G'), track: 'hrd', summary: { en: 'Rounds 1 and 2 are not in the sources.' } }],
  }
}

function promisesOf(code: Coder, quote: Quote): Pick<Release, 'paragraphs' | 'commitments' | 'recommendations'> {
  const commitments: Release['commitments'] = []
  const paragraph = (
    number: number,
    en: string,
    areas: string[],
    relevance: Release['paragraphs'][number]['relevance'],
    words: string,
    promises: readonly (readonly [string, string, Release['commitments'][number]['strength'], string])[],
  ): Release['paragraphs'][number] => {
    const own = code('A')
    const citation = quote(1, number + 1, words)
    for (const [action, verb, strength, said] of promises) {
      commitments.push({
        code: code('K'),
        paragraph: own,
        instrument: 'sella',
        legalForce: 'political_commitment',
        action: { en: action },
        verb,
        strength,
        promiser: 'both',
        status: 'open',
        citation: quote(1, number + 1, said),
      })
    }
    return {
      code: own,
      number,
      heading: { en: `Article ${number}` },
      summary: { en },
      areas,
      relevance,
      relevanceNote: null,
      citations: [citation],
      commitments: commitments.filter((one) => one.paragraph === own).map((one) => one.code),
    }
  }
  const rights = paragraph(
    2,
    'Rights of every person, in line with treaties that bind both sides.',
    ['human_rights'],
    'high',
    'will respect, protect and fulfil the rights of every person',
    [
      [
        'Respect, protect and fulfil the rights of every person',
        'will',
        'agree_will_commit',
        'will respect, protect and fulfil the rights of every person',
      ],
    ],
  )
  const paragraphs = [
    paragraph(1, 'Trust rests on law.', ['preamble'], 'low', 'trust between neighbours rests on law', []),
    rights,
    paragraph(
      3,
      'Police cooperation, perhaps exchange of data on travellers.',
      ['police', 'migration'],
      'medium',
      'deepen cooperation between their police services',
      [
        [
          'Deepen cooperation between police services',
          'intend to',
          'aim_intend',
          'intend to deepen cooperation between their police services',
        ],
        ['Explore the exchange of data on travellers', 'may explore', 'explore_may', 'may explore the exchange of data on travellers'],
      ],
    ),
    paragraph(
      4,
      'A Rights Dialogue every year.',
      ['dialogue_mechanisms', 'human_rights'],
      'high',
      'agree to hold a Rights Dialogue every year',
      [['Hold a Rights Dialogue every year', 'agree to', 'agree_will_commit', 'agree to hold a Rights Dialogue every year']],
    ),
    paragraph(5, 'The annexes are part of the text.', ['final'], 'none', 'The annexes form part of this text', []),
  ]
  const raise = quote(0, 8, 'raise these cases in the next round of the Rights Dialogue')
  const ask = (
    id: string,
    parent: string | null,
    action: string,
    citation: string,
    sameAs: string[] = [],
  ): Release['recommendations'][number] => ({
    code: code('R'),
    id,
    parent,
    level: id.split('.').length,
    addressee: 'Corvena',
    addresseeCodes: ['corvena'],
    kind: 'raise concern',
    action: { en: action },
    status: 'open',
    sameAs,
    citation,
  })
  return {
    paragraphs,
    commitments,
    recommendations: [
      ask('NGO-R1', null, 'Raise these cases in the next round of the Rights Dialogue', raise, ['EP-C1']),
      ask('NGO-R1.1', 'NGO-R1', 'Name each case', raise),
      ask('NGO-R2', null, 'Open a path for emergency visas', quote(0, 9, 'open a path for emergency visas')),
      {
        ...ask('EP-C1', null, 'Track the pursuit of exiles', quote(2, 5, 'called on the government to track the pursuit of exiles'), [
          'NGO-R1',
        ]),
        addresseeCodes: ['government'],
        addressee: 'Government of Corvena',
        status: 'in_progress',
        statusCitation: raise,
      },
    ],
  }
}

function lawOf(code: Coder, quote: Quote): Pick<Release, 'mechanisms' | 'agreements' | 'instruments' | 'ratifications'> {
  const yearly = quote(1, 5, 'hold a Rights Dialogue every year')
  return {
    mechanisms: [
      {
        code: code('M'),
        key: 'rights-dialogue',
        kind: 'dialogue',
        name: { en: 'Rights Dialogue' },
        legalForce: null,
        under: null,
        remit: { en: 'Rights of every person' },
        frequency: { en: 'Every year' },
        chair: null,
        entryPoint: { en: 'Cases may be handed over on paper before a round.' },
        basis: 'seed',
        citations: [yearly],
      },
    ],
    agreements: [
      {
        code: code('T'),
        key: 'two-rivers',
        country: 'XA',
        name: { en: 'Treaty of the Two Rivers' },
        legalForce: 'binding_treaty',
        state: { en: 'In force' },
        clause: {
          reference: 'Article 1',
          summary: { en: 'Respect for rights is an essential element.' },
          basis: 'general_knowledge_verify',
        },
        invocations: [
          {
            said: { en: 'The organisations say that the treaty is breached.' },
            by: 'River Rights Circle',
            citation: quote(0, 7, 'the Treaty of the Two Rivers'),
          },
        ],
        citations: [],
      },
      {
        code: code('T'),
        key: 'borduna-trade',
        country: 'XB',
        name: { en: 'Trade treaty with Borduna' },
        legalForce: 'binding_treaty',
        state: { en: 'Under negotiation' },
        clause: null,
        invocations: [],
        citations: [],
      },
    ],
    instruments: [
      {
        id: 'two-rivers',
        title: 'Treaty of the Two Rivers',
        type: 'bilateral',
        legalForce: 'binding treaty',
        source: 'invented',
        verifyNote: null,
        provisions: [
          {
            id: 'two-rivers.1',
            ref: 'Article 1',
            summary: 'Respect for rights is an essential element.',
            safeguardTests: ['Was the clause named in the last round?'],
            basis: 'general_knowledge_verify',
            basisNote: null,
          },
          {
            id: 'two-rivers.2',
            ref: 'Article 2',
            summary: 'The parties consult when a party asks.',
            safeguardTests: [],
            basis: 'seed',
            basisNote: null,
          },
        ],
      },
    ],
    ratifications: [
      {
        state: 'XA',
        treaty: 'Convention against Seizure',
        status: 'party',
        date: '2015-02-05',
        note: null,
        basis: 'general_knowledge_verify',
      },
      {
        state: 'XB',
        treaty: 'Convention against Seizure',
        status: 'not_party',
        date: null,
        note: 'The letter calls for ratification.',
        basis: 'seed',
      },
    ],
  }
}
