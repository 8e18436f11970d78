import type { Language } from '#kernel/languages.ts'
import { assets } from './assets.ts'
import { findFile } from './requests.ts'

/** One line of help: who, and how to reach them. `say` names a text of the catalogue where the line has no own name. */
export type Contact = {
  readonly for: 'police' | 'ambulance' | 'fire' | 'all' | 'women' | 'organisation'
  readonly number: string
  readonly name?: Readonly<Partial<Record<Language, string>>>
}
/** What is known for one host country; `checked` is false until somebody has called or read the source. */
export type HelpOf = {
  readonly country: string
  readonly also?: readonly string[]
  readonly checked: boolean
  readonly contacts: readonly Contact[]
}
export type Help = readonly HelpOf[]

/** The help list is fetched for everybody, so that opening it tells nobody anything. Never throws; empty without a line. */
export async function readHelp(signal: AbortSignal): Promise<Help> {
  const bytes = await findFile(assets.help, signal)
  return bytes === null ? [] : (JSON.parse(new TextDecoder().decode(bytes)) as Help)
}
