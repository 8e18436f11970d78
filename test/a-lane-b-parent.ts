import { aSelfRooted, aTeam, BUILT, filesOf } from '#crypto/roster/a-roster.ts'
import { listenLaneB } from '#edges/lane-b/listen-lane-b.ts'

/**
 * The parent of the form without scripts as a process of its own, over an invented list of keys. Says its port, then the
 * size of each frame that it is handed. What it was told to plant it keeps in memory, so that a search has something to find.
 */
const planted = process.argv[2] === undefined ? '' : Buffer.from(process.argv[2], 'hex').toString('utf8')
const kept = new Map([['planted', planted]])
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const running = { not_before: day(-1), not_after: day(30) }
const teams = [aTeam('desk', {}, running), aTeam('focal-de', { kind: 'state', of: ['DE'] }, running)]
const files = filesOf(aSelfRooted({ issued: day(-1), expires: day(30) }, teams))
const laneB = await listenLaneB({
  host: '127.0.0.1',
  port: 0,
  onion: null,
  buildTime: BUILT,
  rosterFiles: () => Promise.resolve({ pins: files.pins, roster: files.roster, epochs: files.epochs, recipients: files.recipients }),
  file: async (frame) => {
    process.stdout.write(`frame ${frame.length}\n`)
    await Promise.resolve()
  },
})
process.stdout.write(`port ${laneB.port}\n`)
process.on('SIGTERM', () => {
  void laneB.close().then(() => process.exit(kept.size > 0 ? 0 : 1))
})
