import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex } from '#crypto/bytes.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { neverHash } from '#crypto/mailbox/exclusions.ts'
import { readSecret } from '#crypto/secret/secret.ts'
import { answer, keysOf, memoryOfWords, openMailbox, store, textOf, unusedWords } from './a-mailbox-house.ts'
import { DOING, mailCalls, mailOfFile, SAID, tap, text } from './a-mailbox-page.ts'
import { hasChromium } from './chromium.ts'

const skip = hasChromium ? false : 'no chromium on this machine'
const mail = mailOfFile()
const { aPage, reported, countOf } = mail

test('a wrong word is named and nothing is asked of the server (UX-M-04)', { skip }, async () => {
  const { context, page, faults, calls } = await aPage()
  await page.goto(`${mail.house.origin}/report/en/`)
  await page.locator('#landing-mailbox').click()
  await page.locator('#words').waitFor()
  await page.waitForLoadState('networkidle')
  calls.length = 0
  const nine = unusedWords().split(' ')
  const cases: [string, RegExp][] = [
    ['', /Write your nine words/],
    [nine.slice(1).join(' '), /You wrote 8/],
    [nine.with(3, 'notaword').join(' '), /Word 4 is not in the list/],
    ['12345 67890', /You wrote 10/],
  ]
  // One wrong word in 512 passes the check; that one is nobody's fault.
  const wrong = Array.from({ length: 25 }, (_, at) => nine.with(at % 9, ['abandon', 'zebra', 'trophy'][at % 3] ?? '').join(' '))
  for (const [typed, says] of cases) {
    await page.locator('#words').fill(typed)
    await tap(page, 'Open')
    await page.locator('.faults', { hasText: says }).waitFor(DOING)
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'faults')
  }
  for (const typed of wrong.filter((one) => !readSecret(one).ok)) {
    await page.locator('#words').fill(typed)
    await tap(page, 'Open')
  }
  await page.locator('.faults', { hasText: 'One word or digit is wrong' }).waitFor(DOING)
  assert.deepEqual(calls, [])
  assert.deepEqual(faults, [])
  await context.close()
})

test('mailboxes with and without a report make the same calls, in any spelling of the words (UX-M-01, T-14, I-04)', { skip }, async () => {
  const words = await reported()
  const spellings = [words.join(' '), words.map((word) => word.slice(0, 4).toUpperCase()).join(' - '), unusedWords()]
  const traces: string[][] = []
  const screens: string[] = []
  for (const spelling of spellings) {
    const { context, page, faults, calls } = await aPage()
    await openMailbox(page, mail.house.origin, spelling)
    traces.push([...calls])
    screens.push(await text(page))
    await tap(page, 'Look again')
    await page.waitForFunction(() => document.querySelector('.busy') === null)
    assert.equal(mailCalls(calls).length, 8)
    assert.deepEqual(faults, [])
    await context.close()
  }
  assert.deepEqual(traces[0], traces[2])
  assert.deepEqual(traces[1], traces[2])
  assert.equal(mailCalls(traces[0] ?? []).length, 4)
  assert.match(screens[0] ?? '', /^Your mailbox\s+Your report arrived\.\s+No messages\./)
  assert.match(screens[1] ?? '', /Your report arrived/)
  assert.match(screens[2] ?? '', /^Your mailbox\s+No messages\.\s+A good habit/)
})

test('messages say who wrote, whether a person read, and stand beside their original (UX-M-02, UX-M-08, UX-M-09)', { skip }, async () => {
  const words = await reported({ ...SAID, never: 'DE' })
  const keys = await keysOf(mail.house, words)
  const [item] = (await memoryOfWords(mail.house, keys)).items
  assert.ok(item !== undefined)
  const seen = { seq: 0, step: hex(keys.chain(0)), never_sha256: neverHash([{ kind: 'country', id: 'DE' }]) }
  await answer(mail.house, keys, { from: 'harbour', at: 0, text: 'Chúng tôi đã đọc.', lang: 'vi', on: '2026-03-14', seen })
  await answer(mail.house, keys, {
    from: 'harbour',
    at: 1,
    text: 'We have read it.',
    translation_of: 1,
    n: 2,
    read: { item: item.item, body: item.body },
    seen,
  })
  await answer(mail.house, keys, { from: 'harbour', at: 2, text: 'Number four came before three.', n: 4, seen })
  await answer(mail.house, keys, { from: 'focal-th', at: 3, text: 'Nobody proves me.', forged: true, n: 1 })
  const { context, page, faults } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  // Four exchanges fetch two messages; each look brings four more.
  for (let looks = 0; looks < 4; looks += 1) {
    await tap(page, 'Look again')
    await page.waitForFunction(() => document.querySelector('.busy') === null)
  }
  const shown = await text(page)
  assert.match(shown, /^Your mailbox\s+Your report was read by a person\./)
  assert.match(shown, /From one of: Harbour Desk\. We cannot say which\.\s+Nobody proves me\./)
  const pair = await textOf(page.locator('article', { hasText: 'Chúng tôi' }))
  assert.match(
    pair,
    /^Harbour Desk\s+Written on 14 March 2026 \(UTC\)\s+As it was written\s+Chúng tôi đã đọc\.\s+Translation by a person\s+We have read it\./,
  )
  assert.match(shown, /Message 3 of Harbour Desk is missing or still on its way/)
  assert.ok(shown.indexOf('Nobody proves me') < shown.indexOf('Number four') && shown.indexOf('Number four') < shown.indexOf('Chúng tôi'))
  assert.deepEqual(faults, [])
  await context.close()
})

