import { type Finding, type Page, places, sentenceAt, touches } from './finding.rules.ts'
import { instrumentForm, KNOWN_LONG, LAW, lawCode, statementCode } from './known-instruments.rules.ts'
import { frenchState, PEOPLE, STATE, stateCode, stateOfPeople } from './known-places.rules.ts'
import type { Reading } from './naming.rules.ts'
import { BORDER, END, wholeWords } from './word-tables.rules.ts'

const NUMBER = String.raw`\d{1,4}(?:[a-z]|bis|ter)?(?:\s?\(\d+\))*(?:\([a-z]\))?`
const LIST = `${NUMBER}(?:(?:,? (?:and|or|et|và|&|to) |, ?|[-–]|และ|\\s)(?:articles? |Điều )?${NUMBER})*`
// "Article 243, part 2 of the Criminal Code", "Article 5 § 1 of the Convention": the part is said and is no part of the number.
const PART = String.raw`(?:,? (?:parts?|paragraphs?|paras?\.?|points?|sections?|alinéas?) \d{1,3}(?: and \d{1,3})?| ?§§? ?\d{1,3}(?: and \d{1,3})?)?`
const MARK = 'articles?|arts?\\.?|sections?|sec\\.|§§?|paragraphs?|paras?\\.?|clauses?|điều|khoản'
const YEAR = '(?:19|20)\\d\\d'

// "articles 116, 117 and 331 of the 2015 Penal Code"
const OF_LAW = new RegExp(
  `${BORDER}(${MARK}) (${LIST})${PART},? (?:of|du|de la|de l'|của|in|under)? ?(?:(?:the|its|their|le|la|his) )?((?:${PEOPLE}) |(?:\\p{Lu}[\\p{L} ]{2,24}'s ))?(${YEAR} )?(?:(${PEOPLE}) )?(${LAW})${END}(?: (?:of|du|de|năm) (?:the )?(${YEAR}))?(?: (${YEAR}))?`,
  'giu',
)
const THAI_LAW = new RegExp(`มาตรา\\s*(${LIST})\\s*(?:แห่ง|ของ)?\\s*(${LAW})?`, 'gu')
// "article 19 of the ICCPR", "Article 3 of the UN Convention against Torture"
const OF_TREATY = new RegExp(
  `${BORDER}(?:${MARK}|Articles?|Arts?\\.?|Sections?|Paragraphs?|Clauses?) (${LIST})${PART} (?:of|du|de la|de l'|in|under) (?:the )?((?:\\p{Lu}[\\p{L}+-]*|\\d{4})(?: (?:of|on|the|for|and|against|to|relating|from|new|between|in|des|de|du|(?!Articles?|Sections?|Paragraphs?)\\p{Lu}[\\p{L}-]*|\\d{4})){0,14})`,
  'gu',
)
// Long names of treaties in the words of French and Vietnamese, which have few capitals.
const OF_KNOWN = new RegExp(
  `${BORDER}(?:${MARK}) (${LIST})${PART} (?:of the |of |de la |du |de l'|của |trong )?(${KNOWN_LONG})${END}`,
  'giu',
)
const BARE_LAW = new RegExp(
  `${BORDER}(?:[\\p{L}-]+ ){0,2}(?:provisions|articles|sections|dispositions) (?:of|in|under|du) (?:(?:the|its) )?(?:(\\p{Lu}[\\p{L} ]{2,24})'s |(${PEOPLE}) )?(${YEAR} )?(${LAW})${END}`,
  'giu',
)

// "Presidential Decree No. 278", "the Belarusian Law No. 12-3"
const NUMBERED_ACT = new RegExp(
  `${BORDER}(?:(${PEOPLE}) )?(?:(?:Presidential|Government|Royal|Emergency|Federal|Executive|Ministerial|Cabinet) )?(Decree-Law|Decree|Law|Act|Order|Ordinance|Regulation|Circular) (?:No|no|Nr|N)[.°]? ?(\\d{1,5}(?:[-/–]\\p{L}?[\\p{L}\\d]{1,6})*)`,
  'gu',
)

