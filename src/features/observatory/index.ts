export { exportRelease, checkRelease, type ReleaseFrame } from './export-release.ts'
export { type LoadedCorridor, loadCorridor } from './load-corridor.ts'
export { readCorridorFolder } from './read-corridor.ts'
export { withdrawPublicRecord } from './withdraw-record.ts'
