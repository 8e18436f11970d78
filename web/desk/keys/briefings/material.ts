import type { Static } from 'typebox'
import type { ConsentList } from '#features/cases/consent/consent.contract.ts'
import type { Scope } from '#features/cases/consent/consent.rules.ts'
import { canUse } from '#features/cases/consent/use.rules.ts'
import type { Safeguards } from '#features/cases/entries/entry.contract.ts'
import { judgedBy } from '#features/cases/entries/liberty.rules.ts'
import type { CasesAnswer, ViewedCase } from '#features/cases/files/case.contract.ts'
import type { PeopleAnswer } from '#features/cases/people/person.contract.ts'
import { AUDIENCES, type CodedFacts } from '#features/dossiers/briefings/audience.contract.ts'
import type { BriefingLanguage } from '#features/dossiers/briefings/briefing.contract.ts'
import type { Agreed, CaseMaterial, Deprived, Point } from '#features/dossiers/briefings/compose-protected.rules.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { listCards, type Ring, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { textOf } from '../cases/texts.ts'
import { DoorRefusal } from '../door.ts'
import { namesOf } from '../people/identity.ts'
import type { Vault } from '../vault.ts'

const SCOPES = [...new Set(Object.values(AUDIENCES).flatMap(({ use, named }) => [use, named]))] as const satisfies readonly Scope[]
/** What was written for an exchange; nothing else of a case is looked at for a briefing. */
const KINDS = { 'dialogue.asked': 'ask', 'dialogue.answered': 'answered', 'dialogue.promised': 'promised' } as const
type Kind = keyof typeof KINDS

/** Of every use whether everybody in the case agrees today: whoever reported it, and each person in it. Nobody is yes for another. */
// guards T-21
export async function agreedIn(vault: Vault, code: string): Promise<Agreed> {
  const [{ rows, today }, view, people] = await Promise.all([
    vault.door.ask<ConsentList>('consent/list', { case: code }),
    vault.door.ask<ViewedCase>('cases/view', { case: code }),
    peopleOf(vault, code),
  ])
  const subjects = new Set([...rows.map(({ subject }) => subject), ...people, ...(view.reports.length > 0 ? ['reporter'] : [])])
  const said = (one: string) => rows.filter(({ subject }) => subject === one)
  const judge = (scope: Scope): Verdict => {
    if (subjects.size === 0) return no('consent.missing', code)
    const verdicts = [...subjects].map((one) => canUse({ subject: said(one), reporter: said('reporter') }, scope, today))
    return verdicts.find(({ ok }) => !ok) ?? yes
  }
  return Object.fromEntries(SCOPES.map((scope) => [scope, judge(scope)]))
}

async function peopleOf(vault: Vault, code: string): Promise<string[]> {
  const found: string[] = []
  let after: string | null = null
  for (;;) {
    const page: Static<typeof PeopleAnswer> = await vault.door.ask('people/list', { case: code, after })
    found.push(...page.people.map((person) => person.code))
    after = page.people.at(-1)?.id ?? null
    if (!page.more || after === null) return found
  }
}

type Opening = { readonly isUsed: (agreed: Agreed) => boolean; readonly lang: BriefingLanguage }

/** One case, opened for a briefing: coded facts, and what was written into it for exchanges. A case that may not be used stays closed. */
export async function materialOf(vault: Vault, code: string, { isUsed, lang }: Opening): Promise<CaseMaterial> {
  const agreed = await agreedIn(vault, code)
  const view = await vault.door.ask<ViewedCase>('cases/view', { case: code })
  const facts: CodedFacts = { origin: view.origin ?? '', host: view.host ?? '', method: null, year: null }
  const closed: CaseMaterial = { code, facts, method: null, agreed, name: null, points: [], raised: [], deprived: [] }
  if (!isUsed(agreed)) return closed
  const ring = await ringOf(vault, code)
  const [history, people] = [await historyOf(vault, code), await peopleOf(vault, code)]
  const raised = history
    .filter((one) => one.state === 'raised' && one.raisedOn !== null)
    .map((one) => ({ round: one.round ?? '', on: one.raisedOn ?? '', isAnswered: one.replies.length > 0 }))
  const name = namesOf(vault).find((one) => people.includes(one.code))?.names[0] ?? null
  return { ...closed, name, points: await pointsOf(ring, history), raised, deprived: await deprivedOf(vault, code, lang) }
}

