/**
 * What finding mail costs a team: 1,000 envelopes that are not its own, tried with the current and the former epoch key
 * (SEALING 9), beside what the library takes for the same, which expands the key for every stanza.
 */
import { Decrypter } from 'age-encryption'
import { identityText, newSeed, recipientOf } from '#crypto/age/identity.ts'
import { ENV_PLAIN } from '#crypto/constants.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { openEnvelope } from '#crypto/open/open-item.ts'
import { anItem, aTeam } from '#crypto/seal/an-item.ts'
import { sealItem } from '#crypto/seal/item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { hasChromium } from '../test/browser/chromium.ts'
import { findMailInBrowser } from './finding-mail.ts'
import { type BenchOptions, type Figure, repeat } from './measure.ts'

const GOAL_SECONDS = 25
const FRAME_MS = 50
const ENVELOPES = 1_000
/** Different envelopes; trying one costs the same whichever it is. */
const MADE = 50
/** For the library, which takes several times as long. */
const SAMPLE = 20

/** Processor seconds for 1,000 envelopes and two keys, and milliseconds to seal a report. */
export async function figures({ root }: BenchOptions): Promise<Figure[]> {
  const envelopes = await madeEnvelopes()
  const seeds = [newSeed(), newSeed()]
  const library = await libraryShare(envelopes, seeds)
  const openers = seeds.map(openerOf)
  const rounds: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage()
    for (let at = 0; at < ENVELOPES; at += 1) {
      const payload = await openEnvelope(openers, envelopes[at % MADE] ?? new Uint8Array(0))
      if (payload !== null) throw new Error('A foreign envelope opened.')
    }
    rounds.push(secondsSince(before))
  }
  const [fastest = 0, median = 0, slowest = 0] = rounds.toSorted((a, b) => a - b)
  const tried: Figure = {
    what: '1,000 envelopes x two epoch keys, processor',
    value: median,
    unit: 's',
    atMost: GOAL_SECONDS,
    floor: library * ENVELOPES,
    ratio: median / (library * ENVELOPES),
    spread: (slowest - fastest) / median,
    ok: median <= GOAL_SECONDS,
  }
  return [tried, ...(await searching(root)), await sealing()]
}

async function madeEnvelopes(): Promise<Uint8Array[]> {
  const made: Uint8Array[] = []
  const others = Array.from({ length: 6 }, () => recipientOf(newSeed()))
  for (let at = 0; at < MADE; at += 1) made.push(await sealTo(others, new Uint8Array(ENV_PLAIN)))
  return made
}

/** Processor seconds an envelope with the identities of age-encryption. */
async function libraryShare(envelopes: readonly Uint8Array[], seeds: readonly Uint8Array[]): Promise<number> {
  const decrypter = new Decrypter()
  for (const seed of seeds) decrypter.addIdentity(identityText(seed))
  const before = process.cpuUsage()
  for (const envelope of envelopes.slice(0, SAMPLE)) {
    // No identity fits: the library says so by throwing.
    await decrypter.decrypt(envelope).catch(() => null)
  }
  return secondsSince(before) / SAMPLE
}

/** The same in the desk's own worker, which rests as long as it works. */
async function searching(root: string): Promise<Figure[]> {
  if (!hasChromium) return []
  const { seconds, processor, frame } = await findMailInBrowser(root, ENVELOPES)
  const figure = (what: string, unit: string, value: number, atMost: number): Figure => ({
    what: `${ENVELOPES.toLocaleString('en')} envelopes x two epoch keys in the desk's worker, ${what}`,
    value,
    unit,
    atMost,
    spread: 0,
    ok: value <= atMost,
  })
  return [
    figure('processor of the whole browser', 's', processor, GOAL_SECONDS),
    figure('time', 's', seconds, 2 * GOAL_SECONDS),
    figure('99 of 100 frames of the page', 'ms', frame, FRAME_MS),
  ]
}

async function sealing(): Promise<Figure> {
  const teams = [aTeam('harbour-aid'), aTeam('delta')]
  const { median, spread } = await repeat({ rounds: 9, once: async () => void (await sealItem(anItem(teams, {}, 'a'.repeat(4_000)))) })
  return { what: 'a report of 4,000 characters sealed to two teams', value: median, unit: 'ms', spread, ok: true }
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}
