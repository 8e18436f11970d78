/** Runs in a worker of a browser: the desk's own search for mail over envelopes that are nobody's here, with no server in between. */
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { concat, hex, randomBytes, u32, unhex } from '#crypto/bytes.ts'
import { ENV_PLAIN } from '#crypto/constants.ts'
import { openerOf } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import type { Listed } from '#features/reports/inbox/inbox.contract.ts'
import type { Door } from '#web/desk/keys/door.ts'
import { findMail } from '#web/desk/keys/find-mail.ts'
import { emptyBag } from '#web/desk/keys/mailbag.ts'

const scope = globalThis as unknown as {
  readonly addEventListener: (kind: 'message', listener: (event: { readonly data: number }) => void) => void
  readonly postMessage: (told: 'begins' | { readonly ms: number; readonly notOurs: number }) => void
}
const DAY = '2031-04-02'
const MADE = 20

scope.addEventListener('message', ({ data }) => void search(data))

async function search(count: number): Promise<void> {
  const others = Array.from({ length: 6 }, () => recipientOf(newSeed()))
  const envelopes: Uint8Array[] = []
  for (let at = 0; at < MADE; at += 1) envelopes.push(await sealTo(others, new Uint8Array(ENV_PLAIN)))
  const items: Listed[] = Array.from({ length: count }, () => ({
    item: hex(randomBytes(16)),
    day: DAY,
    hour: null,
    lane: 1,
    bucket: 1,
    urgent: false,
  }))
  const bag = emptyBag()
  const facts = { instance: '', team: 'harbour-aid', openers: [newSeed(), newSeed()].map(openerOf) }
  const nothing = () => undefined
  scope.postMessage('begins')
  const began = performance.now()
  const door = doorTo(items, envelopes)
  await findMail({ door, bag, facts, kept: new Map(), notOurs: new Set(), since: null, onSearch: nothing, onItems: nothing })
  scope.postMessage({ ms: performance.now() - began, notOurs: bag.notOurs.size })
}

function doorTo(items: readonly Listed[], envelopes: readonly Uint8Array[]): Door {
  return {
    ask: async <Answer>() => ({ items, more: false }) as Answer,
    bytes: async (_path, body) => {
      const asked = (body as { readonly items: readonly string[] }).items
      const parts = asked.flatMap((item, at) => {
        const envelope = envelopes[at % MADE] ?? new Uint8Array(0)
        return [unhex(item), u32(envelope.length), envelope, u32(0)]
      })
      return { bytes: concat(...parts), revision: 0 }
    },
    file: async () => null,
    hear: async () => undefined,
    use: () => undefined,
  }
}