type FileForm = {
  readonly name: string
  readonly pattern: RegExp
  readonly form: (groups: readonly string[]) => string
  /** What the page has to speak of; other bodies number their files in the same way. */
  readonly only?: RegExp
}
const FILES: readonly FileForm[] = [
  { name: 'legal.ep-procedure', pattern: /(?<![\d/])(\d{4}\/\d{4}\((?:INI|COD|RSP|NLE|INL|APP)\))/gu, form: ([file = '']) => `EP-${file}` },
  {
    name: 'legal.eu-act',
    pattern: wholeWords(
      String.raw`(?:Regulation|Directive|Decision) (?:No\.? )?(\((?:EU|EC|CFSP|EEC)\) )?(?:No\.? )?(\d{2,4}/\d{2,4}(?:/(?:EU|EC|CFSP))?)`,
      'gu',
    ),
    form: ([, file = '']) => `EU-${file}`,
  },
  {
    name: 'legal.vietnamese-act',
    pattern: /(?<![\d/])(\d{1,4}\/(?:19|20)\d\d\/\p{Lu}[\p{Lu}\d-]{1,12})(?!\p{L})/gu,
    form: ([file = '']) => `VN-${file}`,
  },
  {
    name: 'legal.application',
    pattern: /(?<=\((?:[Aa]pplications? |[Aa]ppl?\. |requête )?(?:[Nn]os?|n[o°])\.? ?)(\d{1,5}\/\d{2})(?!\d)/gu,
    form: ([file = '']) => `ECTHR-${file}`,
    only: /European Court of Human Rights|ECtHR|Cour européenne des droits de l['’]homme/u,
  },
  {
    name: 'legal.un-document',
    pattern: wholeWords(String.raw`(?:A|S|E)/(?:(?:HRC|RES|CN\.\d|C\.\d)/)?(?:RES/)?\d+(?:/\d+)*(?:/Add\.\d)?`, 'gu'),
    form: () => '',
  },
  {
    name: 'legal.un-resolution',
    pattern: wholeWords(String.raw`(?:Human Rights Council|General Assembly|Security Council|HRC) [Rr]esolution (\d+(?:/\d+)?)`, 'gu'),
    form: ([file = '']) => `UN-RES:${file}`,
  },
]

/** Articles of laws and treaties, one finding an article, and numbers of files. A law that is only named is an instrument. */
export function findLegalReferences(page: Page, reading: Reading): Finding[] {
  const make = (start: number, end: number, value: string, rule: string): Finding => ({
    paragraph: page.number,
    kind: 'legal_reference',
    start,
    end,
    value,
    rule,
  })
  const laws = [...places(page.text, OF_LAW)].flatMap(({ start, end, groups }) => {
    const [, list = '', owner = '', before = '', people = '', law = '', after = '', last = ''] = groups
    const behind = stateBehind(page.text.slice(end, end + 50), page.language)
    const code = codeOf(page, start, { owner: owner || people || behind, law, year: before || after || last }, reading)
    return articlesOf(list).map((article) => make(start, end, `${code}:${article}`, 'legal.article-of-law'))
  })
  const thai = [...places(page.text, THAI_LAW)].flatMap(({ start, end, groups: [list = '', law = ''] }) =>
    articlesOf(list).map((article) => make(start, end, `TH-${lawCode(law) ?? 'LAW'}:${article}`, 'legal.thai-article')),
  )
  const treaties = [...places(page.text, OF_TREATY)].flatMap(({ start, end, groups: [list = '', name = ''] }) => {
    if (laws.some((law) => law.start === start)) return []
    const known = treatyCode(name) ?? conventionOf(name, reading)
    return known === null
      ? []
      : articlesOf(list).map((article) => make(start, end - known.rest, `${known.code}:${article}`, 'legal.article-of-treaty'))
  })
  const known = [...places(page.text, OF_KNOWN)].flatMap(({ start, end, groups: [list = '', name = ''] }) =>
    [...laws, ...treaties].some((other) => touches(other, { start, end }))
      ? []
      : articlesOf(list).map((article) => make(start, end, `${instrumentForm(name).toUpperCase()}:${article}`, 'legal.article-of-treaty')),
  )
  const bare = [...places(page.text, BARE_LAW)].map(({ start, end, groups: [state = '', people = '', year = '', law = ''] }) =>
    make(start, end, codeOf(page, start, { owner: state || people, law, year }, reading), 'legal.provisions'),
  )
  const files = FILES.filter(({ only }) => only === undefined || only.test(page.text)).flatMap(({ name, pattern, form }) =>
    [...places(page.text, pattern)].map(({ start, end, words, groups }) => make(start, end, form(groups) || words, name)),
  )
  const acts = [...places(page.text, NUMBERED_ACT)].flatMap(({ start, end, groups: [people = '', kind = '', number = ''] }) => {
    if (files.some((file) => touches(file, { start, end }))) return []
    const owner = people || stateBehind(page.text.slice(end, end + 50), page.language)
    const state = codeOf(page, start, { owner, law: '', year: '' }, reading).replace(/-LAW$/u, '')
    return [make(start, end, `${state}-${kind.toUpperCase()}:${number}`, 'legal.numbered-act')]
  })
  return [...laws, ...thai, ...treaties, ...known, ...acts, ...bare, ...files]
}

const BEHIND = /^ (?:of|du|de la|de l'|de|của) (?:the )?(?:Republic of |Kingdom of )?/u
/** "of Ruritania" behind the law, or in French its adjective, as the name of the state; nothing where neither stands there. */
function stateBehind(rest: string, language: Page['language']): string {
  const opening = BEHIND.exec(rest)?.[0] ?? ''
  const [state] = opening === '' ? [] : places(rest, STATE)
  if (state?.start === opening.length) return state.words
  const adjective =
    language === 'fr' ? /^ (\p{Ll}{4,}(?:ais|aise|ien|ienne|ain|aine|ois|oise|an|ane|e|c|que))(?!\p{L})/u.exec(rest)?.[1] : undefined
  return adjective === undefined ? '' : (frenchState(adjective) ?? '')
}

function articlesOf(list: string): string[] {
  return list.match(/\d+(?:[a-z]|bis|ter)?(?:\s?\(\d+\))*(?:\([a-z]\))?/gu)?.map((article) => article.replace(/\s/gu, '')) ?? []
}

type LawWords = { readonly owner: string; readonly law: string; readonly year: string }

/** `VN-PC-2015`: the state whose law it is, as said beside it, else the last state named in the sentence, else the one most named in the text. */
function codeOf(page: Page, start: number, { owner, law, year }: LawWords, reading: Reading): string {
  const edition = year.trim() === '' ? '' : `-${year.trim()}`
  const own = owner.replace(/'s $/u, '').trim()
  const named = own === '' ? undefined : (stateOfPeople(own) ?? stateCode(own))
  const state = named ?? lastState(page, start) ?? byLanguage(page) ?? reading.mainState ?? 'XX'
  return `${state}-${lawCode(law) ?? 'LAW'}${edition}`
}

function lastState(page: Page, index: number): string | undefined {
  const sentence = sentenceAt(page, index)
  const before = page.text.slice(sentence.start, index)
  const states = [...places(before, STATE)].map(({ start, words }) => ({ start, code: stateCode(words) }))
  const peoples = [...places(before, wholeWords(PEOPLE, 'gu'))].map(({ start, words }) => ({ start, code: stateOfPeople(words) }))
  return [...states, ...peoples].filter(({ code }) => code !== undefined && code !== 'EU').toSorted((a, b) => b.start - a.start)[0]?.code
}

function byLanguage({ language }: Page): string | undefined {
  return language === 'vi' ? 'VN' : language === 'th' ? 'TH' : undefined
}

/** "the Convention" where the text names one convention and no other. */
function conventionOf(name: string, { convention }: Reading): { readonly code: string; readonly rest: number } | null {
  const isBare = /^Convention(?! (?:of|on|for|against|relating|between)(?!\p{L}))/u.test(name)
  return isBare && convention !== null ? { code: convention.toUpperCase(), rest: name.length - 'Convention'.length } : null
}

/** The code of a treaty, and how much of the words stands behind its name. */
function treatyCode(name: string): { readonly code: string; readonly rest: number } | null {
  const words = name.split(' ')
  for (let count = words.length; count > 0; count--) {
    const part = words.slice(0, count).join(' ')
    const statement = /(?:Statement|Partnership)$/u.test(part) ? statementCode(part) : undefined
    if (statement !== undefined) return { code: statement, rest: name.length - part.length }
    const form = instrumentForm(part)
    if (/^[a-z]+[a-z0-9-]*$/u.test(form) && form !== part.toLowerCase())
      return { code: form.toUpperCase(), rest: name.length - part.length }
    if (/^\p{Lu}{3,7}$/u.test(part)) return { code: form.toUpperCase(), rest: name.length - part.length }
  }
  return null
}
