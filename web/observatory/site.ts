import type { Change, Release } from '#features/observatory/release.contract.ts'
import type { Said } from '#kernel/languages.ts'
import { type Library, openLibrary } from './library.ts'
import { type Geography, worldGeography } from './parts/geography.ts'
import type { CountryNames } from './reader.ts'
import { type RecountRow, recount } from './recount.ts'

export type SiteOptions = {
  /** Shown on top of every page of a register that is not about the world. */
  readonly notice?: Said
  /** Names that go before the usual ones, for countries that do not exist. */
  readonly countryNames?: CountryNames
  /** Shapes in place of the world's, for countries that do not exist. */
  readonly geography?: Geography
}

/** What pages are written from. */
export type Site = {
  readonly library: Library
  readonly geography: Geography
  /** Newest first. */
  readonly changes: readonly Change[]
  /** The same incidents under every definition. */
  readonly recount: readonly RecountRow[]
  readonly options: SiteOptions
}

export function openSite(release: Release, options: SiteOptions = {}): Site {
  const library = openLibrary(release)
  return {
    library,
    recount: recount(library.incidents),
    geography: options.geography ?? worldGeography(),
    changes: release.changes.toReversed().sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0)),
    options,
  }
}
