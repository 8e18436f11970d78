import { canCorrectHedge } from '#features/incidents/index.ts'
import { type Basis, isUnverified } from '#formats/public-record.ts'
import { no, type Verdict, yes } from '#kernel/refusal.ts'
import { standards } from '#kernel/standards.ts'
import type { Hedge } from '#kernel/vocabulary.ts'
import type { AddNote, FieldNote, OversightReport } from './oversight.contract.ts'

type Row = Omit<FieldNote, 'stands'>

/** A later note is on the same clause and raises no hedge (R-NGO-09); nothing was seen on a day that lies ahead. */
export function canNote(all: readonly Row[], said: AddNote['body'], today: string): Verdict {
  const { agreement, clause, finding, hedge, seenOn, source, supersedes } = said
  if (seenOn > today) return no('source.day_ahead')
  if (supersedes === null) return finding === 'withdrawn' ? no('request.malformed') : yes
  const older = all.find(({ id }) => id === supersedes)
  if (older === undefined || older.agreement !== agreement || older.clause !== clause) return no('record.not_found')
  if (all.some((one) => one.supersedes === supersedes)) return no('record.stale')
  const before = replacedBy(older, all).filter((one) => one.finding !== 'withdrawn' && one.source === source)
  const isRaised = finding !== 'withdrawn' && !before.every((one) => canCorrectHedge(one.hedge as Hedge, hedge as Hedge).ok)
  return isRaised ? no('finding.hedge_raised') : yes
}

/** A note and every note whose place it took, so that what one source said is found behind a withdrawal or another source. */
function replacedBy(note: Row, all: readonly Row[]): readonly Row[] {
  const chain = [note]
  for (let at: Row | undefined = note; at !== undefined; ) {
    const before: string | null = at.supersedes
    at = all.find(({ id }) => id === before)
    if (at !== undefined) chain.push(at)
  }
  return chain
}

/**
 * The report on an agreement: every clause that is known of it, whether or not anything was seen, then those that notes name
 * themselves, which nobody has checked. A note that was replaced or withdrawn stays in sight and is counted no more.
 */
export function reportOf(agreement: string, rows: readonly Row[]): Omit<OversightReport, 'today'> {
  const replaced = new Set(rows.flatMap(({ supersedes }) => supersedes ?? []))
  const notes = rows
    .filter((one) => one.agreement === agreement)
    .map((one) => ({ ...one, stands: !replaced.has(one.id) && one.finding !== 'withdrawn' }))
  const known = standards.agreements.find(({ code }) => code === agreement)?.clauses ?? []
  const typed = [...new Set(notes.map(({ clause }) => clause))].filter((clause) => !known.some(({ code }) => code === clause)).toSorted()
  const all = [
    ...known.map(({ code, ref, basis }) => ({ clause: code, ref, isUnverified: isUnverified(basis as Basis) })),
    ...typed.map((clause) => ({ clause, ref: clause, isUnverified: true })),
  ]
  return {
    agreement,
    clauses: all.map((one) => {
      const own = notes.filter(({ clause }) => clause === one.clause)
      const count = (finding: string) => own.filter((note) => note.stands && note.finding === finding).length
      return { ...one, against: count('against'), inLine: count('in_line'), notes: own }
    }),
  }
}
