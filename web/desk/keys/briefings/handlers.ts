import { hex, utf8 } from '#crypto/bytes.ts'
import { sha256 } from '#crypto/kdf.ts'
import { AUDIENCES } from '#features/dossiers/briefings/audience.contract.ts'
import { type Agreed, mayName, mayUse } from '#features/dossiers/briefings/compose-protected.rules.ts'
import { markOf } from '#features/dossiers/briefings/copy-mark.rules.ts'
import { canEdit, editSentence } from '#features/dossiers/briefings/edit.rules.ts'
import { casesOf } from '#features/dossiers/briefings/final.rules.ts'
import type { TakeBriefing } from '#features/dossiers/briefings/take.contract.ts'
import { briefingBinds, needsTwo } from '#features/dossiers/briefings/take.rules.ts'
import type { Clock } from '#kernel/clock.ts'
import { dayOf } from '#kernel/clock.ts'
import type { Verdict } from '#kernel/refusal.ts'
import type { BriefingsCalls, Home, Left, Order, Version } from '../../rooms/briefings/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import { askForYes } from '../approvals/approve.ts'
import { ringOf } from '../cases/rings.ts'
import { DeskFault } from '../fault.ts'
import type { Vault } from '../vault.ts'
import { copiesOf, demandReaders, type KeptVersion, keepVersion, noteCopy, type OpenedVersion, versionOf, versionsOf } from './kept.ts'
import { agreedIn, forEachCase, hiddenNames, knownFacts, liveCards, materialOf } from './material.ts'
import { openPressLine, type PressLine } from './press-line.ts'
import { isClosed } from './sealed-by-all.ts'

type Given<Name extends keyof BriefingsCalls> = BriefingsCalls[Name]['in']

/** Briefings: composed of what this member opens, kept sealed, printed by a worker without keys. */
export function briefingsHandlers(
  opened: () => Vault,
  clock: Clock,
  tell: Tell,
  open: () => PressLine = openPressLine,
): Handlers<BriefingsCalls> {
  let line: PressLine | null = null
  const press = (): PressLine => {
    line ??= open()
    return line
  }
  /** Setting a paper takes a lot of memory, which is given back with the worker. */
  const rest = (): void => {
    line?.end()
    line = null
  }
  const today = () => dayOf(clock.now())
  const progress = (done: number, all: number) => tell({ event: 'progress', of: 'briefings.compose', done, all })
  return {
    'briefings.subjects': ({ lang }) => press().ask('subjects', { lang }),
    'briefings.compose': (order) => compose(opened(), press(), { order, day: today(), progress }),
    'briefings.past': async () => (await opened().door.ask<{ homes: readonly Home[] }>('briefings/homes', {})).homes,
    'briefings.edit': async ({ draft, edit }) => {
      const verdict = canEdit(draft.briefing, edit)
      if (!verdict.ok) throw new DeskFault(verdict.code, 'refused')
      const briefing = editSentence(draft.briefing, edit)
      return { ...draft, briefing, paper: await press().ask('paper', { briefing, edition: { version: null, copy: null } }) }
    },
    'briefings.keep': async ({ home, draft }) => {
      const vault = opened()
      const cases = casesOf(draft.briefing)
      await demandReaders(vault, home, cases)
      return { n: await keepVersion(vault, home, { briefing: draft.briefing, audience: draft.order.audience }) }
    },
    'briefings.kept': async ({ home }) => {
      const vault = opened()
      const ring = await ringOf(vault, home)
      const versions = await versionsOf(ring)
      const agreed = await consentsOf(vault, [...new Set(versions.flatMap(({ cases }) => cases))])
      return Promise.all(versions.map(async (one) => shown(one, agreed, (await copiesOf(ring, one.card.id)).copies)))
    },
    'briefings.read': async ({ home, card }) => {
      const { n, briefing } = await versionOf(await ringOf(opened(), home), card)
      return press().ask('paper', { briefing, edition: { version: n, copy: null } })
    },
    'briefings.compare': async ({ home, before, after }) => {
      const ring = await ringOf(opened(), home)
      const [older, newer] = [await versionOf(ring, before), await versionOf(ring, after)]
      return press().ask('compare', { before: older.briefing, after: newer.briefing })
    },
    'briefings.askYes': async ({ home, card }) => {
      const vault = opened()
      const binds = briefingBinds(vault.team, taken(await versionOf(await ringOf(vault, home), card)))
      return askForYes(vault, { action: 'export.briefing', subject: card, case: null, binds, reason: 'export' })
    },
    'briefings.print': (given) =>
      print(opened(), press(), {
        ...given,
        today: today(),
        onStep: (done) => tell({ event: 'progress', of: 'briefings.print', done, all: PRINT_STEPS }),
      }).finally(rest),
  }
}

type Composing = { readonly order: Order; readonly day: string; readonly progress: (done: number, all: number) => void }

async function compose(
  vault: Vault,
  press: PressLine,
  { order, day, progress }: Composing,
): Promise<BriefingsCalls['briefings.compose']['out']> {
  const { kind, subject, form, lang, marking, audience } = order
  const codes = await casesIn(vault, order.codes)
  const isUsed = (agreed: Agreed) => mayUse(agreed, audience).ok
  const cases = await forEachCase(
    codes,
    (code) => materialOf(vault, code, { isUsed, lang }),
    (done) => progress(done, codes.length),
  )
  const known = codes.length === 0 ? [] : await knownFacts(vault)
  const composed = await press.ask('compose', { asked: { kind, subject, form, lang, marking, day }, audience, cases, known })
  return { briefing: composed.briefing, paper: composed.paper, left: composed.left.map(leftOf), order }
}

