import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AtomFeed, atomFeed } from './atom.ts'

// needs libxml2-utils

const aFeed = (more: Partial<AtomFeed> = {}): AtomFeed => ({
  id: 'https://register.invalid/en/changes/',
  title: 'Changes',
  subtitle: 'What changed',
  language: 'en',
  link: 'https://register.invalid/en/changes/',
  self: 'https://register.invalid/en/changes.atom',
  author: 'Asylia',
  rights: 'CC BY 4.0',
  updated: '2026-03-14',
  entries: [
    { id: 'urn:x:1', title: 'Corrected: I-2345', summary: 'The month.', link: 'https://register.invalid/en/changes/', on: '2026-03-14' },
  ],
  ...more,
})

test('a feed has what RFC 4287 demands, and its days come from what it is given', () => {
  const feed = atomFeed(aFeed())
  assert.match(feed, /^<\?xml version="1.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www.w3.org\/2005\/Atom" xml:lang="en">/)
  assert.equal(feed.match(/<updated>2026-03-14T00:00:00.000Z<\/updated>/g)?.length, 2)
  for (const element of ['<id>', '<title>', '<author>', '<rights>', 'rel="self"', 'rel="alternate"', '<entry>'])
    assert.ok(feed.includes(element), element)
  assert.equal(atomFeed(aFeed()), feed)
  const [entry] = aFeed().entries
  if (entry === undefined) assert.fail()
  const rung = atomFeed(
    aFeed({
      enclosureType: 'application/cap+xml',
      entries: [{ ...entry, on: '2026-03-14T10:20:30Z', enclosure: 'https://register.invalid/x.y/1' }],
    }),
  )
  assert.ok(rung.includes('<link rel="enclosure" href="https://register.invalid/x.y/1" type="application/cap+xml"/>'))
  assert.ok(rung.includes('<updated>2026-03-14T10:20:30.000Z</updated>'))
})

test('whatever an entry says, it stays words: no tag, no end of a section', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      const feed = atomFeed(
        aFeed({
          entries: [{ id: 'urn:x:1', title: `${words}<b>`, summary: `]]>${words}`, link: 'https://register.invalid/', on: '2026-03-14' }],
        }),
      )
      const sections = [...feed.matchAll(/<!\[CDATA\[([^]*?)\]\]>/g)].map((match) => match[1] ?? '')
      assert.equal(sections.length, 2)
      for (const section of sections) assert.ok(!/[<>]/.test(section))
      assert.equal(feed.split('<entry>').length, 2)
    }),
  )
})

test('a stock reader of XML takes the feed, hostile characters and all', (t) => {
  const xmllint = spawnSync('xmllint', ['--version'])
  if (xmllint.error !== undefined) return t.skip('xmllint is absent')
  const hostile = '\u0000\u0008\uFFFE\uD800 & < > " \' ]]> \u{1F30D} ขอ ال'
  const feed = atomFeed(
    aFeed({
      title: hostile,
      subtitle: hostile,
      author: hostile,
      entries: [{ id: 'urn:x:1', title: hostile, summary: hostile, link: 'https://register.invalid/', on: '2026-03-14' }],
    }),
  )
  const judged = spawnSync('xmllint', ['--noout', '--nonet', '-'], { input: feed, encoding: 'utf8' })
  assert.equal(judged.stderr, '')
  assert.equal(judged.status, 0)
})
