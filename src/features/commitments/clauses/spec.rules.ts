import type { Concept, Weakener } from './lexicon.rules.ts'

/**
 * How a clause is recognised and what makes it whole. `about`: a passage is on the clause when one of the lists is met
 * in full. `needs`: each must stand in the passage, else the clause is weakened. `allows`: loosening words that belong to
 * the full form. `spares`: words whose loss or gain in a later draft says nothing.
 */
export type Spec = {
  readonly about: readonly (readonly Concept[])[]
  readonly not?: readonly Concept[]
  readonly needs: readonly (readonly Concept[])[]
  readonly allows?: readonly Weakener[]
  /** Days that the clause may allow at most. */
  readonly mostDays?: number
  /** Grounds of which at least so many make a passage one on this clause. */
  readonly fewest?: { readonly of: readonly Concept[]; readonly count: number }
}

const GROUNDS = ['race', 'religion', 'nationality', 'ethnicity', 'opinion', 'sex', 'status'] as const

export const SPECS: Readonly<Record<string, Spec>> = {
  'CL-01': { about: [['political']], not: ['assistance', 'interpol'], needs: [['refuse']] },
  'CL-02': {
    about: [[]],
    fewest: { of: GROUNDS, count: 3 },
    not: ['interpol'],
    needs: [['refuse'], ...GROUNDS.map((ground) => [ground]), ['prejudice'], ['grounds']],
  },
  'CL-03': {
    about: [
      ['rights', 'exercise'],
      ['exercise', 'speech'],
      ['rights', 'speech'],
      ['speech', 'refuse'],
    ],
    needs: [['refuse'], ['exercise', 'rights', 'speech']],
  },
  'CL-04': {
    about: [
      ['torture', 'disappearance'],
      ['torture', 'arbitrary'],
      ['torture', 'risk'],
      ['torture', 'absolute'],
      ['disappearance', 'extradition'],
    ],
    not: ['memberState', 'assurance', 'fairTrial'],
    needs: [['refuse'], ['torture'], ['disappearance'], ['arbitrary'], ['risk'], ['absolute']],
  },
  'CL-05': { about: [['refugee'], ['mandate']], needs: [['refuse'], ['mandate'], ['suspends']] },
  'CL-06': {
    about: [['torture', 'fairTrial'], ['torture', 'extradition'], ['torture', 'refuse'], ['torture'], ['fairTrial', 'refuse']],
    not: ['memberState', 'assurance', 'disappearance', 'risk', 'absolute'],
    needs: [['refuse'], ['torture'], ['fairTrial']],
  },
  'CL-07': { about: [['military']], not: ['interpol'], needs: [['refuse']] },
  'CL-08': { about: [['finality']], not: ['absentia', 'refugee'], needs: [['refuse']] },
  'CL-09': { about: [['lapse'], ['amnesty']], needs: [['refuse'], ['lapse'], ['amnesty']] },
  'CL-10': { about: [['absentia']], needs: [['refuse'], ['retrial']], allows: ['exception'] },
  'CL-11': { about: [['death']], needs: [['refuse'], ['assurance'], ['noDeath']], allows: ['exception', 'ownLaw'] },
  'CL-12': { about: [['nationals']], not: ['memberState'], needs: [['mayRefuse'], ['prosecuteInstead']] },
  'CL-13': { about: [['pending'], ['jurisdiction', 'mayRefuse']], needs: [['mayRefuse'], ['jurisdiction']] },
  'CL-14': { about: [['specialCourt']], needs: [['refuse']] },
  'CL-15': { about: [['humanitarian'], ['health']], not: ['prison'], needs: [['mayRefuse'], ['health']] },
  'CL-16': {
    about: [
      ['punishable', 'prison'],
      ['punishable', 'both'],
    ],
    not: ['death'],
    needs: [['both'], ['year']],
  },
  'CL-17': { about: [['earlier', 'extradition']], not: ['third'], needs: [['refuse'], ['consent']], allows: ['exception'] },
  'CL-18': { about: [['third', 'extradition']], not: ['personalData'], needs: [['consent']], allows: ['exception', 'denied'] },
  'CL-19': {
    about: [['facts'], ['warrant', 'law'], ['warrant', 'evidence']],
    not: ['provisional'],
    needs: [['duty'], ['facts'], ['law'], ['warrant'], ['evidence']],
  },
  'CL-20': { about: [['provisional']], needs: [['duty'], ['freed']], mostDays: 40 },
  'CL-21': {
    about: [['appeal'], ['court', 'extradition', 'lawyer'], ['interpreter', 'lawyer'], ['court', 'extradition', 'interpreter']],
    not: ['assurance', 'bail', 'visit', 'memberState'],
    needs: [['court'], ['lawyer'], ['interpreter'], ['appeal'], ['suspends']],
  },
  'CL-22': {
    about: [['bail'], ['necessary', 'court'], ['necessary', 'extradition']],
    not: ['provisional', 'personalData', 'assurance'],
    needs: [['necessary'], ['court']],
    allows: ['exception'],
    mostDays: 366,
  },
  'CL-23': { about: [['assurance']], not: ['death', 'absentia'], needs: [['court'], ['specific'], ['verified'], ['systematic']] },
  'CL-24': { about: [['visit']], not: ['bail'], needs: [['duty'], ['independent'], ['private'], ['lawyer']] },
  'CL-25': {
    about: [['publish', 'civilSociety'], ['publish', 'beforeSignature'], ['civilSociety']],
    not: ['figures'],
    needs: [['duty'], ['publish'], ['civilSociety'], ['beforeSignature']],
    allows: ['discretion'],
  },
  'CL-26': {
    about: [
      ['review', 'rights'],
      ['review', 'suspend'],
      ['suspend', 'figures'],
      ['review', 'figures'],
      ['rights', 'suspend'],
    ],
    needs: [['review'], ['rights'], ['suspend'], ['figures']],
  },
  'CL-27': { about: [['interpol']], needs: [['comply']] },
  'CL-28': { about: [['personalData'], ['purposeLimit']], not: ['figures'], needs: [['purposeLimit']] },
  'CL-29': {
    about: [
      ['assistance', 'political'],
      ['assistance', 'persecution'],
      ['assistance', 'publicOrder'],
    ],
    needs: [['refuse'], ['political'], ['persecution'], ['publicOrder']],
  },
  'CL-30': {
    about: [
      ['memberState', 'torture'],
      ['memberState', 'risk'],
      ['memberState', 'objective'],
      ['memberState', 'assess'],
    ],
    needs: [['assess'], ['objective']],
  },
}
