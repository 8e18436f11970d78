import type { PublicRecords } from '#features/dossiers/briefings/briefing.contract.ts'
import { FONT_NAMES, type FontName, openPress } from '#formats/print/press.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type JobName, workOf } from './jobs.ts'

/** A part of the press as the build found it: where it lies, and what it has to be. */
type Made = { readonly path: string; readonly sha256: string }
declare const ASYLIA_PRESS: { readonly typst: Made; readonly fonts: Readonly<Record<FontName, Made>> }

type Ask = { readonly id: number; readonly job: JobName; readonly with: unknown }
/** This worker holds no key: it composes and prints what it is handed, and hands it back. */
const scope = globalThis as unknown as {
  readonly addEventListener: (kind: 'message', listener: (event: MessageEvent<Ask>) => void) => void
  readonly postMessage: (answer: object) => void
}

async function bytesOf({ path, sha256 }: Made): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(path, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
  if (!answer.ok) throw new Error(`a part of the press came with status ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  if ([...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('') !== sha256)
    throw new Error('a part of the press is not what was built')
  return bytes
}

function once<Of>(make: () => Promise<Of>): () => Promise<Of> {
  let made: Promise<Of> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}

const work = workOf({
  records: once(async () => {
    const answer = await fetch('/data/release.json', { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
    if (!answer.ok) throw new Refusal('record.not_found')
    return (await answer.json()) as PublicRecords
  }),
  press: once(async () => {
    const fonts = await Promise.all(FONT_NAMES.map(async (name) => [name, await bytesOf(ASYLIA_PRESS.fonts[name])] as const))
    return openPress(Object.fromEntries(fonts) as Record<FontName, Uint8Array>, () => bytesOf(ASYLIA_PRESS.typst))
  }),
})

scope.addEventListener('message', ({ data }) => void answer(data))

async function answer({ id, job, with: given }: Ask): Promise<void> {
  try {
    scope.postMessage({ id, ok: true, out: await (work[job] as (given: unknown) => Promise<unknown>)(given) })
  } catch (error) {
    scope.postMessage({
      id,
      ok: false,
      code: error instanceof Refusal ? error.code : null,
      detail: error instanceof Refusal ? error.detail : undefined,
    })
  }
}
