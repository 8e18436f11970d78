import type { Language } from '#kernel/languages.ts'
import { findFile, pause } from './requests.ts'
import { type Work, WorkRefusal } from './work.ts'

export type TeamShown = {
  readonly id: string
  readonly name: Readonly<Record<string, string>>
  readonly about: Readonly<Record<string, string>>
  readonly kind: 'state' | 'eu' | 'ngo'
  readonly of: readonly string[]
  readonly serves: readonly string[]
  readonly conflicts: readonly string[]
  readonly languages: readonly Language[]
  /** False: listed, and cannot receive now. */
  readonly receives: boolean
}

/** What the page knows of the keys. Only `yes` lets anything be sealed. */
export type Lists =
  | { readonly state: 'loading' | 'unreachable' | 'refused' | 'no_protection'; readonly code?: string }
  | {
      readonly state: 'yes' | 'nobody_yet' | 'nobody_now'
      readonly clock: 'right' | 'wrong'
      readonly mode: 'self-rooted' | 'ceremonied'
      readonly pins: string
      readonly teams: readonly TeamShown[]
    }

export type ListFiles = {
  readonly pins: Uint8Array
  readonly roster: Uint8Array
  readonly epochs: Uint8Array
  readonly recipients: Uint8Array
  readonly hint: Uint8Array | null
}

const FILES = ['/report/pins.json', '/report/roster.json', '/report/epochs.json', '/report/recipients.bin', '/api/time'] as const

export const AGAIN_MS = 1_500

/**
 * Whether files may have come from two publications: then they do not fit one another, and a moment later they do. A date
 * that is past is not mended by asking again.
 */
export function mayFitAgain(code: string): boolean {
  return !['roster.expired', 'roster.clock_unknown', 'roster.client_too_old'].includes(code)
}

/**
 * Fetches the whole list of keys, always the same files in the same order, and has the worker check it. Files that do not fit
 * one another are fetched once more. Never throws. guards T-35
 */
export async function readLists(work: Work, signal: AbortSignal): Promise<Lists> {
  const lists = await readOnce(work, signal)
  if (lists.state !== 'refused' || !mayFitAgain(lists.code ?? '') || signal.aborted) return lists
  try {
    await pause(AGAIN_MS, signal)
  } catch {
    return lists
  }
  return readOnce(work, signal)
}

async function readOnce(work: Work, signal: AbortSignal): Promise<Lists> {
  const [pins, roster, epochs, recipients, hint] = await Promise.all(FILES.map((address) => findFile(address, signal)))
  if (!pins || !roster || !epochs || !recipients) return { state: 'unreachable' }
  const files: ListFiles = { pins, roster, epochs, recipients, hint: hint ?? null }
  try {
    return await work.call<Lists>('lists', files)
  } catch (error) {
    return { state: didNotLoad(error) ? 'unreachable' : 'no_protection' }
  }
}

/** The file that checks the list never came: that is the line, and no verdict on the browser. */
function didNotLoad(error: unknown): boolean {
  return error instanceof WorkRefusal && (error.code === 'work.missing' || error.code === 'work.ended')
}

export function teamsOf(lists: Lists): readonly TeamShown[] {
  return 'teams' in lists ? lists.teams : []
}

/** A team's name as the reader reads it. */
export function nameOf(team: Pick<TeamShown, 'name'>, language: Language): string {
  return team.name[language] ?? team.name['en'] ?? ''
}
