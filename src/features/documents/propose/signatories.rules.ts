import type { Finding, Page, Span } from './finding.rules.ts'
import { organisationForm } from './known-organisations.rules.ts'
import { isPlaceWord } from './known-places.rules.ts'
import { candidatesOf, cueOf, personForm } from './persons.rules.ts'

const SECTION =
  /^(?:list of )?(?:the )?(?:co-?)?(?:signator(?:y|ies)|signed(?: by)?|undersigned|endors(?:ed by|ing organi[sz]ations|ements)|signataires?|signé par|organisations signataires|supporting organi[sz]ations|các tổ chức (?:cùng )?ký(?: tên)?|ký tên|ผู้ลงนาม|องค์กรที่ร่วมลงนาม)(?: organi[sz]ations)?\s*:?$|signator(?:y|ies):?$|the undersigned(?: organi[sz]ations)?:?$|signed by:?$/iu

/** How a letter ends; the names stand in the paragraph behind it. */
const CLOSING =
  /^(?:yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|respectfully(?: yours)?|(?:with )?(?:kind|best) regards|trân trọng|kính thư|ขอแสดงความนับถือ|(?:veuillez|nous vous prions d['’])\s?agréer[^.]{0,90})[,.]?$/iu

export function isClosing(words: string): boolean {
  return words.length <= 120 && CLOSING.test(words.trim())
}

export function isSignatureHeading(words: string): boolean {
  return words.length <= 120 && (SECTION.test(words.trim()) || isClosing(words))
}

/** The lines below "Signatories": each is a body or a person that signed. A sentence there ends nothing and is none. */
export function findSignatories(page: Page, lines: readonly Span[]): Finding[] {
  if (!isSignatureHeading(page.heading) && !isSignatureHeading(page.before)) return []
  return lines.flatMap((line) => signed(page, line))
}

/** "…, Director, Ruritanian Rights Watch": behind the office stands whose it is. */
const OF_BODY = /^, [^,]{3,60}, ((?:the )?\p{Lu}[^,]{2,80} \p{Lu}[^,]{1,60})$/u

function signed(page: Page, { start, end }: Span): Finding[] {
  const words = page.text.slice(start, end).replace(/[;,.]+$/u, '')
  if (
    words.length < 2 ||
    words.length > 160 ||
    /(?<!(?<!\p{L})(?:Dr|Mr|Mrs|Ms|Prof|Rev|Hon|St|Sr|Jr|\p{Lu}))[.!?]\s/u.test(words) ||
    isSignatureHeading(words)
  )
    return []
  if (/ (?:is|are|was|were|will|should|calls?|urges?) /u.test(words)) return []
  const stop = start + words.length
  const make = (kind: Finding['kind'], to: number, value: string, from = start): Finding => ({
    paragraph: page.number,
    kind,
    start: from,
    end: to,
    value,
    rule: 'signatory.line',
  })
  const person = personOf(page, { start, end: stop })
  if (person !== null) {
    const name = personForm(page.text.slice(person.start, person.end))
    const body = OF_BODY.exec(page.text.slice(person.end, stop))?.[1] ?? ''
    const own = body === '' || isPlaceWord(body) ? [] : [make('organisation', stop, organisationForm(body), stop - body.length)]
    return [make('signatory', person.end, name, person.start), make('person', person.end, name, person.start), ...own]
  }
  const bare = withoutSeat(words)
  return [make('signatory', start + bare.length, organisationForm(bare)), make('organisation', start + bare.length, organisationForm(bare))]
}

/** "Jane Doe, Director of …" and "Jane DOE" are persons; a row of words without such a cue is a body. */
function personOf(page: Page, line: Span): Span | null {
  const first = candidatesOf({ text: page.text.slice(line.start, line.end), language: page.language }, []).at(0)
  if (first === undefined || first.start > 12) return null
  const place = { ...first, start: first.start + line.start, end: first.end + line.start }
  const fills = place.end === line.end || page.text.startsWith(', ', place.end)
  const cue = cueOf(page, place)
  return fills && cue !== null && !/speaks|verb/u.test(cue.rule) ? place : null
}

/** "Helsinki Foundation for Human Rights, Warsaw": the seat is no part of the name. */
function withoutSeat(words: string): string {
  const at = words.lastIndexOf(', ')
  return at > 3 && isPlaceWord(words.slice(at + 2)) ? words.slice(0, at) : words
}
