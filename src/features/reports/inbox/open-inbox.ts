import type { Desk } from '#features/teams/index.ts'
import type { SegmentFiles } from '../intake/segment-files.ts'
import { beatOf } from './beat.ts'
import type { InboxDesk } from './inbox-desk.ts'

/** The inbox of an installation: the desk, the sealed segments, and a beat of its own. */
export function openInbox(desk: Desk, files: Pick<SegmentFiles, 'open' | 'remove'>): InboxDesk {
  return { ...desk, files, beat: beatOf(desk.base.clock) }
}
