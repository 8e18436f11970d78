import type { Directory, Duty, KeepFocal, PublishFocal } from '#features/alerts/focal.contract.ts'

type Names = Readonly<Record<string, string>>
export type ShownDirectory = Directory & {
  readonly names: Readonly<Record<string, Names>>
  readonly own: string
  /** What each listed team answers to, and whether it has a key. */
  readonly teams: readonly { readonly team: string; readonly of: readonly string[]; readonly receives: boolean }[]
}

export type DirectoryCalls = {
  'directory.list': { in: null; out: ShownDirectory }
  'directory.keep': { in: KeepFocal; out: null }
  'directory.drop': { in: { id: string }; out: null }
  'directory.publish': { in: PublishFocal; out: null }
  'directory.unpublish': { in: { id: string }; out: null }
  'directory.duty': { in: null; out: readonly Duty[] }
  'directory.keepDuty': { in: Duty; out: null }
}
