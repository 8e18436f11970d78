import { aCorridorRelease } from '#web/observatory/a-corridor-release.ts'
import { buildSite } from '#web/observatory/build-site.ts'
import { syntheticRelease } from './synthetic-release.ts'

/** One build in a process of its own, so that its memory is its own: `corridor FOLDER`, or `synthetic FOLDER COUNT SEED CHANGE`. */
const [what, folder = '', count = '0', seed = '1', change = ''] = process.argv.slice(2)
const release = what === 'corridor' ? await aCorridorRelease() : syntheticRelease(Number(count), Number(seed))
const [first, ...others] = release.incidents
const changed = change === '' || first === undefined ? release : { ...release, incidents: [{ ...first, title: { en: change } }, ...others] }
const began = performance.now()
const report = await buildSite(changed, folder)
process.send?.({ ...report, milliseconds: performance.now() - began, megabytes: process.resourceUsage().maxRSS / 1024 })
