import { fileURLToPath } from 'node:url'
import { readCorridorFolder } from '#features/observatory/index.ts'
import type { CorridorFile } from '#features/observatory/release.contract.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { AUDIENCES, type Audience, type CodedFacts } from './audience.contract.ts'
import type { Briefing, BriefingForm, BriefingLanguage } from './briefing.contract.ts'
import { type Agreed, type CaseMaterial, composeProtected, mayName, mayUse } from './compose-protected.rules.ts'
import { type Asked, composePublic } from './compose-public.rules.ts'
import { joinBriefings } from './join.rules.ts'
import { writerIn } from './writer.rules.ts'

/** The public records that stand in the repository. */
export async function theCorridor(): Promise<CorridorFile> {
  const { corridor } = await readCorridorFolder(fileURLToPath(new URL('../../../../data/corridors/vn-th-eu', import.meta.url)))
  return corridor
}

export const ROUND: Asked = { kind: 'round', form: 'long', lang: 'en', subject: 'H-A9HH', day: '2026-11-22', marking: 'TLP:AMBER' }

const SITUATIONS: Readonly<Record<BriefingLanguage, readonly string[]>> = {
  en: [
    'Held since the spring without a visit of the family; the prison has confirmed in writing that the person is alive.',
    'Waits in the host country with an expired card; two men asked for the person at the place of work.',
    'Was brought over the border at night; a lawyer was refused on the ground that the case touches security.',
  ],
  fr: ['Détention depuis le printemps, sans visite de la famille.'],
  vi: ['Bị giam từ mùa xuân, gia đình chưa được thăm gặp.'],
}

const EVERYTHING: Agreed = Object.fromEntries(
  Object.values(AUDIENCES).flatMap(({ use, named }) => [
    [use, yes],
    [named, yes],
  ]),
)

export type Invented = { readonly canary: string; readonly name: string; readonly material: CaseMaterial }

/** An invented case; its name and each of its texts hold a word that stands nowhere else. */
export function anInventedCase(n: number, agreed: Agreed = EVERYTHING, over: Partial<CaseMaterial> = {}): Invented {
  const canary = `kanari${n}ende`
  const name = `Trần Kanari${n}ende Định`
  const code = `C-${n.toString(8).padStart(6, '0').replaceAll('0', 'A').replaceAll('1', 'B')}`
  const situation = SITUATIONS.en[n % 3] ?? ''
  const point = (kind: CaseMaterial['points'][number]['kind'], text: string, hedge: 'stated' | 'alleged' = 'stated') => ({
    card: `card-${n}-${kind}`,
    kind,
    text: `${text} (${canary})`,
    hedge,
    round: kind === 'answered' || kind === 'promised' ? 'D-7Q4M' : null,
    on: '2025-06-12',
  })
  const material: CaseMaterial = {
    code,
    name,
    method: 'transfer without a court',
    facts: { origin: 'VN', host: 'TH', method: 'coop.extradition-request', year: String(2019 + (n % 6)) },
    agreed,
    points: [
      point('situation', situation, n % 4 === 0 ? 'alleged' : 'stated'),
      point('ask', 'Where is the person held, and when may the family visit?'),
      ...(n % 2 === 0 ? [point('answered', 'The competent authorities are looking into it.')] : []),
      ...(n % 5 === 0 ? [point('promised', 'A visit before the end of the year.')] : []),
      ...(n % 3 === 0 ? [point('risk', 'A brother lives near the prison; name him nowhere.')] : []),
    ],
    raised:
      n % 2 === 0
        ? [{ round: 'D-7Q4M', on: '2025-06-12', isAnswered: true }]
        : n % 3 === 0
          ? [{ round: 'D-7Q4M', on: '2025-06-12', isAnswered: false }]
          : [],
    deprived: [],
    ...over,
  }
  return { canary, name, material }
}

export const only = (scopes: readonly string[]): Agreed => Object.fromEntries(scopes.map((scope) => [scope, yes]))

/** A round with these cases and everything public: what a member composes before a dialogue. */
export function aRound(
  records: CorridorFile,
  cases: readonly Invented[],
  { form = 'long', lang = 'en', audience = 'dialogue' }: { form?: BriefingForm; lang?: BriefingLanguage; audience?: Audience } = {},
): {
  readonly briefing: Briefing
  readonly left: readonly string[]
  readonly hidden: readonly string[]
  readonly agreed: (code: string) => Verdict
} {
  const asked = { ...ROUND, form, lang }
  const known: CodedFacts[] = cases.map(({ material }) => material.facts)
  const admitted = composeProtected(
    cases.map(({ material }) => material),
    { audience, known, writer: writerIn(lang, records), day: asked.day },
  )
  const open = composePublic(records, asked)
  if (open === null) throw new Error('the corridor holds this round')
  return {
    briefing: joinBriefings(open, admitted),
    left: admitted.left.map((one) => one.case),
    hidden: cases.filter(({ material }) => !mayName(material.agreed, audience)).map(({ name }) => name),
    agreed: (code) => {
      const found = cases.find(({ material }) => material.code === code)
      return found === undefined ? no('consent.missing') : mayUse(found.material.agreed, audience)
    },
  }
}