const leftOf = ({ case: code, why }: { readonly case: string; readonly why: Verdict }): Left => ({
  case: code,
  why: why.ok ? '' : why.code,
})

/** Codes of cases as they were typed, and those on the list of each exchange that was. */
async function casesIn(vault: Vault, codes: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(codes.filter((code) => code.startsWith('Y-')).map((round) => listOf(vault, round)))
  return [...new Set([...codes.filter((code) => code.startsWith('C-')), ...lists.flat()])]
}

type RaisedPage = {
  readonly raised: readonly { readonly id: string; readonly case: string; readonly state: string }[]
  readonly more: boolean
}

async function listOf(vault: Vault, round: string): Promise<string[]> {
  const found: string[] = []
  let after: string | null = null
  for (;;) {
    const { raised, more }: RaisedPage = await vault.door.ask('dialogues/raised/list', { round, after })
    found.push(...raised.filter(({ state }) => state !== 'dropped').map((one) => one.case))
    after = raised.at(-1)?.id ?? null
    if (!more || after === null) return found
  }
}

/** What is agreed in each case that this member reads; a case that they do not is not among them. */
async function consentsOf(vault: Vault, codes: readonly string[]): Promise<Map<string, Agreed>> {
  const all = await forEachCase(codes, async (code) => [code, await agreedHere(vault, code)] as const)
  return new Map(all.flatMap(([code, agreed]) => (agreed === null ? [] : [[code, agreed]])))
}

async function agreedHere(vault: Vault, code: string): Promise<Agreed | null> {
  try {
    return await agreedIn(vault, code)
  } catch (error) {
    if (isClosed(error)) return null
    throw error
  }
}

/** Whoever was told by name needs the consent to that; a version without names the one to be told of at all. */
function standing({ named, audience }: KeptVersion, code: string, agreed: Agreed): Verdict {
  const use = mayUse(agreed, audience)
  if (!use.ok || !named.includes(code) || mayName(agreed, audience)) return use
  return agreed[AUDIENCES[audience].named] ?? use
}

/** Of a version with a case that is closed here nothing is shown but its number, and who got which copy. */
function shown(version: KeptVersion, agreed: ReadonlyMap<string, Agreed>, copies: Version['copies']): Version {
  const { card, n, on, audience, title, form, lang, cases } = version
  const told = { card: card.id, n, on, by: card.by, form, lang, audience, copies, needsTwo: needsTwo(cases) }
  if (!cases.every((code) => agreed.has(code))) return { ...told, title: '', red: [], problem: 'briefing.not_all' }
  const red = cases.flatMap((code): Left[] => {
    const verdict = standing(version, code, agreed.get(code) ?? {})
    return verdict.ok ? [] : [{ case: code, why: verdict.code }]
  })
  return { ...told, title, red, problem: null }
}

type Printing = Given<'briefings.print'> & { readonly today: string; readonly onStep: (done: number) => void }
const PRINT_STEPS = 4

/** What the server is told of a copy that leaves: a hash, and the codes of the cases. */
function taken({ card, briefing, cases, audience }: OpenedVersion): TakeBriefing {
  return { version: card.id, digest: hex(sha256(utf8(JSON.stringify(briefing)))), cases: [...cases], audience }
}

/** Every consent is asked again, and nothing leaves before the copy is noted and the server has written its lines. guards T-21, T-22, T-26 */
async function print(
  vault: Vault,
  press: PressLine,
  { home, card, form, holder, today, onStep }: Printing,
): Promise<BriefingsCalls['briefings.print']['out']> {
  if (holder.trim() === '') throw new DeskFault('briefing.holder_needed', 'refused')
  const ring = await ringOf(vault, home)
  const version = await versionOf(ring, card)
  const codes = casesOf(version.briefing)
  onStep(1)
  const agreed = await consentsOf(vault, codes)
  onStep(2)
  const verdicts = Object.fromEntries(codes.map((code) => [code, standing(version, code, agreed.get(code) ?? {})]))
  const cards = (await forEachCase(codes, (code) => liveCards(vault, code))).flat()
  const named = codes.filter((code) => mayName(agreed.get(code) ?? {}, version.audience))
  const n = drawn((await copiesOf(ring, card)).copies.map((one) => one.n))
  const job = { briefing: version.briefing, agreed: verdicts, cards, hidden: await hiddenNames(vault, named), form }
  onStep(3)
  const file = await press.ask('print', { ...job, edition: { version: version.n, copy: n } })
  if (codes.length > 0) await vault.door.ask('briefings/take', taken(version))
  await noteCopy(ring, card, { n, mark: markOf(n), form, holder: holder.trim().normalize('NFC'), on: today, by: vault.member })
  return { file, mark: markOf(n), n: version.n }
}

/** A number that no other copy has; drawn, so that it does not tell how many there are. */
function drawn(used: readonly number[]): number {
  for (;;) {
    const n = crypto.getRandomValues(new Uint16Array(1))[0]
    if (n !== undefined && !used.includes(n)) return n
  }
}
