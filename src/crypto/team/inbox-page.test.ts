import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identityText, newSeed, recipientOf } from '../age/identity.ts'
import { hex, randomBytes } from '../bytes.ts'
import { openerOf, openWith } from '../open/open-age.ts'
import { type InboxPage, pagesOf, readPage, sealPage } from './inbox-page.ts'

const anId = () => hex(randomBytes(16))
const aPage = (rest: Partial<InboxPage> = {}): InboxPage => ({
  instance: '00112233445566778899aabbccddeeff',
  team: 'hill',
  epoch: 2,
  at: 0,
  kept: [],
  decided: [],
  notes: [],
  notOurs: [],
  ...rest,
})

async function opened(sealed: Uint8Array, seed: Uint8Array): Promise<Uint8Array> {
  const plain = await openWith([openerOf(seed)], sealed, { min: 1, max: 1 })
  assert.ok(plain !== null)
  return plain
}

test('a page comes back as it was written, and all pages have one size (T-04)', async () => {
  const seed = newSeed()
  const full = aPage({
    kept: [{ v: 1, item: anId(), identity: identityText(newSeed()), body: hex(randomBytes(32)), never_sha256: hex(randomBytes(32)) }],
    decided: [{ item: anId(), decision: 'declined', reason: 'spam', of: '' }],
    notes: [{ item: anId(), to: 'M-234567', until: 'reply', had: 2 }],
    notOurs: [anId(), anId()],
  })
  const sealed = await Promise.all([full, aPage()].map((page) => sealPage(page, recipientOf(seed))))
  assert.deepEqual(
    sealed.map(({ length }) => length),
    [67_195, 67_195],
  )
  assert.deepEqual(readPage(await opened(sealed[0] ?? new Uint8Array(), seed), full), full)
})

test('what does not fit one page is split over several, with nothing lost', async () => {
  const recipient = recipientOf(newSeed())
  const all = aPage({
    notOurs: Array.from({ length: 7_000 }, anId),
    decided: Array.from({ length: 900 }, () => ({ item: anId(), decision: 'duplicate' as const, reason: 'a'.repeat(24), of: anId() })),
    kept: Array.from({ length: 400 }, () => ({
      v: 1 as const,
      item: anId(),
      identity: identityText(newSeed()),
      body: hex(randomBytes(32)),
      never_sha256: hex(randomBytes(32)),
    })),
  })
  const pages = pagesOf(all)
  assert.deepEqual(
    pages.map(({ at }) => at),
    pages.map((_, at) => at),
  )
  for (const page of pages) assert.equal((await sealPage(page, recipient)).length, 67_195)
  assert.deepEqual(
    pages.flatMap(({ notOurs }) => notOurs),
    all.notOurs,
  )
  assert.deepEqual(
    pages.flatMap(({ decided }) => decided),
    all.decided,
  )
  assert.deepEqual(
    pages.flatMap(({ kept }) => kept),
    all.kept,
  )
  assert.equal(pagesOf(aPage()).length, 1)
})

test('a page of another team, epoch or installation is refused, and so is fill that is not zero (T-37)', async () => {
  const seed = newSeed()
  const plain = await opened(await sealPage(aPage(), recipientOf(seed)), seed)
  for (const other of [{ team: 'dale' }, { epoch: 3 }, { instance: 'f'.repeat(32) }])
    assert.throws(() => readPage(plain, aPage(other)), { code: 'page.malformed' })
  const filled = plain.slice()
  filled[filled.length - 1] = 1
  for (const wrong of [filled, plain.subarray(1), new Uint8Array(0)])
    assert.throws(() => readPage(wrong, aPage()), { code: 'page.malformed' })
})
