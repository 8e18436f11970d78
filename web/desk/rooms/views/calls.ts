import type { SavedView } from '#features/cases/views/saved.rules.ts'
import type {
  CaseTime,
  Counted,
  CountedBy,
  Dated,
  DatedRow,
  Filter,
  Flows,
  GroupedBy,
  Groups,
  Linked,
  LinksOf,
  Mark,
  Work,
} from '#features/cases/views/view.contract.ts'

export type ViewsCalls = {
  'views.flows': { in: { readonly filter: Filter }; out: Flows }
  'views.incidents': { in: Dated; out: { readonly incidents: readonly DatedRow[]; readonly more: boolean } }
  'views.case': { in: CaseTime; out: { readonly marks: readonly Mark[]; readonly more: boolean } }
  'views.links': { in: LinksOf; out: Linked }
  /** The first words of what is told of these incidents of one case; each of them is opened, and no other. */
  'views.words': {
    in: { readonly case: string; readonly incidents: readonly { readonly id: string; readonly code: string }[] }
    out: Readonly<Record<string, string>>
  }
  'views.statistics': { in: CountedBy; out: Counted }
  'views.groups': { in: { by: GroupedBy }; out: Groups }
  'views.work': { in: null; out: Work }
  /** What this member keeps for themselves; the server sees a sealed page. */
  'views.saved': { in: null; out: { readonly views: readonly SavedView[] } }
  'views.save': { in: SavedView; out: { readonly views: readonly SavedView[] } }
  'views.drop': { in: { readonly id: string }; out: { readonly views: readonly SavedView[] } }
}
