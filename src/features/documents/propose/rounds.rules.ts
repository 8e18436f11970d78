import wordsFile from '../../../../data/documents/words.json' with { type: 'json' }
import { type Finding, type Page, places, plainWords } from './finding.rules.ts'
import { anyOf, BORDER, END } from './word-tables.rules.ts'

const names = wordsFile.ordinals.en.split(' ')
const ORDINAL = `(${anyOf(names)}|\\d{1,3}(?:st|nd|rd|th))`
const TRACK = String.raw`((?:(?:the|their|its|annual|bilateral|enhanced|high-level|regular|EU-|informal|so-called) ?)*(?:[\p{Lu}][\p{L}]*(?:[ -–]+|-| - )){0,8}?(?:[Hh]uman [Rr]ights )?(?:[Dd]ialogues?|[Cc]onsultations?|[Ss]ummit|[Jj]oint [Cc]ommittee|[Ss]ubcommittee|[Pp]olitical [Dd]ialogue)(?: on [Hh]uman [Rr]ights)?)`
const ROUND = new RegExp(`${BORDER}${ORDINAL} (?:round|session|edition|meeting) of (?:the |their |its )?${TRACK}${END}`, 'gu')
const DIRECT = new RegExp(`${BORDER}${ORDINAL} ${TRACK}${END}`, 'gu')
const LAUNCH = new RegExp(
  `${BORDER}(?:(?:Since|In|since|in) ((?:19|20)\\d\\d),? )?(?:the )?(?:launch|introduction|establishment|start|inauguration|creation) of (?:the |an? )?${TRACK}(?:[^.;,]{0,30}? in ((?:19|20)\\d\\d))?${END}`,
  'gu',
)

/** Rounds of a dialogue: an ordinal ("ninth round of …"), or a launch with its year. */
export function findRounds(page: Page): Finding[] {
  const make = (start: number, end: number, value: string, rule: string): Finding => ({
    paragraph: page.number,
    kind: 'round',
    start,
    end,
    value,
    rule,
  })
  const counted = [ROUND, DIRECT].flatMap((pattern) =>
    [...places(page.text, pattern)].map(({ start, end, groups: [ordinal = '', track = ''] }) =>
      make(start, end, `${trackOf(track)}:${numberOf(ordinal)}`, 'round.ordinal'),
    ),
  )
  const launched = [...places(page.text, LAUNCH)].flatMap(({ start, end, groups: [since = '', track = '', year = ''] }) =>
    since === '' && year === '' ? [] : [make(start, end, `${trackOf(track)}:launch:${since || year}`, 'round.launch')],
  )
  return [...counted, ...launched]
}

function numberOf(ordinal: string): number {
  return names.indexOf(ordinal.toLowerCase()) + 1 || Number.parseInt(ordinal, 10)
}

/** `hrd` for human rights dialogues, `political_consultations`; other tracks by their own plain words. */
function trackOf(words: string): string {
  const plain = plainWords(words)
  if (plain.includes('human rights')) return 'hrd'
  if (plain.includes('political consultation')) return 'political_consultations'
  return plain.replace(/^(?:(?:the|their|its|annual|bilateral|enhanced|high-level|regular) )+/u, '').replace(/[^\p{L}\p{N}]+/gu, '_')
}
