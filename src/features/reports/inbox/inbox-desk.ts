import type { Desk } from '#features/teams/index.ts'
import type { SegmentFiles } from '../intake/segment-files.ts'
import type { Beat } from './beat.ts'

/** What the doors of the inbox share: the desk, the segments of files, and the list of the running beat. */
export type InboxDesk = Desk & { readonly files: Pick<SegmentFiles, 'open' | 'remove'>; readonly beat: Beat }