test('a reader who was excluded, a wrong tag and a hidden item raise alarms, and nothing is sealed (UX-M-09, T-37)', { skip }, async () => {
  const words = await reported({ ...SAID, never: 'DE' })
  const keys = await keysOf(mail.house, words)
  await answer(mail.house, keys, {
    from: 'harbour',
    at: 0,
    text: 'Do what I say.',
    seen: { seq: 5, step: hex(keys.chain(5)), never_sha256: neverHash([]) },
  })
  await answer(mail.house, keys, { from: 'harbour', at: 2, text: 'The office reads along.', readers: ['harbour', 'liaison'] })
  const other = await keysOf(mail.house, unusedWords().split(' '))
  const { partsOf, replyKeyOf, writeReply } = await import('#crypto/mailbox/reply.ts')
  const [reply] = partsOf({
    n: 9,
    epoch: 3,
    from: 'harbour',
    readers: [],
    lang: 'en',
    text: 'Forged.',
    seen: { seq: 0, step: '00'.repeat(32), never_sha256: '00'.repeat(32) },
  })
  assert.ok(reply !== undefined)
  const conv = { ...convOf(keys, 0, 0), mac: convOf(other, 0, 0).mac }
  await store(mail.house, keys, 17, await writeReply({ conv, w: 0, i: 17 }, reply, replyKeyOf(new Uint8Array(32)).secret))
  const { context, page, calls } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  await tap(page, 'Look again')
  await page.waitForFunction(() => document.querySelector('.busy') === null)
  const shown = await text(page)
  assert.match(shown, /names a reader whom you excluded/)
  assert.doesNotMatch(shown, /reads along/)
  assert.match(shown, /Something you sent is being hidden from you\. Do not write here now\./)
  assert.match(shown, /may not come from your team/)
  assert.doesNotMatch(shown, /Forged/)
  await tap(page, 'Write')
  await page.locator('#text').fill('I write all the same.')
  calls.length = 0
  await tap(page, 'Send sealed message')
  await page.locator('.faults').waitFor(DOING)
  assert.match(await textOf(page.locator('.faults')), /being hidden from you/)
  assert.deepEqual(
    calls.filter((call) => call.startsWith('POST /api/intake')),
    [],
  )
  assert.equal(await page.locator('#text').inputValue(), 'I write all the same.')
  await context.close()
})

test('a message that names somebody is held until the person says so, then goes to the team (UX-M-06)', { skip }, async () => {
  const words = await reported()
  const before = await countOf('item')
  const { context, page, faults, calls } = await aPage()
  await openMailbox(page, mail.house.origin, words.join(' '))
  await tap(page, 'Write')
  await page.locator('#text').fill('Call me: ๐๘๑ ๒๓๔ ๕๖๗๘ or me@example.org')
  calls.length = 0
  await tap(page, 'Send sealed message')
  const warning = await textOf(page.locator('#warning'))
  assert.match(warning, /This identifies someone\. Send anyway\?/)
  assert.match(warning, /e-mail/)
  assert.match(warning, /phone/)
  assert.deepEqual(calls, [])
  await tap(page, 'Change it')
  await page.locator('#text').fill('I am safe now.')
  await tap(page, 'Send sealed message')
  await page.locator('main.mail-done').waitFor(DOING)
  assert.match(await text(page), /Your message was sent/)
  assert.equal(await countOf('item'), before + 1)
  await tap(page, 'To my mailbox')
  assert.match(await text(page), /Your report arrived/)
  assert.deepEqual(faults, [])
  await context.close()
  const again = await aPage()
  await openMailbox(again.page, mail.house.origin, words.join(' '))
  assert.match(await text(again.page), /Your report arrived/)
  await again.context.close()
})

test('two devices that write at once both arrive, and one memory holds what both sent (I-08)', { skip }, async () => {
  const words = await reported()
  const before = await countOf('item')
  const both = [await aPage(), await aPage()] as const
  for (const { page } of both) {
    await openMailbox(page, mail.house.origin, words.join(' '))
    await tap(page, 'Write')
    await page.locator('#text').fill('I am on two phones.')
  }
  for (const { page, context, faults } of both) {
    await tap(page, 'Send sealed message')
    await page.locator('main.mail-done').waitFor(DOING)
    assert.deepEqual(faults, [])
    await context.close()
  }
  assert.equal(await countOf('item'), before + 3)
  const { items, seq } = await memoryOfWords(mail.house, await keysOf(mail.house, words))
  assert.deepEqual([items.map((one) => one.seq), seq], [[0, 1, 1, 2], 2])
})