/** Deprivations of liberty of which a safeguard was not kept, each with the standards in the words of the vocabulary (R-NGO-11). */
async function deprivedOf(vault: Vault, code: string, lang: BriefingLanguage): Promise<Deprived[]> {
  const { deprivations, checks, standards } = await vault.door.ask<Safeguards>('cases/safeguards', { case: code })
  const known = new Map(standards.map((one) => [one.code, one]))
  const lawOf = (codes: readonly string[]) => codes.map((one) => known.get(one)?.words[lang] ?? one).join('; ')
  const isUnverified = (codes: readonly string[]) => codes.some((one) => known.get(one)?.unverified ?? true)
  return judgedBy(deprivations, checks)
    .filter(({ unmet }) => unmet.length > 0)
    .map(({ deprivation: { entry, stage, from, until, precision, hedge }, check, unmet }) => ({
      entry,
      stage,
      from,
      until,
      precision,
      hedges: [hedge, check?.hedge ?? null],
      unmet: unmet.map((one) => ({ code: one.code, law: lawOf(one.standards), isUnverified: isUnverified(one.standards) })),
    }))
}

type Answered = { readonly id: string; readonly on: string }
type Raised = {
  readonly id: string
  readonly round: string | null
  readonly raisedOn: string | null
  readonly state: string
  readonly replies: readonly Answered[]
}

async function historyOf(vault: Vault, code: string): Promise<readonly Raised[]> {
  try {
    return (await vault.door.ask<{ raised: readonly Raised[] }>('dialogues/cases/history', { case: code })).raised
  } catch (error) {
    // A case that no exchange ever touched has no history.
    if (error instanceof DoorRefusal && error.status === 404) return []
    throw error
  }
}

async function pointsOf(ring: Ring, history: readonly Raised[]): Promise<Point[]> {
  const places = new Map(
    history.flatMap((one) => [
      [one.id, { round: one.round, on: one.raisedOn }] as const,
      ...one.replies.map((reply) => [reply.id, { round: one.round, on: reply.on }] as const),
    ]),
  )
  const listed = (await Promise.all((Object.keys(KINDS) as Kind[]).map((kind) => listCards(ring, { kind })))).flat()
  const cards = await readCards(
    ring,
    listed.map(({ card }) => card),
  )
  return cards.flatMap((card) => {
    const { text, problem } = textOf(card)
    const place = places.get(card.about)
    if (problem !== null || text.trim() === '') return []
    return [
      {
        card: card.id,
        kind: KINDS[card.kind as Kind],
        text: text.trim(),
        hedge: 'stated' as const,
        round: place?.round ?? null,
        on: (place?.on ?? card.on).slice(0, 10),
      },
    ]
  })
}

/** The cards that a kept briefing may still stand on. */
export async function liveCards(vault: Vault, code: string): Promise<string[]> {
  const ring = await ringOf(vault, code)
  const listed = await Promise.all((Object.keys(KINDS) as Kind[]).map((kind) => listCards(ring, { kind })))
  return listed.flat().map(({ card }) => card)
}

/** Coded facts of every case that the member reads: what somebody could be told apart from. */
export async function knownFacts(vault: Vault): Promise<CodedFacts[]> {
  const found: CodedFacts[] = []
  let after: { on: string; case: string } | null = null
  for (;;) {
    const { cases, more }: Static<typeof CasesAnswer> = await vault.door.ask('cases/list', {
      state: null,
      owner: null,
      host: null,
      origin: null,
      risk: null,
      deadline: null,
      after,
    })
    found.push(...cases.map(({ origin, host }) => ({ origin: origin ?? '', host: host ?? '', method: null, year: null })))
    const last = cases.at(-1)
    if (!more || last === undefined) return found
    after = { on: last.changedOn, case: last.case }
  }
}

/** Names that were opened in this session, of people who are in none of these cases: they stand in no paper. */
export async function hiddenNames(vault: Vault, named: readonly string[]): Promise<string[]> {
  const shown = new Set((await Promise.all(named.map((code) => peopleOf(vault, code)))).flat())
  return namesOf(vault)
    .filter(({ code }) => !shown.has(code))
    .flatMap(({ names }) => names)
}

/** Does something for each case, a few at a time. */
export async function forEachCase<Out, Of = string>(
  codes: readonly Of[],
  work: (code: Of) => Promise<Out>,
  onDone: (done: number) => void = () => undefined,
): Promise<Out[]> {
  const AT_ONCE = 6
  const found: Out[] = []
  for (let at = 0; at < codes.length; at += AT_ONCE) {
    found.push(...(await Promise.all(codes.slice(at, at + AT_ONCE).map(work))))
    onDone(Math.min(codes.length, at + AT_ONCE))
  }
  return found
}
